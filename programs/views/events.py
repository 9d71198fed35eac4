"""The roadmap: the list, its file, the board, what is overdue, one event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, asking, journal, workbooks
from portal.access import Can
from portal.asking import Step
from portal.http import Request, download, page_or_part
from portal.listing import page_of
from portal.models import Unit
from programs import roadmap_sheets
from programs.forms.filters import RoadmapFilter
from programs.forms.occurrences import ReasonForm, ShiftForm
from programs.models import Event
from programs.reading import board as boards
from programs.reading import (
    event_page,
    events,
    participants,
    standing,
    target_facts,
    territory,
)
from programs.reading import overdue as waiting
from programs.reading import understood as readings
from programs.reading.filters import Chosen
from programs.services import occurrences
from programs.views import holding, occurrence_steps
from programs.views.occurrence_steps import seen_event

WHOLE = 100
UNITS_SHOWN = 50


@require_safe
def index(request: Request) -> HttpResponse:
    """List the rows of the plans: what waits first, then all under their headings."""
    chosen = _chosen(request)
    page = page_of(events.whole(chosen.events()), request.GET)
    counts = events.counts(chosen)
    context = {
        "chosen": chosen,
        "form": RoadmapFilter(request.GET, chosen=chosen),
        "page": page,
        "groups": list(events.groups(events.rows_of(chosen, page))),
        "first": _first(chosen, page.number),
        "counts": counts,
        "chips": _chips(chosen, counts),
        "dates": events.dates(chosen),
        "may_track": access.anywhere(request.user, Can.TRACK_EVENTS),
        "may_check": access.anywhere(request.user, Can.CHECK_EVENTS),
        "may_hand_over": access.anywhere(request.user, Can.MANAGE_PROGRAMS),
        "section": occurrence_steps.SECTION,
        "year_words": chosen.year or "",
    }
    return render(request, "programs/events.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen rows as XLSX; it is put on record."""
    chosen = _chosen(request)
    rows = events.rows_of(chosen, events.whole(chosen.events())[: roadmap_sheets.MOST])
    unit = access.home_unit(request.user)
    if unit is not None and request.method == "GET":
        journal.write("roadmap_exported", unit, by=request.user, unit=unit)
    content = workbooks.workbook([roadmap_sheets.events(rows)])
    return download(content, _("Roadmap") + ".xlsx")


@require_safe
def board(request: Request) -> HttpResponse:
    """Show every row of the plans in the column of its state."""
    chosen = replace(_chosen(request), state="")
    context = {
        "chosen": chosen,
        "form": RoadmapFilter(request.GET, chosen=chosen, without=("state",)),
        "columns": boards.columns(chosen, request.GET.dict()),
        "section": occurrence_steps.SECTION,
    }
    return page_or_part(request, "programs/board.html", "programs/_board.html", context)


