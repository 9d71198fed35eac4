"""Two people at work at the same moment: one in a transaction, one in a thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections, transaction

PAUSE = 0.4  # seconds in which the other one comes as far as a lock lets them


@contextmanager
def meanwhile(act: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """A transaction; its function lets another person begin the act in a thread."""
    with ThreadPoolExecutor(1) as pool:
        begun: list[Future[object]] = []

        def pause() -> None:
            begun.append(pool.submit(_apart, act))
            time.sleep(PAUSE)

        with transaction.atomic():
            yield pause
        begun[0].result()


def _apart(act: Callable[[], object]) -> object:
    try:
        return act()
    finally:
        connections.close_all()
