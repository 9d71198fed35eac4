"""Documents on which dates of events depend: asked for, received, dates entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs import event_days, schedules
from programs.models import AwaitedDocument, Event, Occurrence, Program
from programs.reading import standing
from programs.services import moves, recipients, series
from programs.services.days_off import Days
from programs.services.series import Planned

UNNAMED_MOST = 300


@transaction.atomic
def ask(program_id: int, *, name: str, by: User) -> AwaitedDocument:
    """Ask the bodies that answer for the document; its events wait for it.

    Raises PermissionDenied without the right; Refused outside programs in force and
    where nothing waits for it.
    """
    program = _in_force(program_id, by)
    events = list(waiting(program, name))
    if not events:
        raise Refused(_("No event waits for this document."))
    document, _is_new = AwaitedDocument.objects.get_or_create(
        program=program, name=name[:UNNAMED_MOST]
    )
    document.events.add(*events)
    document.asked_on = timezone.localdate()
    document.save(update_fields=["asked_on"])
    _tell(document, events)
    journal.write("document_asked", document, by=by, unit=program.unit)
    return document


@transaction.atomic
def receive(document_id: int, *, received_on: dt.date, by: User) -> AwaitedDocument:
    """Say when the document came; its file is attached on the page."""
    document = _opened(document_id, by)
    if received_on > timezone.localdate():
        raise Refused(_("This day is still to come."))
    document.received_on = received_on
    document.save(update_fields=["received_on"])
    journal.write("document_received", document, by=by, unit=document.program.unit)
    return document


@transaction.atomic
def enter_dates(
    document_id: int, *, event_id: int, spans: Sequence[Days], by: User
) -> int:
    """Plan an event on the days that the document gives; return how many are new.

    Raises Refused until the document has come and for days beyond the program.
    """
    document = _opened(document_id, by)
    if document.received_on is None:
        raise Refused(_("First say when the document came."))
    event = document.events.select_related("program").get(pk=event_id)
    for span in spans:
        moves.judge(span, document.program)
    planned = [Planned(event.pk, first, last) for first, last in dict.fromkeys(spans)]
    unit, today = document.program.unit, timezone.localdate()
    made = series.renew([event.pk], planned, unit, on=today)
    # Named by the document, so that no later reading of the plan takes them away.
    Occurrence.objects.filter(event=event).update(is_confirmed=True)
    journal.write("document_dates", event, by=by, unit=unit, count=made)
    return made


def spans_of(program: Program, words: str) -> list[Days]:
    """Return the days of deadlines, one in a line; raises Refused for unread ones."""
    period = event_days.period_of(program)
    found: list[Days] = []
    for line in filter(None, map(str.strip, words.splitlines())):
        schedule = schedules.read(line, period)
        spans = schedules.occurrences(schedule, period)
        if not spans:
            raise Refused(
                _("“%(line)s” gives no dates: write days or months.") % {"line": line}
            )
        found += [(span.start, span.end) for span in spans]
    return found


def waiting(program: Program, name: str) -> list[Event]:
    """Return the events of the program that wait for the document of this name."""
    rows = Event.objects.filter(standing.OF_EVENT[standing.AWAITING], program=program)
    return [row for row in rows.in_order() if name_of(row) == name]


def name_of(event: Event) -> str:
    """Return the document's name as the plan has it."""
    return event.awaits_document or event.schedule_original


def _opened(document_id: int, by: User) -> AwaitedDocument:
    """Return the document, locked after its program, so that no plan is made beside."""
    of = AwaitedDocument.objects.values_list("program", flat=True)
    program = _in_force(of.get(pk=document_id), by)
    document = AwaitedDocument.objects.select_for_update().get(pk=document_id)
    document.program = program
    return document


def _in_force(program_id: int, by: User) -> Program:
    program = Program.objects.locked().select_related("unit").get(pk=program_id)
    access.require(by, Can.TRACK_EVENTS, program.unit)
    if not program.is_in_force:
        raise Refused(_("Events are tracked in programs in force only."))
    return program


def _tell(document: AwaitedDocument, events: Sequence[Event]) -> None:
    roles = recipients.roles_of(event.pk for event in events)
    wanted = frozenset[str]().union(*roles.values()) or recipients.REGIONAL
    desks = recipients.staff([document.program.unit_id])
    users = {
        u.pk: u for (_unit, role), held in desks.items() if role in wanted for u in held
    }
    notices.notify(
        users.values(),
        f"programs:document:{document.pk}:{timezone.localdate():%Y%m%d}",
        lambda: (
            _("Events wait for a document: “%(name)s”. Attach it and enter dates.")
            % {"name": document.name[:150]}
        ),
        reverse("programs:awaited_document", args=[document.pk]),
    )
