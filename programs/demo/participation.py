"""Who took part in the demo's events: people of the region, certificates, targets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from portal.models import Unit
from programs import populations
from programs.demo.ground import Ground
from programs.models import (
    Event,
    EventTarget,
    HandValue,
    Measure,
    MeasuredBy,
    Occurrence,
    Participation,
    Population,
    Program,
)
from programs.models.tracking import new_token
from programs.populations import Place
from reserve.models import TeamMember

Pair = tuple[int, int]  # a person and the unit they work in
State = Participation.State
Source = Participation.Source
ABSENT = 0.05
BATCH: Final = 1000
CERTIFIED = (Event.Kind.TRAINING, Event.Kind.INTERNSHIP)
PEOPLE = (
    Population.HEADS,
    Population.HEADS_AT_RISK,
    Population.HEADS_LOW_RESULTS,
    Population.RESERVE,
)
TEAMS = (Population.TEAMS, Population.TEAMS_INNOVATIVE)
NAMED = (*PEOPLE, *TEAMS, Population.STAFF)
SOON = dt.timedelta(days=30)
IN_WORDS = (Measure.DOCUMENT, Measure.PRODUCT, Measure.BOOLEAN, Measure.QUALITATIVE)
NOTES = {
    Measure.DOCUMENT: "Утверждён приказом, копия приложена к мероприятию",
    Measure.PRODUCT: "Разослан в организации, размещён на сайте института",
}
DONE = "Результат подтверждён справкой, приложенной к мероприятию"
# The demo's first year, and the one before where the program ran by then.
FACTS = {
    Measure.SHARE: ((74, 70), "Отчёт регионального оператора"),
    Measure.BOOLEAN: ((1, 1), "Приказ об утверждении состава резерва"),
    Measure.COUNT: ((3, 2), "Перечень на сайте методического центра"),
    Measure.DYNAMICS: ((68, 64), "Диагностика компетенций руководителей"),
}


@dataclass
class Gathering:
    """Names people for the occurrences of one program, the same for the same seed."""

    site: Ground
    program: Program
    fall: Random
    rows: list[Participation] = field(default_factory=list)
    pools: dict[tuple[str, int], list[Pair]] = field(default_factory=dict)

    def name(self) -> None:
        """Fill every held occurrence and those that come soon."""
        wanted = Occurrence.objects.filter(event__program=self.program)
        found = list(wanted.select_related("event", "unit").order_by("pk"))
        targets = _populations(self.program)
        held = [row for row in found if row.status in Occurrence.DONE]
        for row in held:
            self._fill(row, targets.get(row.event_id, Population.HEADS))
        for row in self._coming(found):
            self._invite(row, targets.get(row.event_id, Population.HEADS))
        Participation.objects.bulk_create(self.rows, batch_size=BATCH)
        Occurrence.objects.bulk_update(
            found, ["participants", "result_number"], batch_size=BATCH
        )

    def _fill(self, row: Occurrence, key: str) -> None:
        """Put as many on the list as the occurrence says took part."""
        if key == Population.STAFF:
            row.result_number = Decimal(self._workers(row.unit))
        if not row.participants or key == Population.STAFF:
            return
        people = self._some(row, key, row.participants)
        here = [pair for pair in people if self.fall.random() > ABSENT]
        for number, pair in enumerate(sorted(people), 1):
            came = pair in here
            self._add(row, pair, State.ATTENDED if came else State.ABSENT, number)
        row.participants = len(here)

    def _invite(self, row: Occurrence, key: str) -> None:
        people = self._some(row, key, 20)
        for number, pair in enumerate(people):
            is_own = number % 3 == 0
            self._add(row, pair, State.REGISTERED if is_own else State.INVITED, 0)
        row.participants = len(people)

    def _add(self, row: Occurrence, pair: Pair, state: str, number: int) -> None:
        person, unit = pair
        came = state == State.ATTENDED
        is_certified = came and row.event.kind in CERTIFIED
        own = Source.REGISTRATION if state == State.REGISTERED else Source.FILTER
        self.rows.append(
            Participation(
                occurrence=row,
                person_id=person,
                unit_id=unit,
                state=state,
                source=own,
                hours=row.hours if came else None,
                certificate=f"{row.pk:04}-{number:03}" if is_certified else "",
                certificate_on=row.held_on if is_certified else None,
                added_by=row.held_by or self.site.users["operator"],
                attended_at=row.held_at if came else None,
            )
        )

    def _some(self, row: Occurrence, key: str, count: int) -> list[Pair]:
        pool = self._pool(key, row.unit)
        if key in TEAMS:
            return pool[: len(pool) * self.fall.randint(3, 5) // 10]
        return self.fall.sample(pool, min(count, len(pool)))

    def _workers(self, unit: Unit) -> int:
        """How many workers of the unit's organizations were trained."""
        place = Place(unit, self.site.today)
        whole = populations.size(Population.STAFF, place) or 0
        return whole * self.fall.randint(12, 30) // 100

    def _pool(self, key: str, unit: Unit) -> list[Pair]:
        if (key, unit.pk) not in self.pools:
            pairs = _pairs(key, Place(unit, self.site.today))
            self.pools[key, unit.pk] = list(dict(pairs).items())
        return self.pools[key, unit.pk]

    def _coming(self, rows: Iterable[Occurrence]) -> list[Occurrence]:
        """Those of the whole territory whose day is named and near."""
        last = self.site.today + SOON
        return [
            row
            for row in rows
            if row.status == Occurrence.Status.PLANNED
            and row.is_confirmed
            and row.unit_id == self.program.unit_id
            and self.site.today < row.due_on <= last
        ]


