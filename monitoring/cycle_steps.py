"""The stepper of a cycle: which steps are behind, which one is now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitoring.models import Cycle
from portal import figures

Status = Cycle.Status
ORDER = [
    Status.PLANNED,
    Status.COLLECTING,
    Status.VERIFYING,
    Status.COMPUTED,
    Status.PUBLISHED,
]


@dataclass(frozen=True)
class Step:
    """One step: `state` is done, now or ahead."""

    label: str
    note: str
    state: str


def steps(cycle: Cycle) -> list[Step]:
    """Return the five steps with their days."""
    status = Status.PUBLISHED if cycle.status == Status.ARCHIVED else cycle.status
    now = ORDER.index(Status(status))
    texts = _texts(cycle)
    return [
        Step(label, note, _state(place, now))
        for place, (label, note) in enumerate(texts)
    ]


def _state(place: int, now: int) -> str:
    if place == now == len(ORDER) - 1:
        return "done"
    return "done" if place < now else "now" if place == now else "ahead"


def _texts(cycle: Cycle) -> list[tuple[str, str]]:
    window = _("%(first)s – %(last)s") % {
        "first": _day(cycle.opens_on),
        "last": _day(cycle.closes_on),
    }
    run = _day(cycle.run_on)
    published = _moment(cycle.published_at)
    return [
        (_("Preparation"), _("until %(day)s") % {"day": _day(cycle.opens_on)}),
        (_("Collection"), window),
        (_("Verification"), _("until %(day)s") % {"day": run}),
        (_("Results and letters"), run),
        (_("Publication"), published),
    ]


def _day(day: dt.date) -> str:
    return figures.day(day, get_language() or "ru")


def _moment(at: dt.datetime | None) -> str:
    return _day(timezone.localdate(at)) if at else ""
