"""Steps of many occurrences at once: all of them or none, with a report on why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import Refused
from portal.models import User
from programs.models import Event, Occurrence
from programs.services import occurrences
from programs.services.occurrence_rows import opened_all

MOST = 500
Row = TypeVar("Row", Occurrence, Event)


@dataclass(frozen=True)
class Problem:
    """What stands in the way, an occurrence or an event, and why."""

    row: Occurrence | Event
    why: str


class NotAll(Refused):
    """Some of the rows cannot take the step, so none did."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the report."""
        count = len(problems)
        text = ngettext(
            "Nothing was changed: %(count)s of the chosen rows cannot take this step.",
            "Nothing was changed: %(count)s of the chosen rows cannot take this step.",
            count,
        )
        super().__init__(text % {"count": count})
        self.problems = problems


def bulk_check(ids: Iterable[int], *, by: User) -> int:
    """Check several."""
    return _each(ids, lambda row: occurrences.check(row.pk, by=by))


def bulk_move(ids: Iterable[int], *, days: int, reason: str, by: User) -> int:
    """Move several by some days for one reason."""
    step = dt.timedelta(days=days)
    return _each(
        ids,
        lambda row: occurrences.move(
            row.pk,
            starts_on=row.starts_on + step,
            due_on=row.due_on + step,
            reason=reason,
            by=by,
        ),
    )


def bulk_cancel(ids: Iterable[int], *, reason: str, by: User) -> int:
    """Cancel several for one reason."""
    return _each(ids, lambda row: occurrences.cancel(row.pk, reason=reason, by=by))


@transaction.atomic
def of_events(ids: Iterable[int], act: Callable[[Event], object]) -> int:
    """Take a step of several whole series, one after another: all or none."""
    wanted = _judged(ids)
    rows = Event.objects.filter(pk__in=wanted).select_related("program__unit")
    return _all_or_none(list(rows.order_by("pk")), act)


@transaction.atomic
def _each(ids: Iterable[int], act: Callable[[Occurrence], object]) -> int:
    """Take the step of every row, locked in one order; all or none.

    Raises NotAll with the report, Refused for nothing and for too many.
    """
    return _all_or_none(opened_all(_judged(ids)), act)


def _judged(ids: Iterable[int]) -> set[int]:
    wanted = set(ids)
    if not wanted:
        raise Refused(_("Nothing is chosen."))
    if len(wanted) > MOST:
        raise Refused(_("Choose at most %(most)s rows at once.") % {"most": MOST})
    return wanted


def _all_or_none(rows: list[Row], act: Callable[[Row], object]) -> int:
    problems = [Problem(row, why) for row in rows if (why := _tried(row, act))]
    if problems:
        raise NotAll(problems)
    return len(rows)


def _tried(row: Row, act: Callable[[Row], object]) -> str:
    try:
        act(row)
    except Refused as refusal:
        return str(refusal)
    except PermissionDenied:
        return _("You have no right to this step here.")
    return ""
