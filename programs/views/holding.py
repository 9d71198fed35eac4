"""The form that marks a date as held, on its own page and on its event's."""

from __future__ import annotations

from django.utils import timezone

from portal.http import Request
from portal.models import Attachment
from programs.forms.occurrences import HoldForm
from programs.models import Occurrence
from programs.reading import candidates, participants, steps
from programs.services import marking


def form_of(request: Request, row: Occurrence) -> HoldForm:
    """Return the form of a held date, filled with what is known."""
    today = timezone.localdate()
    is_one_day = row.starts_on == row.due_on
    initial = {
        "version": row.version,
        "held_on": row.held_on
        or (row.due_on if is_one_day else min(today, row.due_on)),
        "mode": row.mode,
        "hours": row.hours or row.event.hours,
        "participants": row.participants or None,
        "result": row.result,
        "result_number": row.result_number,
    }
    return HoldForm(
        request.POST or None,
        request.FILES or None,
        row=row,
        municipalities=candidates.municipalities(row, request.user),
        has_files=Attachment.objects.of(row).exists(),
        initial=initial,
    )


def context(row: Occurrence, form: HoldForm) -> dict[str, object]:
    """Return what the part _hold_form.html needs."""
    return {
        "row": row,
        "event": row.event,
        "form": form,
        "files": Attachment.objects.of(row),
        "counts": participants.counts_of(row),
        "sources": participants.sources_of(row),
        "mark_url": steps.url(row.pk, steps.HOLD),
    }


def mark(request: Request, row: Occurrence, form: HoldForm) -> None:
    """Attach the files, add those of the filter, mark as held."""
    choice = form.choice()
    found = candidates.preview(row, choice, request.user).named if choice else ()
    marking.mark(
        row.pk,
        version=form.cleaned_data["version"],
        files=form.files_given(),
        named=found,
        by=request.user,
        **form.report(),
    )
