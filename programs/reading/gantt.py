"""The Gantt: one row for an event, its bars on a line of quarters."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import place
from portal.data_language import data, worded
from portal.navigation import link
from programs import timeline
from programs.models import Event, EventBody, Program, Section
from programs.reading import bars, standing
from programs.reading.bars import WORDS_ONLY, Bar
from programs.reading.filters import Chosen
from programs.reading.gantt_shapes import LANE, TOP, Shape, shapes
from programs.reading.progress import CANCELLED, HELD, LATE
from programs.timeline import Line

IN_CHARGE_FIRST = ("-in_charge", "position", "pk")


@dataclass(frozen=True)
class Row:
    """An event with its bars; `near` is the bar that matters on a phone."""

    event: Event
    bodies: str
    shapes: Sequence[Shape]
    near: Shape | None

    @property
    def height(self) -> int:
        """Pixels that the bars need."""
        return max([shape.y for shape in self.shapes] + [TOP]) + LANE + 6

    @property
    def url(self) -> str:
        """The page of the event."""
        return link("programs:event", self.event.pk)

    @property
    def no_bars(self) -> str:
        """Why there is no bar, in words."""
        return no_bars(self.event)

    @property
    def is_to_settle(self) -> bool:
        """Whether its words give no date, so that somebody has to say it."""
        return not self.shapes and self.event.starts_on is None

    @property
    def said(self) -> str:
        """What the drawing shows, in words."""
        return "; ".join(shape.said for shape in self.shapes) or self.no_bars


@dataclass(frozen=True)
class Heading:
    """The name of a program or of one of its sections; `level` from 1."""

    text: SafeString
    level: int


@dataclass(frozen=True)
class Chart:
    """The rows under their headings, on one line of quarters."""

    line: Line
    today: dt.date
    rows: Sequence[Row | Heading]

    @property
    def quarters(self) -> list[timeline.Tick]:
        """The quarters of the line."""
        return timeline.quarters(self.line)

    @property
    def months(self) -> list[timeline.Tick]:
        """The months of the line, where they can be read."""
        return timeline.months(self.line)

    @property
    def today_x(self) -> str:
        """Where today is; empty beyond the line."""
        found = timeline.at(self.line, self.today)
        return "" if found is None else place(found)

    @property
    def events(self) -> list[Row]:
        """The rows without headings."""
        return [row for row in self.rows if isinstance(row, Row)]

    @property
    def has_words(self) -> bool:
        """Whether days of a document are drawn that nobody tracks."""
        return any(shape.bar.is_words for row in self.events for shape in row.shapes)

    @property
    def late(self) -> int:
        """How many events wait for their mark."""
        return sum(
            any(shape.state == LATE for shape in row.shapes) for row in self.events
        )

    @property
    def agenda(self) -> list[Row]:
        """The rows for a phone: overdue first, then by day, undated last."""
        return sorted(self.events, key=self._urgency)

    def _urgency(self, row: Row) -> tuple[int, dt.date]:
        if row.near is None:
            return 3, self.line.last
        if row.near.state in {HELD, CANCELLED, WORDS_ONLY}:
            return 2, row.near.bar.last
        return int(row.near.state != LATE), row.near.bar.last


def of(chosen: Chosen, line: Line, events: Sequence[Event]) -> Chart:
    """Return the chart of the events; four queries, whatever the territory."""
    today = chosen.today
    ids = [event.pk for event in events]
    found = bars.by_event(bars.of(chosen, line.first, line.last, ids))
    bodies = _bodies(ids)
    rows = {
        event.pk: _row(
            event,
            bodies.get(event.pk, ""),
            found.get(event.pk) or bars.of_words(event),
            line,
            today,
        )
        for event in events
    }
    return Chart(line, today, list(_under_headings(events, rows)))


def no_bars(event: Event) -> str:
    """Return why an event has no bar, in words."""
    code = standing.dateless(event)
    if event.starts_on is not None and code == standing.UNDATED:
        return _("no date within these days")
    return str(standing.SHORT[code])


def _row(
    event: Event, bodies: str, found: Sequence[Bar], line: Line, today: dt.date
) -> Row:
    drawn = shapes(found, line, today)
    waiting = [shape for shape in drawn if shape.state not in {HELD, CANCELLED}]
    near = waiting[0] if waiting else (drawn[-1] if drawn else None)
    return Row(event, bodies, drawn, near)


def _bodies(events: Iterable[int]) -> dict[int, str]:
    rows = EventBody.objects.at_work().filter(event__in=list(events))
    found: dict[int, list[str]] = defaultdict(list)
    for row in rows.select_related("program_body").order_by(*IN_CHARGE_FIRST):
        body = row.program_body
        found[row.event_id].append(body.aliases[0] if body.aliases else body.name)
    return {event: ", ".join(names) for event, names in found.items()}


def _under_headings(
    events: Sequence[Event], rows: dict[int, Row]
) -> Iterable[Row | Heading]:
    programs: dict[int, Program] = {row.program_id: row.program for row in events}
    sections = Section.objects.filter(program__in=programs).in_bulk()
    above: list[Heading] = []
    for event in events:
        now = _headings(event, sections, with_program=len(programs) > 1)
        yield from (
            new for at, new in enumerate(now) if now[: at + 1] != above[: at + 1]
        )
        above = now
        yield rows[event.pk]


def _headings(
    event: Event, sections: dict[int, Section], *, with_program: bool
) -> list[Heading]:
    texts: list[SafeString] = []
    section = sections.get(event.section_id or 0)
    while section is not None:
        texts.insert(0, titled(section))
        section = sections.get(section.parent_id or 0)
    if with_program:
        texts.insert(0, data(event.program))
    return [Heading(text, level) for level, text in enumerate(texts, 1)]


def titled(section: Section) -> SafeString:
    """Return kind, number and name of a section."""
    if not section.number:
        return data(section.name)
    return worded(
        "%(kind)s %(number)s. %(name)s",
        kind=Section.Kind(section.kind).label,
        number=section.number.rstrip("."),
        name=section.name,
    )
