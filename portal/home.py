"""The home page's tasks and cards: apps offer them, settings list them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal.models import User

T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """Something that waits for this user; `action` is the word on its button."""

    title: str
    url: str
    action: str
    icon: str = "tasks"
    meta: tuple[str, ...] = ()
    due_on: dt.date | None = None
    late: bool = False


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    title: str
    tasks: list[Task]
    late: bool = False


@dataclass(frozen=True)
class Card:
    """A block of the home page: a template and what it shows."""

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


def cards(user: User) -> list[Card]:
    """Return the cards for the user, in the order of settings."""
    return list(_offered(settings.HOME_CARDS, user))


def task_groups(user: User, today: dt.date) -> list[Group]:
    """Return what waits for the user, overdue first; nothing overdue disappears."""
    offered: Iterable[Task] = _offered(settings.HOME_TASKS, user)
    waiting = sorted(offered, key=lambda task: task.due_on or dt.date.max)
    late = [task for task in waiting if is_late(task, today)]
    rest = [task for task in waiting if not is_late(task, today)]
    groups = (Group(_("Overdue"), late, late=True), Group(_("To do"), rest))
    return [group for group in groups if group.tasks]


def is_late(task: Task, today: dt.date) -> bool:
    """Return whether the task's day has passed."""
    return task.late or (task.due_on is not None and task.due_on < today)


def _offered(paths: Iterable[str], user: User) -> Iterable[T]:
    makers: list[Callable[[User], Iterable[T]]] = [import_string(p) for p in paths]
    for maker in makers:
        yield from maker(user)
