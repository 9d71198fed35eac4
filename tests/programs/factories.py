"""Rows of programs as tests need them; what is not said is plausible."""

from __future__ import annotations

import datetime as dt
import itertools

from django.utils import timezone

from portal.models import Person, Unit, User
from programs.models import (
    Adoption,
    AgendaItem,
    Decision,
    Event,
    EventBody,
    EventTarget,
    Meeting,
    Occurrence,
    Participation,
    Practice,
    Program,
    ProgramBody,
    Section,
    TargetIndicator,
    TargetValue,
)

numbers = itertools.count(1)
TODAY = dt.date(2026, 11, 20)


def region_of(unit: Unit) -> Unit:
    """The region of the unit."""
    return Unit.objects.get(pk=unit.ancestor_ids[0])


def program(
    unit: Unit, *, published_by: User | None = None, **fields: object
) -> Program:
    """A program of two years; in force once somebody has published it."""
    values: dict[str, object] = {
        "code": f"program-{next(numbers)}",
        "kind": Program.Kind.PROJECT,
        "level": Program.Level.REGIONAL,
        "name": "Практика эффективного управления",
        "short_name": "Практика управления",
        "territory": unit.name,
        "act": Program.Act.ORDER,
        "act_number": "12",
        "act_on": dt.date(2026, 1, 12),
        "act_body": "Министерство образования",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2027, 12, 31),
    }
    if published_by:
        values |= {
            "status": Program.Status.PUBLISHED,
            "published_by": published_by,
            "published_at": timezone.now(),
        }
    return Program.objects.create(unit=unit, **{**values, **fields})


def section(
    of: Program, name: str = "Качество управления", **fields: object
) -> Section:
    """A track of the program."""
    values = {"kind": Section.Kind.TRACK, "number": "1"}
    return Section.objects.create(program=of, name=name, **{**values, **fields})


def body(of: Program, key: str = "operator", **fields: object) -> ProgramBody:
    """A body that the program names."""
    values = {"name": "Институт развития образования", "aliases": ["ИРО"]}
    return ProgramBody.objects.get_or_create(
        program=of, key=key, defaults={**values, **fields}
    )[0]


def event(of: Program, **fields: object) -> Event:
    """A seminar in November 2026 with a body that answers for it."""
    number = next(numbers)
    values: dict[str, object] = {
        "number": f"1.{number}",
        "position": number,
        "name": "Семинар для руководителей",
        "kind": Event.Kind.SEMINAR,
        "schedule_original": "ноябрь 2026 г.",
        "schedule_kind": "window",
        "starts_on": dt.date(2026, 11, 1),
        "ends_on": dt.date(2026, 11, 30),
        "schedule": {
            "kind": "window",
            "start": "2026-11",
            "end": "2026-11",
            "months": [],
            "years": [],
            "continuous": False,
            "inferred": [],
            "ref": None,
            "original": "ноябрь 2026 г.",
        },
    }
    row = Event.objects.create(program=of, **{**values, **fields})
    EventBody.objects.create(event=row, program_body=body(of))
    return row


def occurrence(of: Event, unit: Unit | None = None, **fields: object) -> Occurrence:
    """The event in its month, planned; of the program's unit unless said otherwise."""
    place = unit or of.program.unit
    starts = fields.pop("starts_on", dt.date(2026, 11, 1))
    due = fields.pop("due_on", dt.date(2026, 11, 30))
    number = Occurrence.objects.filter(event=of, unit=place).count() + 1
    return Occurrence.objects.create(
        event=of,
        unit=place,
        number=number,
        starts_on=starts,
        due_on=due,
        planned_starts_on=starts,
        planned_due_on=due,
        **fields,
    )


def target(of: Event, **fields: object) -> EventTarget:
    """At least 40 % of heads."""
    values = {
        "measure": "share",
        "operator": "gte",
        "value": 40,
        "unit_name": "percent",
        "population": "heads",
        "original": "не менее 40 % руководителей ОО",
        "measured_by": "participation",
    }
    return EventTarget.objects.create(event=of, **{**values, **fields})


