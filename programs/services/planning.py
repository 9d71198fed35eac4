"""Deadlines read from their words, and the occurrences that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs import event_days, schedules, target_words
from programs.models import Event, EventTarget, Program
from programs.schedules import Kind, Schedule
from programs.services import series
from programs.services.series import Planned

READ_FIELDS = ("schedule", "schedule_kind", "starts_on", "ends_on", "awaits_document")
LONGEST_REFERENCE = 300
CORRECTABLE = (Program.Status.DRAFT, Program.Status.PUBLISHED)


def read_event(event: Event) -> Schedule:
    """Read the deadline of a row into its fields, without saving it.

    The corrected words win over those of the document; its program is at hand.
    """
    words = event.schedule_corrected or event.schedule_original
    period = event_days.period_of(event.program)
    found = schedules.read(words, period, name=event.name)
    event.schedule = schedules.to_json(found)
    event.schedule_kind = found.kind.value
    event.starts_on, event.ends_on = event_days.bounds(found)
    if found.kind == Kind.ON_SCHEDULE and found.ref and not event.awaits_document:
        event.awaits_document = found.ref[:LONGEST_REFERENCE]
    return found


def read_targets(event: Event) -> list[EventTarget]:
    """Write anew the targets that the expected result of a draft's row says."""
    event.targets.all().delete()
    return EventTarget.objects.bulk_create(targets_of_words(event))


def targets_of_words(event: Event) -> Iterator[EventTarget]:
    """Yield the targets that the words of the expected result say, unsaved."""
    if event.expected_result.strip():
        for place, found in enumerate(target_words.read(event.expected_result), 1):
            yield EventTarget(event=event, position=place, **found.fields())


@transaction.atomic
def plan(program_id: int, *, only: Iterable[int] | None = None) -> int:
    """Bring the occurrences of a program in force in line with its deadlines.

    Those that somebody touched are kept: moved, confirmed, with participants or
    files, held, cancelled. The others appear, disappear or stay. Return how many
    were added.
    """
    program = Program.objects.locked().select_related("unit").get(pk=program_id)
    if not program.is_in_force:
        return 0
    events = program.events.filter(form=Event.Form.EVENT)
    if only is not None:
        events = events.filter(pk__in=list(only))
    rows = list(events)
    return series.renew(
        [event.pk for event in rows],
        list(_planned(rows, program)),
        program.unit,
        on=timezone.localdate(),
    )


@transaction.atomic
def correct(event_id: int, words: str, *, by: User) -> Event:
    """Put readable words in place of a deadline; none bring back the document's.

    Raises PermissionDenied without the right, Refused for words that cannot be read.
    """
    event = _locked(event_id)
    program = event.program
    access.require(by, Can.MANAGE_PROGRAMS, program.unit)
    if program.status not in CORRECTABLE:
        raise Refused(_("This edition is not in force any more."))
    event.schedule_corrected = " ".join(words.split())
    event.corrected_by = by if event.schedule_corrected else None
    if not read_event(event).is_read and event.schedule_corrected:
        raise Refused(_("These words cannot be read as a deadline either."))
    event.save(update_fields=["schedule_corrected", "corrected_by", *READ_FIELDS])
    journal.write(
        "program_deadline_corrected",
        event,
        by=by,
        unit=program.unit,
        words=event.schedule_corrected,
    )
    plan(program.pk, only=[event.pk])
    return event


def _locked(event_id: int) -> Event:
    """Return the event as it is once its program is locked; Refused if it is gone."""
    of = Event.objects.filter(pk=event_id)
    rows = Program.objects.locked().select_related("unit")
    program = rows.filter(pk__in=of.values("program")).first()
    event = of.first()
    if program is None or event is None:
        raise Refused(_("This row is not in the text any more."))
    event.program = program
    return event


def _planned(events: Iterable[Event], program: Program) -> Iterator[Planned]:
    is_working = event_days.working_days(program.unit)
    for event in events:
        for span in event_days.spans_of(event, program, is_working):
            yield Planned(event.pk, span.start, span.end)
