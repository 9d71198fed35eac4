"""What the pages of the roadmap show: the choices of the address, and their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.models import Unit, User
from programs.models import Event, EventBody, Occurrence, Program, Section, Tally
from programs.models.tracking import OccurrenceQuerySet
from programs.reading import standing, territory
from programs.reading.territory import Territory

ALL = "all"  # instead of a year
LONGEST_ID = 18
Rows = QuerySet[Any, dict[str, Any]]


@dataclass(frozen=True)
class Chosen:
    """The filters of an address, read for a user; what cannot be is nothing.

    `year` is null for all years; without a year in the address it is the current one.
    `body` is the id of a portal's body, or "p" and the id of a program's own one.
    """

    user: User
    today: dt.date
    program_id: int | None = None
    section_id: int | None = None
    body: str = ""
    unit_id: int | None = None
    year: int | None = None
    state: str = ""
    kind: str = ""
    search: str = ""

    @classmethod
    def from_query(
        cls, query: Mapping[str, str], user: User, today: dt.date | None = None
    ) -> Chosen:
        """Read the parameters program, section, body, municipality, year, …."""
        on = today or timezone.localdate()
        state, kind = query.get("state", ""), query.get("kind", "")
        return cls(
            user=user,
            today=on,
            program_id=_id(query.get("program")),
            section_id=_id(query.get("section")),
            body=_body(query.get("body", "")),
            unit_id=_id(query.get("municipality")),
            year=_year(query.get("year", ""), on),
            state=state if state in standing.STATES else "",
            kind=kind if kind in Event.Kind.values else "",
            search=query.get("search", "").strip()[:100],
        )

    @cached_property
    def territory(self) -> Territory:
        """Whose occurrences are looked at."""
        return territory.of(self.user).within(self.unit_id)

    @cached_property
    def program(self) -> Program | None:
        """The chosen program, null for all in force."""
        if self.program_id is None:
            return None
        seen = Program.objects.visible_to(self.user).exclude(status="draft")
        return seen.filter(pk=self.program_id).first()

    def programs(self) -> QuerySet[Program]:
        """Return the chosen program, or all in force within sight."""
        rows = Program.objects.visible_to(self.user)
        if self.program_id is not None:
            return rows.exclude(status="draft").filter(pk=self.program_id)
        return rows.published()

    def every(self) -> QuerySet[Event]:
        """Return the rows of the plans under all filters but year and state."""
        rows = Event.objects.filter(program__in=self.programs())
        if self.program_id is None:
            rows = rows.filter(form=Event.Form.EVENT)
        if self.section_id:
            near = Q(section=self.section_id)
            rows = rows.filter(near | Q(section__parent=self.section_id))
        if self.body:
            rows = rows.filter(Exists(self._bodies()))
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.search:
            words = self.search
            rows = rows.filter(Q(name__icontains=words) | Q(number__startswith=words))
        return rows

    def events(self) -> QuerySet[Event]:
        """Return the rows of the plans under all filters, in their order."""
        rows = self.every()
        if self.year is not None:
            dated = Q(starts_on__year__lte=self.year, ends_on__year__gte=self.year)
            rows = rows.filter(dated | Q(starts_on=None) | Exists(self._of_event()))
        if self.state in standing.OF_EVENT:
            rows = rows.filter(standing.OF_EVENT[self.state])
        elif self.state:
            fitting = standing.of_days(self.state, self.today, tally=self._is_tallied)
            rows = rows.filter(Exists(self._of_event().filter(fitting)))
        return rows.order_by("program", "position", "pk")

    def occurrences(self) -> OccurrenceQuerySet:
        """Return the occurrences under all filters, the earliest due first."""
        rows = Occurrence.objects.filter(
            self._days(), self._units(), event__in=self.every().order_by()
        )
        if self.state in standing.OF_EVENT:
            return rows.none()
        if self.state:
            rows = rows.filter(standing.of_days(self.state, self.today, tally=False))
        return rows.order_by("due_on", "pk")

    def tallies(self) -> Rows:
        """Return counts for each event and its days, whatever the state filter.

        Keys: event_id, starts_on, due_on, planned, held, checked, cancelled,
        people. Few rows however many municipalities there are.
        """
        rows = self.sources()
        if self._is_tallied:
            return standing.tallied(rows)
        return standing.counted(rows)

    def sources(self) -> QuerySet[Any]:
        """Return tallies, or occurrences of one's units, whatever the state filter."""
        every = self.every().order_by()
        if self._is_tallied:
            rows = Tally.objects.filter(self._days(), event__in=every)
            return rows.exclude(standing.EMPTY)
        return Occurrence.objects.filter(self._days(), self._units(), event__in=every)

    def without_state(self) -> Chosen:
        """Return the same choice for any state."""
        return replace(self, state="")

    def query_string(self, **changes: object) -> str:
        """Return the filters as an address keeps them: "?program=1&year=all"."""
        pairs = {**self.parameters(), **changes}
        kept = {key: value for key, value in pairs.items() if value not in (None, "")}
        return f"?{urlencode(kept)}" if kept else ""

    def parameters(self) -> dict[str, object]:
        """Return the filters that are on, by the name of their parameter."""
        year = ALL if self.year is None else self.year
        found: dict[str, object] = {
            "program": self.program_id,
            "section": self.section_id,
            "body": self.body,
            "municipality": self.unit_id,
            "year": "" if year == self.today.year else year,
            "state": self.state,
            "kind": self.kind,
            "search": self.search,
        }
        return {name: value for name, value in found.items() if value}

    def sections(self) -> QuerySet[Section]:
        """Return the uppermost headings of the programs in question."""
        rows = Section.objects.filter(program__in=self.programs(), parent=None)
        return rows.select_related("program").order_by("program", "position", "pk")

    def municipalities(self) -> QuerySet[Unit]:
        """Return the units one may choose from: municipalities, or one's own line."""
        mine = territory.of(self.user)
        if mine.units is not None:
            return Unit.objects.filter(pk__in=mine.units).by_name()
        regions = Program.objects.visible_to(self.user).values("unit__path")
        roots = {row["unit__path"].split("/")[0] + "/" for row in regions.distinct()}
        below = Q(pk__in=[])
        for root in roots:
            below |= Q(path__startswith=root)
        return (
            Unit.objects.municipalities().active_on(self.today).filter(below).by_name()
        )

    def bodies(self) -> list[tuple[str, str]]:
        """Return the bodies one may choose from, each once, by name."""
        fields = ("body_id", "body__short_name", "body__name", "pk", "name")
        rows = EventBody.objects.at_work().filter(event__program__in=self.programs())
        found = rows.values_list(*(f"program_body__{name}" for name in fields))
        names = {
            str(body) if body else f"p{pk}": short or long or name
            for body, short, long, pk, name in found.order_by().distinct()
        }
        return sorted(names.items(), key=lambda pair: pair[1])

    @property
    def _is_tallied(self) -> bool:
        return self.territory.is_whole

    def _days(self) -> Q:
        if self.year is None:
            return Q()
        first, last = dt.date(self.year, 1, 1), dt.date(self.year, 12, 31)
        return Q(starts_on__lte=last, due_on__gte=first)

    def _units(self) -> Q:
        units = self.territory.units
        return Q() if units is None else Q(unit__in=units)

    def _of_event(self) -> QuerySet[Any]:
        if self._is_tallied:
            rows = Tally.objects.filter(self._days(), event=OuterRef("pk"))
            return rows.exclude(standing.EMPTY)
        mine = Occurrence.objects.filter(self._days(), self._units())
        return mine.filter(event=OuterRef("pk"))

    def _bodies(self) -> QuerySet[EventBody]:
        rows = EventBody.objects.at_work().filter(event=OuterRef("pk"))
        if self.body.startswith("p"):
            return rows.filter(program_body=int(self.body[1:]))
        return rows.filter(program_body__body=int(self.body))


def _id(text: str | None) -> int | None:
    """Return the id that a parameter names; 0, which no row has, for nonsense."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else 0


def _body(text: str) -> str:
    number = text.removeprefix("p")
    return text if number.isdecimal() and len(number) <= LONGEST_ID else ""


def _year(text: str, today: dt.date) -> int | None:
    if text == ALL:
        return None
    is_year = text.isdecimal() and dt.MINYEAR + 1900 <= int(text[:5]) <= 2200
    return int(text) if is_year else today.year
