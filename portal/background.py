"""Start a Celery task once the data it will read is committed."""

from __future__ import annotations

import logging
from typing import Protocol

from django.db import transaction
from django.utils.module_loading import import_string
from kombu.exceptions import KombuError

logger = logging.getLogger(__name__)
Ids = tuple[int | str, ...]


class Task(Protocol):
    """What Celery makes of a function; Celery itself is not named by services."""

    name: str

    def apply_async(self, args: Ids, *, queue: str | None, retry: bool) -> object:
        """Send the message."""


def run_later(task: str, *args: int | str, queue: str | None = None) -> None:
    """Queue the task, named "app.tasks.name", after the current commit.

    Named rather than imported, since tasks import services and not the other
    way round. A wrong name fails here, at the call, not in the worker. A broker
    that does not answer is no error: the sweeper sends again what matters.
    """
    found: Task = import_string(task)
    transaction.on_commit(lambda: _send(found, args, queue))


def _send(task: Task, args: Ids, queue: str | None) -> None:
    try:
        task.apply_async(args, queue=queue, retry=False)
    except (OSError, KombuError):
        logger.warning("%s%s was not sent: the broker is away", task.name, args)
