"""The computation of a cycle beside SQL written by hand for the same rows.

The engine also finds risk, takes the digest of its input and checks foreign keys.
"""

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
MADE = {"floor_result": "monitoring_result", "floor_summary": "monitoring_summary"}
DIFFERENCES = """
SELECT count(*) FROM (
    (TABLE {floor} EXCEPT SELECT {columns} FROM {ours} WHERE cycle_id = %(cycle)s)
    UNION ALL
    (SELECT {columns} FROM {ours} WHERE cycle_id = %(cycle)s EXCEPT TABLE {floor})
) AS differing
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
        _run(f"DROP TABLE IF EXISTS {', '.join(MADE)}")
        _run((HERE / "compute_floor.sql").read_text("utf-8"), **KEYS)


def _check() -> None:
    """Both must have made the same rows, or the times compare nothing."""
    for floor, ours in MADE.items():
        differing = _differing(floor, ours)
        assert differing == 0, f"{differing} rows of {ours} differ"


def _differing(floor: str, ours: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"TABLE {floor} LIMIT 0")
        columns = ", ".join(column.name for column in cursor.description)
        query = DIFFERENCES.format(floor=floor, ours=ours, columns=columns)
        cursor.execute(query, KEYS)
        return int(cursor.fetchone()[0])


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _run(statements: str, **parameters: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements, parameters)
