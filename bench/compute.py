"""The computation of a cycle beside SQL written by hand for the same results."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction

from bench import scratch
from monitoring import engine

ORGANIZATIONS = int(os.environ.get("BENCH_ORGANIZATIONS", "40000"))
INDICATORS = 60
ROUNDS = 2  # of each, taken in turns
TARGET = 1.25
HERE = Path(__file__).parent
KEYS = {"methodology": 1_000_000, "previous": 1_000_001, "cycle": 1_000_002}
DIFFERENCES = """
SELECT count(*) FROM (
    (TABLE floor_result EXCEPT SELECT {columns} FROM monitoring_result
      WHERE cycle_id = %(cycle)s)
    UNION ALL
    (SELECT {columns} FROM monitoring_result WHERE cycle_id = %(cycle)s
     EXCEPT TABLE floor_result)) AS differing
"""


def bench() -> list[dict[str, object]]:
    """Measure both on the same values, in a database of their own."""
    with scratch.database("compute"):
        _load()
        engine.compute(KEYS["previous"])
        _run("VACUUM ANALYZE")
        floors, ours = [], []
        for _ in range(ROUNDS):
            floors.append(_seconds(_floor))
            ours.append(_seconds(lambda: engine.compute(KEYS["cycle"])))
        _check()
        return [_row(statistics.mean(ours), statistics.mean(floors))]


def _row(ours: float, floor: float) -> dict[str, object]:
    ratio = ours / floor
    return {
        "name": f"compute {ORGANIZATIONS:,} organizations × {INDICATORS} indicators",
        "value": round(ours, 1),
        "unit": "s",
        "floor": round(floor, 1),
        "ratio": round(ratio, 2),
        "target": TARGET,
        "met": ratio <= TARGET,
    }


def _load() -> None:
    _run(
        (HERE / "load.sql").read_text("utf-8"),
        organizations=ORGANIZATIONS,
        indicators=INDICATORS,
    )
    _run("VACUUM ANALYZE")


def _floor() -> None:
    with transaction.atomic():
        _run("DROP TABLE IF EXISTS floor_result")
        _run((HERE / "compute_floor.sql").read_text("utf-8"), **KEYS)


def _check() -> None:
    """Both must have made the same rows, or the times compare nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM floor_result LIMIT 0")
        columns = ", ".join(column.name for column in cursor.description)
        cursor.execute(DIFFERENCES.format(columns=columns), KEYS)
        (differing,) = cursor.fetchone()
    assert differing == 0, f"{differing} rows differ"


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _run(statements: str, **parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements, parameters)
