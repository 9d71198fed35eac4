"""Runs the steps of the computation, one SQL file each, in the order of their names."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import connection, transaction

from monitoring.engine import locks
from monitoring.models import Cycle

STEPS = Path(__file__).parent / "sql"
SETTINGS = """
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;
SET LOCAL enable_mergejoin = off;  -- it would sort millions of rows to join thousands
"""
logger = logging.getLogger(__name__)

Figures = tuple[int, int, int, int, int, str]  # Counts, from `units` to `digest`


@dataclass(frozen=True)
class Counts:
    """What a computation made, and from what.

    `answers` is the pairs of K and O that were counted, `digest` the SHA-256 of them:
    equal digests, equal input. `in_one_snapshot` is false where the caller had a
    transaction of its own open, which then decides what is seen.
    """

    cycle_id: int
    units: int
    answers: int
    results: int
    summaries: int
    risks: int
    digest: str
    in_one_snapshot: bool


def compute(cycle_id: int) -> Counts:
    """Make the results, consolidated values and risk entries of the cycle anew.

    All or nothing: readers see the old rows until the new ones are complete. Raises
    Cycle.DoesNotExist.
    """
    previous_id = Cycle.objects.values_list("previous_id", flat=True).get(pk=cycle_id)
    with locks.alone_with(cycle_id, previous_id), _snapshot() as is_one:
        figures = _run_steps(cycle_id, previous_id)
    counts = Counts(cycle_id, *figures, is_one)
    logger.info("cycle computed", extra={"counts": counts})
    return counts


@contextlib.contextmanager
def _snapshot() -> Iterator[bool]:
    """Open a transaction in which every statement sees the same moment.

    The level is set by the first statement or not at all, so inside the atomic block
    of a caller (as in tests) it stays the caller's; yields whether it was set.
    """
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_own:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(SETTINGS)
        yield is_own


def _run_steps(cycle_id: int, previous_id: int | None) -> Figures:
    """Run every step and return the row of figures that the counting one answers."""
    partition = f"monitoring_result_{cycle_id:d}"
    figures: Figures = (0, 0, 0, 0, 0, "")
    with connection.cursor() as cursor:
        for statements in _steps():
            named = statements.replace("{partition}", partition)
            cursor.execute(
                named.replace("{fresh}", f"{partition}_new"),
                {"cycle": cycle_id, "previous": previous_id},
            )
            if cursor.description:
                figures = cursor.fetchone()
    return figures


@cache
def _steps() -> list[str]:
    return [path.read_text("utf-8") for path in sorted(STEPS.glob("*.sql"))]
