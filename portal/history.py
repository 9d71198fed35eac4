"""History of rows by database triggers, so that bulk writes and SQL leave it too."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(
    *, exclude: tuple[str, ...] = (), accessor: str = "events"
) -> Callable[[M], M]:
    """Return the decorator that keeps every insert, update and delete of a model.

    `accessor` is the name under which a row finds its history.
    """
    decorate: Callable[[Any], Any] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        exclude=list(exclude),
        obj_field=pghistory.ObjForeignKey(related_name=accessor),
    )
    return decorate
