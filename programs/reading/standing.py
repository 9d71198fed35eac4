"""How an event stands on a day: states of its dates, counted from any source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.models import Event, Occurrence, Tally

Status = Occurrence.Status
OVERDUE, RUNNING, COMING, MONTH = "overdue", "running", "coming", "month"
HELD, CHECKED, CANCELLED = "held", "checked", "cancelled"
UNDATED, UNREAD, AWAITING = "undated", "unread", "awaiting"
DATELESS = ("undated", "as_needed")

STATES: dict[str, str | Promise] = {
    OVERDUE: gettext_lazy("Overdue"),
    MONTH: gettext_lazy("In this month"),
    RUNNING: gettext_lazy("Under way"),
    COMING: gettext_lazy("Ahead"),
    HELD: gettext_lazy("Held, not checked"),
    CHECKED: gettext_lazy("Checked"),
    CANCELLED: gettext_lazy("Cancelled"),
    UNDATED: gettext_lazy("Without a deadline"),
    UNREAD: gettext_lazy("Deadline not read"),
    AWAITING: gettext_lazy("Waiting for a document"),
}
TONES = {
    OVERDUE: "bad",
    RUNNING: "run",
    COMING: "none",
    HELD: "wait",
    CHECKED: "ok",
    CANCELLED: "none",
    UNDATED: "none",
    UNREAD: "wait",
    AWAITING: "wait",
}
EMPTY = Q(planned=0, held=0, checked=0, cancelled=0)
NO_DATES = ~Q(Exists(Tally.objects.exclude(EMPTY).filter(event=OuterRef("pk"))))
OF_EVENT = {
    UNDATED: Q(schedule_kind__in=DATELESS, awaits_document="") & NO_DATES,
    UNREAD: Q(schedule_kind="unread") & NO_DATES,
    AWAITING: (Q(schedule_kind="on_schedule") | ~Q(awaits_document="")) & NO_DATES,
}
COUNTS = ("planned", "held", "checked", "cancelled")
COLUMNS = ("event_id", "starts_on", "due_on", *COUNTS)
Rows = QuerySet[Any, Any]  # dictionaries


def of_days(state: str, day: dt.date, *, tally: bool) -> Q:
    """Return the filter of a state for tallies, or for occurrences."""
    planned = Q(planned__gt=0) if tally else Q(status=Status.PLANNED)
    if state == OVERDUE:
        return planned & Q(due_on__lt=day)
    if state == RUNNING:
        return planned & Q(starts_on__lte=day, due_on__gte=day)
    if state == COMING:
        return planned & Q(starts_on__gt=day)
    if state == MONTH:
        first = day.replace(day=1)
        after = (first + dt.timedelta(days=31)).replace(day=1)
        return Q(starts_on__lt=after, due_on__gte=first)
    return Q(**{f"{state}__gt": 0}) if tally else Q(status=state)


def counted(rows: QuerySet[Occurrence]) -> Rows:
    """Return the occurrences counted as tallies are: by event, days and state."""
    counts = {name: Count("pk", filter=Q(status=name)) for name in COUNTS}
    grouped = rows.order_by().values("event_id", "starts_on", "due_on")
    found: Rows = grouped.annotate(**counts, people=Coalesce(Sum("participants"), 0))
    return found


def tallied(rows: QuerySet[Tally]) -> Rows:
    """Return tallies in the shape of `counted`."""
    found: Rows = rows.values(*COLUMNS, people=F("participants"))
    return found


@dataclass
class Standing:
    """How the dates of one event stand; `next_*` and `late_*` are null without any."""

    planned: int = 0
    overdue: int = 0
    running: int = 0
    held: int = 0
    checked: int = 0
    cancelled: int = 0
    people: int = 0
    next_starts_on: dt.date | None = None
    next_due_on: dt.date | None = None
    late_since: dt.date | None = None
    days: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Held ones, checked or not."""
        return self.held + self.checked

    @property
    def total(self) -> int:
        """All that are to be held; cancelled ones are left out."""
        return self.planned + self.done

    def add(self, row: Mapping[str, Any], day: dt.date) -> None:
        """Count the row of one pair of days."""
        self.days.append(row)
        for name in (*COUNTS, "people"):
            setattr(self, name, getattr(self, name) + row[name])
        if not row["planned"]:
            return
        if row["due_on"] < day:
            self.overdue += row["planned"]
            self.late_since = min(row["due_on"], self.late_since or dt.date.max)
            return
        if row["starts_on"] <= day:
            self.running += row["planned"]
        if self.next_due_on is None or row["due_on"] < self.next_due_on:
            self.next_starts_on, self.next_due_on = row["starts_on"], row["due_on"]


def of_rows(rows: Iterable[Mapping[str, Any]], day: dt.date) -> dict[int, Standing]:
    """Return the standing of every event that has dates, by its id."""
    found: dict[int, Standing] = {}
    for row in rows:
        found.setdefault(row["event_id"], Standing()).add(row, day)
    return found


def code_of(event: Event, standing: Standing | None) -> str:
    """Return the one state that a row of the list shows."""
    if standing is None or not (standing.total or standing.cancelled):
        return dateless(event)
    for code in (OVERDUE, RUNNING):
        if getattr(standing, code):
            return code
    if standing.planned:
        return COMING
    if standing.held:
        return HELD
    return CHECKED if standing.checked else CANCELLED


def dateless(event: Event) -> str:
    """Return why an event has no dates."""
    if event.schedule_kind == "unread":
        return UNREAD
    if event.schedule_kind == "on_schedule" or event.awaits_document:
        return AWAITING
    return UNDATED


def words_of(code: str, standing: Standing | None, day: dt.date) -> str:
    """Return the state in words; a delay with its days."""
    if code == OVERDUE and standing and standing.late_since:
        return late_words(standing.late_since, day)
    return str(SHORT[code])


def code_of_occurrence(row: Occurrence, day: dt.date) -> str:
    """Return the state of one occurrence on the day."""
    if row.status != Status.PLANNED:
        return str(row.status)
    if row.due_on < day:
        return OVERDUE
    return RUNNING if row.starts_on <= day else COMING


def occurrence_words(row: Occurrence, day: dt.date) -> str:
    """Return the state of one occurrence in words."""
    code = code_of_occurrence(row, day)
    return late_words(row.due_on, day) if code == OVERDUE else str(SHORT[code])


def late_words(due_on: dt.date, day: dt.date) -> str:
    """Return by how many days something is late."""
    late = (day - due_on).days
    words = ngettext("%(days)s day overdue", "%(days)s days overdue", late)
    return words % {"days": late}


def progress_words(standing: Standing | None) -> str:
    """Return how many of how many are held, empty for events without dates."""
    if standing is None or not standing.total:
        return ""
    return _("%(done)s of %(total)s") % {
        "done": standing.done,
        "total": standing.total,
    }


SHORT: dict[str, str | Promise] = {
    OVERDUE: gettext_lazy("overdue"),
    RUNNING: gettext_lazy("under way"),
    COMING: gettext_lazy("ahead"),
    HELD: gettext_lazy("held, waits for a check"),
    CHECKED: gettext_lazy("checked"),
    CANCELLED: gettext_lazy("cancelled"),
    UNDATED: gettext_lazy("without a deadline"),
    UNREAD: gettext_lazy("deadline not read"),
    AWAITING: gettext_lazy("waits for a document"),
}
