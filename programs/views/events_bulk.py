"""Steps of many rows at once: a page that counts and asks, then all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, id_of
from portal.models import User
from programs.forms.answering import HandOverForm
from programs.forms.occurrences import ReasonForm, ShiftForm
from programs.models import Event, Occurrence, Program
from programs.models.events import EventQuerySet
from programs.models.tracking import OccurrenceQuerySet
from programs.reading import in_charge
from programs.services import answering, occurrence_bulk, occurrences, reminders
from programs.services.occurrence_bulk import MOST, NotAll
from programs.views import occurrence_steps
from programs.views.events import series_unit

EVENT, DATE = "event", "date"
Ids = list[int]


@dataclass(frozen=True)
class Action:
    """A step for many: its words, what it asks for."""

    title: str | Promise
    button: str | Promise
    form: type[forms.Form] = forms.Form
    danger: bool = False


ACTIONS = {
    "remind": Action(gettext_lazy("Remind of the chosen rows"), gettext_lazy("Remind")),
    "shift": Action(
        gettext_lazy("Shift the chosen rows"), gettext_lazy("Shift"), ShiftForm
    ),
    "responsible": Action(
        gettext_lazy("Change the responsible body of the chosen rows"),
        gettext_lazy("Hand over"),
        HandOverForm,
    ),
    "check": Action(gettext_lazy("Check the chosen rows"), gettext_lazy("Check")),
    "cancel": Action(
        gettext_lazy("Cancel the planned dates of the chosen rows"),
        gettext_lazy("Cancel the dates"),
        ReasonForm,
        danger=True,
    ),
}


@require_http_methods(["GET", "POST"])
def bulk(request: Request) -> HttpResponse:
    """Say what the step means for the chosen rows; on POST take it for all or none."""
    access.require_anywhere(request.user, Can.TRACK_EVENTS)
    query = request.POST if request.method == "POST" else request.GET
    action = ACTIONS.get(query.get("step", ""))
    chosen = {
        kind: _ids(query.getlist(kind)) for kind in (EVENT, DATE) if query.get(kind)
    }
    if action is None or not chosen or _is_amiss(query["step"], chosen):
        messages.warning(request, _("Tick the rows first, then choose what to do."))
        return redirect(_back(query))
    _require_sight(request, chosen)
    form = _form(request, action, chosen)
    problems: list[occurrence_bulk.Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            count = _take(request, query["step"], chosen, form.cleaned_data)
        except NotAll as refusal:
            form.add_error(None, str(refusal))
            problems = refusal.problems
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _done(query["step"], count))
            return redirect(_back(query))
    kind, ids = next(iter(chosen.items()))
    context = _context(query, action, form) | {
        "kind": kind,
        "ids": ids,
        "rows": _rows(request, kind, ids),
        "problems": problems,
    }
    return render(request, "programs/events_bulk.html", context)


def _take(
    request: Request, code: str, chosen: Mapping[str, Ids], data: dict[str, Any]
) -> int:
    if dates := chosen.get(DATE):
        return _OF_DATES[code](dates, by=request.user, **data)
    return occurrence_bulk.of_events(
        chosen[EVENT], lambda event: _of_event(request, code, event, data)
    )


def _is_amiss(code: str, chosen: Mapping[str, Ids]) -> bool:
    """Whether dates are ticked for a step that only events take."""
    return DATE in chosen and code not in _OF_DATES


def _form(request: Request, action: Action, chosen: Mapping[str, Ids]) -> forms.Form:
    if action.form is not HandOverForm:
        return action.form(request.POST or None)
    events = _events(request, chosen[EVENT])
    return HandOverForm(request.POST or None, events=events)


def _hand_over(event: Event, data: dict[str, Any], by: User) -> Event:
    bodies = in_charge.within(event.program, data["bodies"])
    return answering.hand_over(event.pk, bodies=bodies, reason=data["reason"], by=by)


def _of_event(
    request: Request, code: str, event: Event, data: dict[str, Any]
) -> object:
    if code == "responsible":
        return _hand_over(event, data, request.user)
    unit = series_unit(request, event)
    return _OF_EVENT[code](event.pk, by=request.user, unit=unit, **data)


_OF_DATES: dict[str, Callable[..., int]] = {
    "remind": reminders.remind_now,
    "shift": occurrence_bulk.bulk_move,
    "check": occurrence_bulk.bulk_check,
    "cancel": occurrence_bulk.bulk_cancel,
}
_OF_EVENT: dict[str, Callable[..., int]] = {
    "remind": reminders.remind_late,
    "shift": occurrences.shift_series,
    "check": occurrences.check_series,
    "cancel": occurrences.cancel_series,
}


def _context(
    query: Mapping[str, str], action: Action, form: forms.Form
) -> dict[str, object]:
    return {
        "title": action.title,
        "action": action.button,
        "danger": action.danger,
        "form": form,
        "step": query["step"],
        "back": _back(query),
        "next": query.get("next", ""),
        "section": occurrence_steps.SECTION,
    }


def _require_sight(request: Request, chosen: Mapping[str, Ids]) -> None:
    """Raise Http404 for rows out of sight: the report would name them."""
    for kind, ids in chosen.items():
        rows = _dates(request, ids) if kind == DATE else _events(request, ids)
        if rows.count() != len(set(ids)):
            raise Http404


def _dates(request: Request, ids: Ids) -> OccurrenceQuerySet:
    return Occurrence.objects.visible_to(request.user).filter(pk__in=ids)


def _events(request: Request, ids: Ids) -> EventQuerySet:
    programs = Program.objects.visible_to(request.user).public()
    return Event.objects.filter(pk__in=ids, program__in=programs)


def _rows(request: Request, kind: str, ids: Ids) -> list[str]:
    if kind == DATE:
        rows = _dates(request, ids).select_related("event", "unit")
        return [f"{row.event.title} · {row.unit.short_name}" for row in rows]
    return [row.title for row in _events(request, ids).in_order()]


def _ids(texts: list[str]) -> Ids:
    return [pk for text in texts[: MOST + 1] if (pk := id_of(text))]


def _back(query: Mapping[str, str]) -> str:
    """Return the list one came from; only addresses of these pages are followed."""
    known = (reverse("programs:events"), reverse("programs:overdue"))
    place = query.get("next", "")
    return place if place.split("?")[0] in known else known[0]


def _done(code: str, count: int) -> str:
    if code == "remind":
        words = ngettext("Reminded: %(count)s.", "Reminded: %(count)s.", count)
    else:
        words = ngettext("Done for %(count)s row.", "Done for %(count)s rows.", count)
    return words % {"count": count}