def practice(unit: Unit, **fields: object) -> Practice:
    """A practice with figures; a published one stays another year."""
    values: dict[str, object] = {
        "title": "Педсовет по данным",
        "problem": "О провалах узнавали в конце года.",
        "actions": "Раз в месяц смотрят на три цифры и принимают одно решение.",
        "contact": "Заместитель директора",
        "proof": "Протоколы девяти педсоветов.",
    }
    if fields.get("status") == Practice.Status.PUBLISHED:
        values |= {
            "published_on": TODAY - dt.timedelta(days=300),
            "confirmed_on": TODAY - dt.timedelta(days=300),
            "expires_on": dt.date(2099, 1, 1),
        }
    return Practice.objects.create(unit=unit, **{**values, **fields})


def adoption(of: Practice, unit: Unit, **fields: object) -> Adoption:
    """A practice taken over two months ago."""
    values = {"adopted_on": TODAY - dt.timedelta(days=60)}
    return Adoption.objects.create(practice=of, unit=unit, **{**values, **fields})


def participation(
    of: Occurrence, person: Person | None, unit: Unit, **fields: object
) -> Participation:
    """A person, or a unit as a whole, invited to the occurrence."""
    values = {"state": "invited", "source": "hand"}
    return Participation.objects.create(
        occurrence=of, person=person, unit=unit, **{**values, **fields}
    )


def indicator(of: Program, **fields: object) -> TargetIndicator:
    """At least 10 % of organizations every year; a fact is entered by hand."""
    goal = fields.pop("goal", 10)
    values = {
        "name": "Доля организаций в программах наставничества",
        "measure": "share",
        "unit_name": "percent",
        "measured_by": "hand",
    }
    row = TargetIndicator.objects.create(program=of, **{**values, **fields})
    if goal is not None:
        TargetValue.objects.create(indicator=row, value=goal)
    return row


def held(of: Event, day: dt.date, unit: Unit | None = None) -> Occurrence:
    """An occurrence that was held on the day."""
    by = of.program.published_by or User.objects.first()
    return occurrence(
        of,
        unit,
        starts_on=day,
        due_on=day,
        status=Occurrence.Status.HELD,
        held_on=day,
        held_by=by,
        held_at=timezone.now(),
        result="Проведено",
    )


def meeting(unit: Unit, **fields: object) -> Meeting:
    """A working group a month before the day of the tests; signed ones say so."""
    number = next(numbers)
    values: dict[str, object] = {
        "kind": Meeting.Kind.GROUP,
        "title": f"Заседание рабочей группы {number}",
        "starts_at": timezone.now() - dt.timedelta(days=30),
        "place": "Зал заседаний",
        "chair": "Заместитель министра",
    }
    if fields.get("status") in (Meeting.Status.HELD, Meeting.Status.SIGNED):
        values["attendees"] = ["Директор института"]
    if fields.get("status") == Meeting.Status.SIGNED:
        values |= {"protocol_number": str(number), "signed_at": timezone.now()}
    return Meeting.objects.create(unit=unit, **{**values, **fields})


def question(of: Meeting, **fields: object) -> AgendaItem:
    """The next question of the agenda."""
    values = {"topic": "О ходе программы", "position": of.agenda.count() + 1}
    return AgendaItem.objects.create(meeting=of, **{**values, **fields})


def decision(of: Meeting, unit: Unit, **fields: object) -> Decision:
    """A decision to be carried out within two months of the meeting."""
    values = {
        "number": str(of.decisions.count() + 1),
        "text": "Провести семинар для руководителей школ",
        "owner": "Начальник управления",
        "due_on": timezone.localdate() + dt.timedelta(days=30),
    }
    return Decision.objects.create(meeting=of, unit=unit, **{**values, **fields})
