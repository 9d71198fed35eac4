"""What is overdue and what is coming: by body, by municipality, date by date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Sum

from portal.models import Attachment, Unit
from programs.models import EventBody, Occurrence
from programs.reading import standing
from programs.reading.events import named
from programs.reading.filters import Chosen

OVERDUE, COMING = "overdue", "coming"
AHEAD = dt.timedelta(days=31)


@dataclass
class Line:
    """A body or a unit: how many dates, the earliest of them."""

    key: str
    name: str
    count: int
    first: dt.date

    def days(self, today: dt.date) -> int:
        """Return by how many days the earliest is late."""
        return (today - self.first).days


def dates(chosen: Chosen, what: str) -> QuerySet[Any, Any]:
    """Return the overdue, or the coming dates of a month, the earliest first."""
    every = replace(chosen, state="", year=None)
    rows = every.occurrences()
    if what == COMING:
        rows = rows.coming(chosen.today, chosen.today + AHEAD)
    else:
        rows = rows.overdue(chosen.today)
    return rows


class Known(Sequence[Occurrence]):
    """Rows whose number is known from tallies, so that none are counted for a page."""

    def __init__(self, rows: QuerySet[Any, Any], count: int) -> None:
        """Keep the rows unread."""
        self.rows, self.size = rows, count

    def __len__(self) -> int:
        """Return how many there are."""
        return self.size

    def __getitem__(self, part: Any) -> Any:
        """Read the rows of a page: their ids first, by the index of what waits."""
        ids = list(self.rows.values_list("pk", flat=True)[part])
        return list(_proven().filter(pk__in=ids).order_by("due_on", "pk"))


def bodies(chosen: Chosen, what: str) -> list[Line]:
    """Return the bodies that answer, the one with most dates first."""
    counted = {row["event_id"]: row for row in _by_event(chosen, what)}
    rows = EventBody.objects.in_charge().filter(event__in=counted)
    found: dict[str, Line] = {}
    for body in rows.select_related("program_body__body"):
        row = counted[body.event_id]
        known = body.program_body.body_id
        key = str(known) if known else f"p{body.program_body_id}"
        line = found.setdefault(key, Line(key, named(body), 0, row["first"]))
        line.count += row["n"]
        line.first = min(line.first, row["first"])
    return sorted(found.values(), key=lambda line: (-line.count, line.name))


def units(chosen: Chosen, what: str, most: int) -> list[Line]:
    """Return the units where most dates wait."""
    rows = dates(chosen, what).order_by()
    counted = list(
        rows.values("unit_id")
        .annotate(n=Count("pk"), first=Min("due_on"))
        .order_by("-n", "first", "unit_id")[:most]
    )
    names = Unit.objects.in_bulk([row["unit_id"] for row in counted])
    return [
        Line(
            str(row["unit_id"]),
            names[row["unit_id"]].short_name,
            row["n"],
            row["first"],
        )
        for row in counted
    ]


def summary(chosen: Chosen, what: str) -> dict[str, Any]:
    """Return how many dates of how many events wait, and since when."""
    rows = list(_by_event(chosen, what))
    return {
        "dates": sum(row["n"] for row in rows),
        "events": len(rows),
        "first": min((row["first"] for row in rows), default=None),
    }


def shown(rows: Iterable[Occurrence], today: dt.date) -> list[tuple[Occurrence, str]]:
    """Return the dates with their state in words."""
    return [(row, standing.occurrence_words(row, today)) for row in rows]


def _proven() -> QuerySet[Occurrence]:
    files = Attachment.objects.filter(
        owner="programs.occurrence", owner_id=OuterRef("pk")
    )
    rows = Occurrence.objects.annotate(has_files=Exists(files))
    return rows.select_related("unit", "event")


def _by_event(chosen: Chosen, what: str) -> QuerySet[Any, dict[str, Any]]:
    every = replace(chosen, state="", year=None)
    rows = every.sources().order_by()
    if what == COMING:
        until = chosen.today + AHEAD
        rows = rows.filter(due_on__gte=chosen.today, starts_on__lte=until)
    else:
        rows = rows.filter(due_on__lt=chosen.today)
    if chosen.territory.is_whole:
        counted = (
            rows.filter(planned__gt=0).values("event_id").annotate(n=Sum("planned"))
        )
    else:
        planned = rows.filter(status=Occurrence.Status.PLANNED)
        counted = planned.values("event_id").annotate(n=Count("pk"))
    found: QuerySet[Any, dict[str, Any]] = counted.annotate(first=Min("due_on"))
    return found
