"""Programs as anybody may see them: aggregates only, never a draft, no names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs import standing_words
from programs.models import Event, EventBody, Program, Tally
from programs.reading import progress, standing
from programs.reading.indicator_facts import IndicatorFact
from programs.reading.progress import Counts

NAMES = ("name", "short_name", "territory", "unit__name")
FEWEST = 5  # groups with fewer people or units are not published


@dataclass(frozen=True)
class Listed:
    """A program of the list with how far it is."""

    program: Program
    counts: Counts
    dateless: int
    coming: dt.date | None


@dataclass(frozen=True)
class Line:
    """An event of the open roadmap: state in a word, how many of how many."""

    event: Event
    state: str
    word: str
    tone: str
    held: int
    total: int
    next_on: tuple[dt.date, dt.date] | None
    bodies: str


@dataclass(frozen=True)
class Goal:
    """A target indicator: fact and goal of a year; the fact is null if not counted."""

    fact: IndicatorFact

    @property
    def value(self) -> Decimal | None:
        """The fact, unless the document contradicts itself about the goal."""
        return self.fact.fact

    @property
    def tone(self) -> str:
        """The mark of how it is."""
        tones = {"reached": "ok", "running": "run", "missed": "bad"}
        return tones.get(self.fact.state, "none")

    @property
    def word(self) -> str:
        """How it is, in words."""
        words = {
            "reached": pgettext("indicator", "reached"),
            "running": _("the year is not over"),
            "missed": pgettext("indicator", "not reached"),
        }
        return words.get(self.fact.state, _("not counted yet"))


def found(words: str = "") -> QuerySet[Program]:
    """Return the programs in force and finished ones, latest first."""
    rows = Program.objects.public().exclude(status=Program.Status.REPLACED)
    if words:
        fits = Q()
        for name in NAMES:
            fits |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(fits)
    # "published" comes after "finished": whatever is in force stands first
    return rows.select_related("unit").order_by(
        "-status", "unit__path", "-starts_on", "pk"
    )


def listed(programs: Iterable[Program], today: dt.date) -> list[Listed]:
    """Return the programs with their progress; two queries for all of them."""
    shown = list(programs)
    days: dict[int, list[Tally]] = defaultdict(list)
    for row in Tally.objects.filter(event__program__in=shown):
        days[row.event_id].append(row)
    events: dict[int, list[int]] = defaultdict(list)
    rows = Event.objects.filter(program__in=shown, form=Event.Form.EVENT)
    for program, event in rows.values_list("program", "pk"):
        events[program].append(event)
    return [_listed(row, events[row.pk], days, today) for row in shown]


def lines(program: Program, today: dt.date) -> list[Line]:
    """Return the rows of the roadmap in the document's order; three queries."""
    rows = Event.objects.filter(program=program).select_related("section")
    named = EventBody.objects.of_document().select_related("program_body")
    events = list(rows.in_order().prefetch_related(Prefetch("bodies", named)))
    counts = standing.tallied(Tally.objects.filter(event__program=program))
    found = standing.of_rows(counts, today)
    return [_line(event, found.get(event.pk), today) for event in events]


def editions(program: Program) -> QuerySet[Program]:
    """Return all issued editions of the document, latest first."""
    rows = Program.objects.public().filter(unit=program.unit_id, code=program.code)
    return rows.order_by("-edition")


def _listed(
    program: Program,
    events: Sequence[int],
    days: dict[int, list[Tally]],
    today: dt.date,
) -> Listed:
    span = progress.span_of(program, today)
    states = [progress.state_of(days[event], span, today) for event in events]
    ahead = [
        row.due_on
        for event in events
        for row in days[event]
        if row.planned and row.due_on >= today
    ]
    counts = progress.counted(states)
    return Listed(program, counts, counts.dateless, min(ahead, default=None))


def _line(event: Event, found: standing.Standing | None, today: dt.date) -> Line:
    code = standing.code_of(event, found)
    next_on = None
    if found and found.next_starts_on and found.next_due_on:
        next_on = (found.next_starts_on, found.next_due_on)
    return Line(
        event=event,
        state=code,
        word=_word(code),
        tone="ok" if code == standing.HELD else standing.TONES[code],
        held=found.done if found else 0,
        total=found.total if found else 0,
        next_on=next_on,
        bodies=", ".join(str(row.program_body) for row in event.bodies.all()),
    )


def _word(code: str) -> str:
    """Return the word for the public, to whom our own checks say nothing."""
    if code in (standing.HELD, standing.CHECKED):
        return str(standing_words.WORDS[progress.HELD])
    return str(standing.SHORT[code])
