"""A date of an event: its page, and the steps from planned to checked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access, attachment_list
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from portal.models import Attachment
from programs import evidence_rules
from programs.forms.occurrences import (
    MoveForm,
    NameDayForm,
    VersionForm,
    VersionReasonForm,
)
from programs.models import Move, Occurrence
from programs.reading import event_page, participants, standing, steps
from programs.services import moves, occurrences
from programs.services.occurrence_rows import Changed
from programs.views import holding, occurrence_steps
from programs.views.occurrence_steps import (
    ask,
    checked,
    seen,
    step_of,
    tracked,
)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a date: how it stands, evidence, participants, moves, history."""
    row, today = seen(request, pk), timezone.localdate()
    staff = access.may(request.user, Can.TRACK_EVENTS, row.unit)
    reads = access.may(request.user, Can.SEE_PARTICIPANTS, row.unit)
    people = participants.of_occurrence(row, request.user)
    context = {
        "row": row,
        "event": row.event,
        "line": event_page.Line(row, today, Attachment.objects.of(row).count()),
        "state": standing.occurrence_words(row, today),
        "days": occurrence_steps.days_words(row),
        "buttons": steps.buttons(row, request.user),
        "attached": attachment_list.of(row, by=request.user) if reads else None,
        "participants": people,
        "puts_forward": people["may_put_forward"]
        and (people["named"] or evidence_rules.wants_people(row.event)),
        "moves": row.moves.select_related("by"),
        "undoable": _undoable(request, row) if staff else None,
        "history": event_page.history_of(row),
        "names": staff,
        "is_own_mark": row.held_by_id == request.user.pk,
        "trail": occurrence_steps.event_trail(row.event),
        "section": occurrence_steps.SECTION,
    }
    context |= participants.own_of(row, request.user)
    return render(request, "programs/occurrence.html", context)


@require_http_methods(["GET", "POST"])
def hold(request: Request, pk: int) -> HttpResponse:
    """Ask what came of it, then mark the date as held, with files and people."""
    row = tracked(request, pk)
    form = holding.form_of(request, row)
    context: dict[str, object] = {}
    if request.method == "POST" and form.is_valid():
        try:
            holding.mark(request, row, form)
        except Changed as change:
            context = occurrence_steps.conflict(form, change)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Held is marked: another person checks it."))
            return redirect(occurrence_steps.url(row))
    context |= holding.context(row, form) | {
        "trail": occurrence_steps.trail(row),
        "section": occurrence_steps.SECTION,
        "is_open": steps.HOLD in steps.open_to(row, request.user),
    }
    return render(request, "programs/occurrence_hold.html", context)


@require_http_methods(["GET", "POST"])
def check(request: Request, pk: int) -> HttpResponse:
    """Ask, then check what another has marked."""
    row = checked(request, pk)
    step = step_of(
        row,
        _("Check what was marked as held?"),
        _("Check"),
        _("Checked."),
        text=_("You confirm the day, the participants and the evidence."),
    )
    form = VersionForm(request.POST or None, initial={"version": row.version})
    return ask(
        request,
        step,
        form,
        lambda data: occurrences.check(pk, by=request.user, **data),
        row=row,
        attached=attachment_list.of(row, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def uncheck(request: Request, pk: int) -> HttpResponse:
    """Ask why, then take the check back."""
    row = checked(request, pk)
    step = step_of(
        row,
        _("Take the check back"),
        _("Take the check back"),
        _("The check is taken back."),
    )
    form = _reason(request, row)
    return ask(
        request,
        step,
        form,
        lambda data: occurrences.uncheck(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def return_(request: Request, pk: int) -> HttpResponse:
    """Ask why, then give the mark back to who made it."""
    row = tracked(request, pk)
    step = step_of(
        row,
        _("Return the mark"),
        _("Return"),
        _("The mark is returned: the date waits again."),
        text=_("What was written stays in the form, the files stay attached."),
    )
    return ask(
        request,
        step,
        _reason(request, row),
        lambda data: occurrences.send_back(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Ask for other days and the reason, then move the date."""
    row = tracked(request, pk)
    step = step_of(
        row, _("Move to other days"), _("Move it"), _("Moved: calendars will show it.")
    )
    form = MoveForm(
        request.POST or None,
        initial={
            "starts_on": row.starts_on,
            "due_on": row.due_on,
            "version": row.version,
        },
    )
    return ask(
        request, step, form, lambda data: moves.move(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def name(request: Request, pk: int) -> HttpResponse:
    """Ask for the day within the planned ones, then name it."""
    row = tracked(request, pk)
    step = step_of(
        row,
        _("Name the day"),
        _("Save the day"),
        _("The day is named."),
        text=_("A day outside the planned ones is a move and wants a reason."),
    )
    form = NameDayForm(
        request.POST or None,
        initial={
            "starts_on": row.starts_on if row.is_confirmed else None,
            "due_on": row.due_on if row.is_confirmed else None,
            "place": row.place,
            "mode": row.mode,
            "version": row.version,
        },
    )
    return ask(request, step, form, lambda data: _name(request, pk, data))


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask why, then cancel the date."""
    row = tracked(request, pk)
    step = step_of(
        row,
        _("Cancel this date"),
        _("Cancel the date"),
        _("Cancelled. It can be restored on its page."),
        danger=True,
    )
    return ask(
        request,
        step,
        _reason(request, row),
        lambda data: occurrences.cancel(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def restore(request: Request, pk: int) -> HttpResponse:
    """Ask, then plan a cancelled date again."""
    row = tracked(request, pk)
    step = step_of(
        row, _("Restore this date?"), _("Restore"), _("The date is planned again.")
    )
    form = VersionForm(request.POST or None, initial={"version": row.version})
    return ask(
        request,
        step,
        form,
        lambda data: occurrences.restore(pk, by=request.user, **data),
    )


@require_safe
def go(request: Request, pk: int) -> HttpResponse:
    """Lead from the board to the page of the chosen step."""
    row = seen(request, pk)
    target = request.GET.get("target", "")
    if target not in steps.open_to(row, request.user):
        return redirect(occurrence_steps.url(row))
    return redirect(steps.url(row.pk, target))


@require_POST
def undo_move(request: Request, pk: int) -> HttpResponse:
    """Undo one's last move of the event, with all that moved in that step."""
    event = occurrence_steps.seen_event(request, pk)
    access.require_anywhere(request.user, Can.TRACK_EVENTS)
    found = event_page.undoable(event, request.user, timezone.now())
    if found is None:
        raise PermissionDenied
    try:
        moves.take_back(found.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The move is undone."))
    return redirect(occurrence_steps.event_url(event))


def _undoable(request: Request, row: Occurrence) -> Move | None:
    """Return the reader's last move, if it was of this date and can be undone."""
    found = event_page.undoable(row.event, request.user, timezone.now())
    return found if found and found.occurrence_id == row.pk else None


def _name(request: Request, pk: int, data: dict[str, object]) -> Occurrence:
    named = {**data, "due_on": data["due_on"] or data["starts_on"]}
    return occurrences.name_day(pk, by=request.user, **named)  # type: ignore[arg-type]


def _reason(request: Request, row: Occurrence) -> VersionReasonForm:
    return VersionReasonForm(request.POST or None, initial={"version": row.version})
