"""The yearly round of interviews: one with every municipal head of a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from programs import event_days
from programs.models import AgendaItem, Event, Meeting, Program
from programs.services import meeting_notices
from programs.services.meetings import INTERVIEW

DAY = dt.timedelta(days=1)
APART = dt.timedelta(hours=1)
LONGEST = 366  # days of a round
QUESTIONS = (
    "Результаты мониторинга: достижения и дефициты муниципалитета",
    "Меры поддержки школ с низкими показателями и их руководителей",
    "Работа с кадровым резервом руководителей",
)


@dataclass(frozen=True)
class Wish:
    """When the interviews are to be: days, the first hour, how many a day."""

    starts_on: dt.date
    ends_on: dt.date
    at: dt.time
    a_day: int = 1
    place: str = ""
    chair: str = ""
    program: Program | None = None


@dataclass(frozen=True)
class Slot:
    """An interview to be: whose head comes, and when."""

    unit: Unit
    starts_at: dt.datetime


@dataclass(frozen=True)
class Round:
    """Interviews to be, and municipalities that have theirs this year already."""

    slots: list[Slot]
    skipped: list[Unit]


def propose(region: Unit, wish: Wish) -> Round:
    """Return what `plan` would write; Refused where the days are too few."""
    _check(region, wish)
    there = Unit.objects.within(region).municipalities().active_on(wish.starts_on)
    taken = _taken(region, wish)
    units = list(there.by_name())
    waiting = [unit for unit in units if unit.pk not in taken]
    skipped = [unit for unit in units if unit.pk in taken]
    hours = list(_hours(region, wish))
    if len(hours) < len(waiting):
        lacking = ngettext(
            "The days are too few: %(count)s interview does not fit in.",
            "The days are too few: %(count)s interviews do not fit in.",
            len(waiting) - len(hours),
        )
        raise Refused(lacking % {"count": len(waiting) - len(hours)})
    slots = [Slot(*pair) for pair in zip(waiting, hours, strict=False)]
    return Round(slots, skipped)


@transaction.atomic
def plan(region: Unit, wish: Wish, *, by: User) -> list[Meeting]:
    """Plan an interview with every municipal head who has none this year.

    Raises PermissionDenied without the right in the region, Refused where the days
    are too few and where everybody has an interview.
    """
    access.require(by, Can.MANAGE_PROGRAMS, region)
    Unit.objects.select_for_update(no_key=True).get(pk=region.pk)
    found = propose(region, wish)
    if not found.slots:
        raise Refused(_("Every municipal head has an interview this year."))
    event = _event(wish.program)
    made = Meeting.objects.bulk_create(
        _meeting(region, wish, slot, event, by) for slot in found.slots
    )
    _write_agendas(made)
    journal.write("interviews_planned", region, by=by, unit=region, count=len(made))
    for meeting in made:
        meeting_notices.planned(meeting)
    return made


def _check(region: Unit, wish: Wish) -> None:
    if region.kind != Unit.Kind.REGION:
        raise Refused(_("A region holds interviews with municipal heads."))
    if wish.ends_on < wish.starts_on:
        raise Refused(_("The last day is before the first."))
    if (wish.ends_on - wish.starts_on).days > LONGEST:
        raise Refused(_("A round of interviews lasts a year at most."))
    if wish.program and wish.program.unit_id != region.pk:
        raise Refused(_("This program belongs to others."))


def _taken(region: Unit, wish: Wish) -> set[int | None]:
    rows = Meeting.objects.filter(
        unit=region,
        kind=Meeting.Kind.INTERVIEW,
        starts_at__year=wish.starts_on.year,
    ).exclude(status=Meeting.Status.CANCELLED)
    return set(rows.values_list("about", flat=True))


def _hours(region: Unit, wish: Wish) -> Iterator[dt.datetime]:
    """Yield the hours of the interviews: on working days, an hour apart."""
    is_working = event_days.working_days(region)
    zone = timezone.get_current_timezone()
    day = wish.starts_on
    while day <= wish.ends_on:
        if is_working(day):
            first = dt.datetime.combine(day, wish.at, zone)
            yield from (first + place * APART for place in range(wish.a_day))
        day += DAY


def _event(program: Program | None) -> Event | None:
    """Return the event of the program that asks for the interviews."""
    if program is None:
        return None
    rows = program.events.filter(kind=Event.Kind.INTERVIEW)
    return rows.order_by("position", "pk").first()


def _meeting(
    region: Unit, wish: Wish, slot: Slot, event: Event | None, by: User
) -> Meeting:
    return Meeting(
        unit=region,
        about=slot.unit,
        program=wish.program,
        event=event,
        kind=Meeting.Kind.INTERVIEW,
        title=INTERVIEW.format(place=slot.unit.short_name),
        starts_at=slot.starts_at,
        place=wish.place,
        chair=wish.chair,
        created_by=by,
    )


def _write_agendas(made: list[Meeting]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, position=position, topic=topic)
        for meeting in made
        for position, topic in enumerate(QUESTIONS, 1)
    )