def write(site: Ground, program: Program) -> None:
    """Name participants, open a registration, mark what was reached."""
    Gathering(site, program, site.dice(f"participation {program.code}")).name()
    _open_registration(site, program)
    _reach(site, program)
    _enter_facts(site, program)


def _pairs(key: str, place: Place) -> Iterable[Pair]:
    """Return people of the population and where they work; teams stay together."""
    if key in TEAMS:
        rows = TeamMember.objects.filter(team__in=populations.ids(key, place))
        return rows.order_by("team", "pk").values_list("person_id", "team__unit_id")
    counted = populations.ALL[key]
    found = counted.records(place).order_by("pk")
    return list(found.values_list("who", f"{counted.unit}_id"))


def _populations(program: Program) -> dict[int, str]:
    """Return whose people each event is for, where its target says so."""
    rows = EventTarget.objects.filter(event__program=program, population__in=NAMED)
    return dict(rows.values_list("event_id", "population"))


def _open_registration(site: Ground, program: Program) -> None:
    rows = Occurrence.objects.filter(
        event__program=program,
        status=Occurrence.Status.PLANNED,
        is_confirmed=True,
        starts_on__gt=site.today,
    )
    row = rows.order_by("starts_on", "pk").first()
    if row:
        row.registration_token = new_token()
        row.registration_until = row.starts_on
        row.save(update_fields=["registration_token", "registration_until"])


def _reach(site: Ground, program: Program) -> None:
    """Mark what stands in words as reached where its event was held and checked."""
    held = _first_held(program)
    rows = EventTarget.objects.filter(event__in=held, measure__in=IN_WORDS)
    found = list(rows.order_by("pk"))
    for row in found:
        row.reached_on = held[row.event_id]
        row.reached_by = site.users["operator"]
        row.reached_note = NOTES.get(Measure(row.measure), DONE)
    EventTarget.objects.bulk_update(
        found, ["reached_on", "reached_by", "reached_note"], batch_size=BATCH
    )


def _first_held(program: Program) -> dict[int, dt.date]:
    rows = Occurrence.objects.filter(
        event__program=program, status=Occurrence.Status.CHECKED
    ).order_by("-held_on")
    pairs: Sequence[tuple[int, dt.date | None]] = list(
        rows.values_list("event", "held_on")
    )
    return {event: day for event, day in pairs if day}


def _enter_facts(site: Ground, program: Program) -> None:
    """Enter the facts of the years so far that the portal does not count itself."""
    rows = program.indicators.filter(measured_by__in=["", MeasuredBy.HAND])
    by = site.users["ministry" if program.unit_id == site.region.pk else "municipal"]
    years = [site.first_year, site.first_year - 1]
    for row in rows.filter(measure__in=FACTS):
        values, source = FACTS[Measure(row.measure)]
        for year, value in zip(years, values, strict=True):
            if year >= program.plan_starts_on.year:
                HandValue.objects.create(
                    indicator=row, year=year, value=value, reason=source, by=by
                )
