"""One computation of a cycle at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import connection

NAMESPACE = 20_201  # of advisory locks; the second key is the cycle


@contextlib.contextmanager
def alone_with(cycle_id: int, previous_id: int | None) -> Iterator[None]:
    """Hold the cycle for oneself and keep the previous one from being rewritten.

    A lock taken inside the transaction would come after its snapshot and show the
    state before the other computation; hence one of the session, taken first. Inside
    an atomic block the lock lasts as long as the block.
    """
    if connection.in_atomic_block:
        _take("pg_advisory_xact_lock", cycle_id, previous_id)
        yield
        return
    try:
        _take("pg_advisory_lock", cycle_id, previous_id)
        yield
    finally:
        _give_back(cycle_id, previous_id)


def hold(cycle_id: int) -> None:
    """Hold the cycle for oneself until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NAMESPACE, cycle_id])


def _take(function: str, cycle_id: int, previous_id: int | None) -> None:
    with connection.cursor() as cursor:
        if previous_id is not None:
            cursor.execute(
                f"SELECT {function}_shared(%s, %s)", [NAMESPACE, previous_id]
            )
        cursor.execute(f"SELECT {function}(%s, %s)", [NAMESPACE, cycle_id])


def _give_back(cycle_id: int, previous_id: int | None) -> None:
    """Unlock; a connection that is lost has lost its locks too."""
    if not connection.is_usable():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [NAMESPACE, cycle_id])
        if previous_id is not None:
            cursor.execute(
                "SELECT pg_advisory_unlock_shared(%s, %s)", [NAMESPACE, previous_id]
            )
