"""Rows of a draft's plan: written, taken out, made events of recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import User
from programs.models import Event, EventBody, ProgramBody
from programs.services import drafts, planning


@transaction.atomic
def keep(
    event: Event,
    *,
    responsible: Sequence[ProgramBody],
    helping: Sequence[ProgramBody],
    by: User,
) -> Event:
    """Keep a new or a rewritten row; its deadline and targets are read again."""
    program = drafts.opened(event.program_id, by)
    event.program = program
    drafts.require_there(event)
    _check_parts(event)
    kept = Event.objects.filter(pk=event.pk).first()
    if kept is None:
        event.position = _place(event)
    elif kept.schedule_original != event.schedule_original:
        event.schedule_corrected, event.corrected_by = "", None
    planning.read_event(event)
    event.save()
    _name_bodies(event, responsible, helping)
    if kept is None or kept.expected_result != event.expected_result:
        planning.read_targets(event)
    drafts.changed(program, by=by, part="event")
    return event


@transaction.atomic
def remove(event_id: int, *, by: User) -> None:
    """Take a row out of the draft."""
    event = _opened(event_id, by)
    event.bodies.all().delete()
    event.delete()
    drafts.changed(event.program, by=by, part="event")


@transaction.atomic
def to_plan(event_id: int, *, by: User) -> Event:
    """Make a recommendation an event, which is tracked once it has a deadline."""
    event = _opened(event_id, by)
    if event.form == Event.Form.EVENT:
        raise Refused(_("This row is an event already."))
    event.form = Event.Form.EVENT
    event.save(update_fields=["form"])
    drafts.changed(event.program, by=by, part="event")
    return event


def _opened(event_id: int, by: User) -> Event:
    """Return the row as it is once its draft is locked; Refused if it is gone."""
    of = Event.objects.filter(pk=event_id)
    place = of.values_list("program", flat=True).first()
    program = drafts.opened(place, by) if place else None
    event = of.first()
    if program is None or event is None:
        raise Refused(_("This row is not in the text any more."))
    event.program = program
    return event


def _check_parts(event: Event) -> None:
    """Refuse a section or a stage of another program."""
    for part in (event.section, event.stage):
        if part is not None and part.program_id != event.program_id:
            raise Refused(_("This part stands in another program."))


def _place(event: Event) -> int:
    """Return the place after the last row of the section, later rows moved on."""
    rows = Event.objects.filter(program=event.program_id)
    within = rows.filter(section=event.section)
    last = within.aggregate(last=Max("position"))["last"]
    if last is None:
        return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1
    rows.filter(position__gt=last).update(position=F("position") + 1)
    return int(last) + 1


def _name_bodies(
    event: Event, responsible: Iterable[ProgramBody], helping: Iterable[ProgramBody]
) -> None:
    event.bodies.all().delete()
    named = [(body, True) for body in responsible]
    first = {body.pk for body, _is in named}
    named += [(body, False) for body in helping if body.pk not in first]
    EventBody.objects.bulk_create(
        EventBody(
            event=event,
            program_body=body,
            is_responsible=leads,
            in_charge=leads,
            position=place,
        )
        for place, (body, leads) in enumerate(named)
    )
