"""Who answers for events of programs in force: handed over, the text untouched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs.models import Event, EventBody, Program, ProgramBody
from programs.services import recipients
from programs.services.occurrence_rows import said

Days = Mapping[int, dt.date | None]  # since when a body of the program answers


@transaction.atomic
def hand_over(
    event_id: int, *, bodies: Collection[int], reason: str, by: User
) -> Event:
    """Let these bodies of the document answer from now on; its words stay.

    Raises PermissionDenied without the right; Refused outside a program in force,
    without a reason, without a body, for a body of another document and where the
    same answer already.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event_id)
    programs = Program.objects.select_related("unit")
    event.program = program = programs.get(pk=event.program_id)
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    if not program.is_in_force:
        raise Refused(_("Events are tracked in programs in force only."))
    wanted = _wanted(program, bodies)
    was = [row.program_body for row in _in_charge(event)]
    if {body.pk for body in was} == {body.pk for body in wanted}:
        raise Refused(_("They answer for this event already."))
    words = said(reason)
    _put(event, {body.pk: timezone.localdate() for body in wanted})
    journal.write(
        "event_handed_over",
        event,
        by=by,
        unit=program.unit,
        reason=words,
        was=[body.name for body in was],
        now=[body.name for body in wanted],
    )
    _tell(program, [body for body in wanted if body not in was], by)
    return event


def follow(former: Program, program: Program) -> None:
    """Carry who answers now to the next edition.

    Where the new text names others than the former one, the text decides anew; a
    body that the new document does not list any more is left out.
    """
    locked = Event.objects.select_for_update(no_key=True).filter(program=former)
    list(locked.order_by("pk").values_list("pk"))
    bodies = EventBody.objects.filter(event__program=former)
    handed = bodies.exclude(in_charge=F("is_responsible")).values("event__key")
    listed = {body.key: body.pk for body in program.bodies.all()}
    now = _by_key(program.events.filter(key__in=handed))
    for key, was in _by_key(former.events.filter(key__in=handed)).items():
        if key not in now or _named(was) != _named(now[key]):
            continue
        rows = [row for row in was.bodies.all() if row.in_charge]
        carried = {
            listed[row.program_body.key]: row.handed_on
            for row in rows
            if row.program_body.key in listed
        }
        if carried:
            _put(now[key], carried)


def _wanted(program: Program, bodies: Collection[int]) -> list[ProgramBody]:
    if not bodies:
        raise Refused(_("Choose who answers."))
    found = list(program.bodies.select_related("body").filter(pk__in=bodies))
    if len(found) != len(set(bodies)):
        raise Refused(_("The document does not name this body."))
    return found


def _in_charge(event: Event) -> Iterable[EventBody]:
    return event.bodies.in_charge().select_related("program_body")


def _put(event: Event, days: Days) -> None:
    """Let exactly these bodies answer; who was named after the issue and left goes."""
    event.bodies.filter(since_issue=True).exclude(program_body__in=days).delete()
    event.bodies.exclude(program_body__in=days).update(in_charge=False, handed_on=None)
    named = set(event.bodies.values_list("program_body", flat=True))
    last = event.bodies.aggregate(last=Max("position"))["last"] or 0
    for body, day in days.items():
        event.bodies.filter(program_body=body).update(in_charge=True, handed_on=day)
    EventBody.objects.bulk_create(
        EventBody(
            event=event,
            program_body_id=body,
            is_responsible=False,
            in_charge=True,
            since_issue=True,
            handed_on=days[body],
            position=last + place,
        )
        for place, body in enumerate(sorted(days.keys() - named), 1)
    )


def _by_key(events: QuerySet[Event]) -> dict[str, Event]:
    rows = events.prefetch_related("bodies__program_body")
    return {row.key: row for row in rows}


def _named(event: Event) -> set[str]:
    """Return the keys of the bodies that answer by the document."""
    return {row.program_body.key for row in event.bodies.all() if row.is_responsible}


def _tell(program: Program, bodies: Iterable[ProgramBody], by: User) -> None:
    """Tell those who work for the bodies, once a day for one program."""
    kinds = [body.body.kind for body in bodies if body.body]
    users = [user for user in recipients.of_kinds(kinds, program.unit_id) if user != by]
    page = reverse("programs:events")
    notices.notify(
        users,
        f"programs:handed:{program.pk}:{timezone.localdate():%Y%m%d}",
        lambda: (
            _("Your body now answers for more events: %(program)s.")
            % {"program": program}
        ),
        f"{page}?program={program.pk}&year=all",
    )
