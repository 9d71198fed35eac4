"""One row of a plan with all its dates: the series, its moves, what was said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Q, QuerySet, Sum

from portal import access
from portal.access import Can
from portal.models import Attachment, JournalEntry, Unit, User
from programs import evidence_rules
from programs.models import Event, Move, Occurrence, Participation
from programs.models.tracking import OccurrenceQuerySet
from programs.reading import participants, standing, steps
from programs.reading.filters import Chosen
from programs.reading.standing import Standing

OWNER = "programs.occurrence"
OF_PARTICIPANTS = (
    *("participant_registered", "participant_declined", "participant_attended"),
    "registration_withdrawn",
)
MOVES, ENTRIES, SERIES = 20, 12, 60
Status = Occurrence.Status
State = Participation.State


@dataclass(frozen=True)
class Answers:
    """What those on the list of a date said: how many come, decline, are silent."""

    come: int = 0
    decline: int = 0
    silent: int = 0


@dataclass(frozen=True)
class Line:
    """One date of the series: its state on the day, its files, answers if ahead."""

    row: Occurrence
    day: dt.date
    files: int
    answers: Answers | None = None

    @property
    def code(self) -> str:
        """The state."""
        return standing.code_of_occurrence(self.row, self.day)

    @property
    def tone(self) -> str:
        """The mark of the state."""
        return standing.TONES[self.code]

    @property
    def words(self) -> str:
        """The state in words."""
        return standing.occurrence_words(self.row, self.day)


@dataclass(frozen=True)
class Days:
    """The same days in many municipalities, counted."""

    starts_on: dt.date
    due_on: dt.date
    standing: Standing
    day: dt.date

    @property
    def code(self) -> str:
        """The state that asks for most attention."""
        for code in (standing.OVERDUE, standing.RUNNING):
            if getattr(self.standing, code):
                return code
        if self.standing.planned:
            return standing.COMING
        if self.standing.held:
            return standing.HELD
        return standing.CHECKED if self.standing.checked else standing.CANCELLED

    @property
    def tone(self) -> str:
        """The mark of the state."""
        return standing.TONES[self.code]

    @property
    def words(self) -> str:
        """The state in words."""
        late = Standing(late_since=self.due_on)
        return standing.words_of(self.code, late, self.day)


def of_event(event: Event, user: User, day: dt.date) -> Chosen:
    """Return the choice of one event for all years."""
    chosen = Chosen.from_query({"year": "all"}, user, day)
    return replace(chosen, program_id=event.program_id)


def is_spread(event: Event, chosen: Chosen) -> bool:
    """Whether the series is shown by its days, municipalities counted."""
    return event.runs == Event.Runs.MUNICIPALITIES and chosen.territory.is_whole


def dates(event: Event, chosen: Chosen) -> OccurrenceQuerySet:
    """Return the dates of the event in the territory, in their order."""
    rows = Occurrence.objects.visible_to(chosen.user).filter(event=event)
    units = chosen.territory.units
    if units is not None:
        rows = rows.filter(unit__in=units)
    return rows.select_related("unit", "event__program__unit", "held_by").order_by(
        "starts_on", "due_on", "unit__sort_name", "pk"
    )


def lines(rows: Iterable[Occurrence], day: dt.date) -> list[Line]:
    """Return the dates with their files and answers, by two queries."""
    listed = list(rows)
    files = Attachment.objects.filter(
        owner=OWNER, owner_id__in=[row.pk for row in listed]
    ).values_list("owner_id")
    counts = dict(files.annotate(n=Count("pk")).order_by())
    said = answers(row.pk for row in listed if row.status == Status.PLANNED)
    return [Line(row, day, counts.get(row.pk, 0), said.get(row.pk)) for row in listed]


def answers(dates: Iterable[int]) -> dict[int, Answers]:
    """Return what was answered for each planned date that has people on its list."""
    rows = Participation.objects.filter(occurrence__in=list(dates)).order_by()
    counted = rows.values_list("occurrence").annotate(
        come=Count("pk", filter=Q(state=State.REGISTERED)),
        decline=Count("pk", filter=Q(state=State.ABSENT)),
        silent=Count("pk", filter=Q(state=State.INVITED)),
    )
    return {pk: Answers(*numbers) for pk, *numbers in counted}


def days(event: Event, chosen: Chosen) -> list[Days]:
    """Return the days of a series that runs in municipalities, each once."""
    rows = chosen.tallies().filter(event=event).order_by("starts_on", "due_on")
    found = []
    for row in rows:
        held = Standing()
        held.add(row, chosen.today)
        found.append(Days(row["starts_on"], row["due_on"], held, chosen.today))
    return found


def to_mark(event: Event, chosen: Chosen) -> Occurrence | None:
    """Return the earliest date that waits for a mark of this user, if it has begun."""
    rows = dates(event, chosen).filter(
        status=Status.PLANNED, starts_on__lte=chosen.today
    )
    for row in rows.order_by("due_on", "pk")[:5]:
        if steps.HOLD in steps.open_to(row, chosen.user):
            return row
    return None


def to_put_forward(event: Event, chosen: Chosen) -> Occurrence | None:
    """Return the next date held by the unit above, to which the user names people."""
    if chosen.territory.is_whole or not evidence_rules.wants_people(event):
        return None
    rows = dates(event, chosen).filter(status=Status.PLANNED, due_on__gte=chosen.today)
    above = rows.exclude(unit__in=chosen.territory.own)
    row = above.order_by("starts_on", "due_on", "pk").first()
    found = row and participants.may_put_forward(row, chosen.user)
    return row if found else None


def moves(event: Event, chosen: Chosen) -> QuerySet[Move]:
    """Return the latest moves of the event in the territory."""
    rows = Move.objects.filter(occurrence__in=dates(event, chosen).values("pk"))
    return rows.select_related("occurrence__unit", "by").order_by("-at", "-pk")[:MOVES]


def undoable(event: Event, user: User, at: dt.datetime) -> Move | None:
    """Return the user's last move of the event that may still be undone."""
    since = at - dt.timedelta(days=1)
    rows = Move.objects.filter(occurrence__event=event, by=user, at__gt=since)
    return rows.order_by("-at", "-pk").first()