@require_safe
def overdue(request: Request) -> HttpResponse:
    """List overdue dates, or the coming ones: by body, by municipality, one by one."""
    chosen = _chosen(request)
    what = request.GET.get("what", "")
    what = what if what == waiting.COMING else waiting.OVERDUE
    summary = waiting.summary(chosen, what)
    known = waiting.Known(waiting.dates(chosen, what), summary["dates"])
    page = page_of(known, request.GET)
    context = {
        "chosen": chosen,
        "form": RoadmapFilter(request.GET, chosen=chosen, without=("state", "year")),
        "what": what,
        "page": page,
        "rows": waiting.shown(page, chosen.today),
        "bodies": waiting.bodies(chosen, what),
        "units": waiting.units(chosen, what, UNITS_SHOWN),
        "summary": summary,
        "late_words": standing.late_words,
        "may_track": access.anywhere(request.user, Can.TRACK_EVENTS),
        "section": occurrence_steps.SECTION,
    }
    return render(request, "programs/overdue.html", context)


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show one event: the series, what the document says, moves, targets, history."""
    event, today = seen_event(request, pk), timezone.localdate()
    chosen = event_page.of_event(event, request.user, today)
    is_spread = event_page.is_spread(event, chosen)
    narrowed = event_page.dates(event, chosen)
    state = request.GET.get("state", "")
    if state in standing.STATES and state not in standing.OF_EVENT:
        narrowed = narrowed.filter(standing.of_days(state, today, tally=False))
    listed = page_of(narrowed, request.GET, 0 if is_spread else WHOLE)
    lines = event_page.lines(listed, today)
    context = {
        "event": event,
        "row": events.rows_of(chosen, events.whole(Event.objects.filter(pk=pk)))[0],
        "understood": readings.of_event(event),
        "is_spread": is_spread,
        "days": event_page.days(event, chosen) if is_spread else [],
        "page": listed,
        "lines": lines,
        "state": state,
        "moves": event_page.moves(event, chosen),
        "undoable": event_page.undoable(event, request.user, timezone.now()),
        "targets": target_facts.of_event(event, request.user),
        "history": event_page.history(
            event, [line.row for line in lines], request.user
        ),
        "series_units": event_page.units_of(event, chosen),
        "names": access.anywhere(request.user, Can.TRACK_EVENTS),
        "section": occurrence_steps.SECTION,
        **_forward(event, chosen),
    }
    waits = event_page.to_mark(event, chosen)
    if waits is not None:
        form = holding.form_of(request, waits)
        context["mark"] = holding.context(waits, form)
        context["mark_words"] = standing.occurrence_words(waits, today)
    return render(request, "programs/event.html", context)


@require_http_methods(["GET", "POST"])
def shift(request: Request, pk: int) -> HttpResponse:
    """Ask by how many days and why, then shift the whole series in one step."""
    event = seen_event(request, pk)
    unit = series_unit(request, event)
    step = _series_step(
        event,
        unit,
        title=_("Shift the whole series"),
        action=_("Shift"),
        done=_("The series is shifted; it can be undone on this page for a day."),
    )
    form = ShiftForm(request.POST or None)
    return asking.ask(
        request,
        step,
        form,
        lambda data: occurrences.shift_series(pk, by=request.user, unit=unit, **data),
    )


@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponse:
    """Ask why, then cancel all planned dates of the series."""
    event = seen_event(request, pk)
    unit = series_unit(request, event)
    step = _series_step(
        event,
        unit,
        title=_("Cancel all planned dates"),
        action=_("Cancel the dates"),
        done=_("The dates are cancelled; each can be restored on its page."),
    )
    form = ReasonForm(request.POST or None)
    return asking.ask(
        request,
        replace(step, danger=True),
        form,
        lambda data: occurrences.cancel_series(pk, by=request.user, unit=unit, **data),
    )


def _first(chosen: Chosen, page: int) -> events.First | None:
    """Return what waits, above the first page of the list that no state narrows."""
    return events.first(chosen) if page == 1 and not chosen.state else None


def _forward(event: Event, chosen: Chosen) -> dict[str, object]:
    """Return the date for which the reader names people of the own municipality."""
    row = event_page.to_put_forward(event, chosen)
    if row is None:
        return {}
    seen = participants.visible(row, chosen.user).count()
    return {"forward": row, "forward_seen": seen}


def _chosen(request: Request) -> Chosen:
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    return Chosen.from_query(request.GET.dict(), request.user)


def _chips(chosen: Chosen, counts: dict[str, int]) -> list[dict[str, object]]:
    """Return a chip for each state that some row has."""
    page = reverse("programs:events")
    return [
        {
            "label": label,
            "count": counts[state],
            "is_on": state == chosen.state,
            "url": page
            + chosen.query_string(state="" if state == chosen.state else state),
        }
        for state, label in standing.STATES.items()
        if counts[state] or state == chosen.state
    ]


def series_unit(request: Request, event: Event) -> Unit | None:
    """Return the unit whose dates the user changes at once, null for all of them.

    Raises PermissionDenied for who tracks neither everywhere nor at home.
    """
    if access.may(request.user, Can.TRACK_EVENTS, event.program.unit):
        return None
    unit = territory.municipality_of(request.user)
    if unit is None:
        raise PermissionDenied
    access.require(request.user, Can.TRACK_EVENTS, unit)
    return unit


def _series_step(event: Event, unit: Unit | None, **words: Any) -> Step:
    count = event_page.planned_count(event, unit)
    lines = ngettext(
        "%(count)s planned date changes; what is held stays as it is.",
        "%(count)s planned dates change; what is held stays as it is.",
        count,
    )
    return Step(
        back=occurrence_steps.event_url(event),
        trail=occurrence_steps.event_trail(event),
        text=lines % {"count": count},
        section=occurrence_steps.SECTION,
        lines=(event.title, *([unit.short_name] if unit else [])),
        **words,
    )