def history(
    event: Event, shown: Iterable[Occurrence], user: User
) -> list[JournalEntry]:
    """Return the latest steps of the event and of the dates that are shown.

    What was done under former editions belongs to the same event; who takes part
    stays unnamed to those who do not see the participants of the unit.
    """
    editions = Event.objects.filter(key=event.key).exclude(program__status="draft")
    same = editions.values("pk")
    about = Q(subject_table=Event._meta.db_table, subject_id__in=same)
    ids = [row.pk for row in shown]
    about |= Q(subject_table=Occurrence._meta.db_table, subject_id__in=ids)
    rows = JournalEntry.objects.filter(about).select_related("by", "unit")
    found = list(rows.order_by("-at", "-pk")[:ENTRIES])
    for entry in found:
        if entry.action in OF_PARTICIPANTS and not _sees(user, entry.unit):
            entry.by = None
    return found


def history_of(row: Occurrence) -> QuerySet[JournalEntry]:
    """Return the latest steps of one date."""
    about = Q(subject_table=Occurrence._meta.db_table, subject_id=row.pk)
    rows = JournalEntry.objects.filter(about).select_related("by", "unit")
    return rows.order_by("-at", "-pk")[:ENTRIES]


def planned_count(event: Event, unit: Unit | None) -> int:
    """Return how many dates of the event are planned, in one unit or everywhere."""
    if unit is None:
        total: int | None = event.tallies.aggregate(n=Sum("planned"))["n"]
        return total or 0
    return event.occurrences.filter(unit=unit, status=Status.PLANNED).count()


def units_of(event: Event, chosen: Chosen) -> list[Unit]:
    """Return the units in which the user shifts or cancels the whole series."""
    rows = dates(event, chosen).filter(status=Status.PLANNED).tracked_by(chosen.user)
    ids = rows.order_by().values_list("unit", flat=True).distinct()[:2]
    return list(Unit.objects.filter(pk__in=list(ids)))


def _sees(user: User, unit: Unit | None) -> bool:
    return unit is not None and access.may(user, Can.SEE_PARTICIPANTS, unit)
