"""Participants of an occurrence: the list, adding by a filter or a pasted list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access, asking, journal, workbooks
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.errors import Refused
from portal.http import Request, download, id_of
from portal.listing import page_of
from programs import participant_sheets
from programs.forms.participation import (
    CertificatesForm,
    ChoiceForm,
    ListForm,
    ParticipationForm,
    StateForm,
)
from programs.models import Occurrence, Participation
from programs.reading import candidates, name_matches
from programs.reading import participants as reading
from programs.services import participation, putting_forward
from programs.views.occurrence_steps import SECTION, named_by, seen, tracked

State = Participation.State
REMOVED = "participants_removed"


@require_safe
def index(request: Request, pk: int) -> HttpResponse:
    """List the participants within sight, and how many there are in all."""
    row = seen(request, pk)
    form = StateForm(request.GET, is_ahead=reading.is_ahead(row))
    rows = _narrowed(reading.visible(row, request.user), form)
    page = page_of(rows, request.GET)
    removed = request.session.get(REMOVED) or {}
    context = {
        "row": row,
        "form": form,
        "page": page,
        "changeable": putting_forward.NAMED,
        "undo": len(removed.get("kept", [])) if removed.get("row") == row.pk else 0,
        "trail": trail(row),
        "section": SECTION,
        **reading.of_occurrence(row, request.user),
    }
    context["rows"] = reading.toned(page, row)
    return render(request, "programs/participation/list.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Preview whom a filter finds; on POST add them, or those of them ticked."""
    row = named_by(request, pk)
    places = candidates.municipalities(row, request.user)
    chosen = request.GET if "who" in request.GET else None
    form = ChoiceForm(chosen, places=places)
    choice = form.choice()
    preview = candidates.preview(row, choice, request.user) if choice else None
    if request.method == "POST" and preview:
        is_some = "ticked" in request.POST
        ticked = preview.ticked(request.POST.getlist("take"))
        if ticked or not is_some:
            named = ticked if is_some else preview.named
            return _add(request, row, named, Participation.Source.FILTER)
        messages.warning(request, _("Nobody is ticked."))
    context = {
        "row": row,
        "form": form,
        "preview": preview,
        "is_own_only": putting_forward.may(request.user, row.unit),
        "trail": trail(row, inside=True),
        "section": SECTION,
    }
    return render(request, "programs/participation/add.html", context)


@require_http_methods(["GET", "POST"])
def paste(request: Request, pk: int) -> HttpResponse:
    """Match a pasted list with the people of the branch; then add the chosen ones."""
    row = named_by(request, pk)
    form = ListForm(request.POST or None)
    if request.method == "POST" and "chosen" in request.POST:
        keys = [value for name in request.POST for value in _picked(request, name)]
        named = name_matches.known(name_matches.chosen(keys), row, request.user)
        return _add(request, row, named, Participation.Source.LIST)
    found = []
    if request.method == "POST" and form.is_valid():
        found = name_matches.matches(form.cleaned_data["names"], row, request.user)
    context = {
        "row": row,
        "form": form,
        "matches": found,
        "is_own_only": putting_forward.may(request.user, row.unit),
        "trail": trail(row, inside=True),
        "section": SECTION,
    }
    return render(request, "programs/participation/paste.html", context)


@require_POST
def mark(request: Request, pk: int) -> HttpResponse:
    """Mark the ticked rows, or take them out."""
    row = tracked(request, pk)
    ids = [id_of(value) for value in request.POST.getlist("row")]
    action = request.POST.get("action", "")
    if not ids:
        messages.warning(request, _("Nobody is ticked."))
    elif action == "remove":
        asking.attempt(request, lambda: _removed(request, row, ids))
    elif action in State.values:
        _marked(request, row, ids, action)
    return _back(request, row)


@require_POST
def restore(request: Request, pk: int) -> HttpResponse:
    """Bring back those who were removed last."""
    row = tracked(request, pk)
    removed = request.session.pop(REMOVED, None) or {}
    if removed.get("row") == row.pk:
        asking.attempt(
            request,
            lambda: participation.bring_back(row.pk, removed["kept"], by=request.user),
            _("The participants are on the list again."),
        )
    return _back(request, row)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a participant's state, hours and certificate."""
    found = get_object_or_404(
        Participation.objects.visible_to(request.user).select_related("person", "unit"),
        pk=pk,
    )
    row = tracked(request, found.occurrence_id)
    name = str(found.person or found.unit)
    form = ParticipationForm(request.POST or None, instance=found)
    step = Step(
        name,
        _("Save"),
        reverse("programs:participants", args=[row.pk]),
        _("The participant is saved."),
        trail(row, inside=True),
        SECTION,
    )
    return asking.ask(
        request,
        step,
        form,
        lambda data: participation.change(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def take_off(request: Request, pk: int) -> HttpResponse:
    """Ask, then take one whom the own municipality has named off the list."""
    found = get_object_or_404(
        Participation.objects.visible_to(request.user).select_related("person", "unit"),
        pk=pk,
    )
    row = seen(request, found.occurrence_id)
    if not putting_forward.may(request.user, row.unit):
        raise PermissionDenied
    step = Step(
        _("Take off the list?"),
        _("Take off the list"),
        reverse("programs:participants", args=[row.pk]),
        _("Taken off the list."),
        trail(row, inside=True),
        SECTION,
        lines=(str(found.person or found.unit), found.unit.short_name),
    )
    return asking.confirm(
        request, step, lambda: putting_forward.take_off(pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def certificates(request: Request, pk: int) -> HttpResponse:
    """Give a series of numbers to those who took part."""
    row = tracked(request, pk)
    initial = {"issued_on": row.held_on or timezone.localdate()}
    form = CertificatesForm(request.POST or None, initial=initial)
    step = Step(
        _("Certificates"),
        _("Give the numbers"),
        reverse("programs:participants", args=[row.pk]),
        _("The certificates have their numbers."),
        trail(row, inside=True),
        SECTION,
        _("Those who took part and have no certificate get the numbers by name."),
    )
    return asking.ask(
        request,
        step,
        form,
        lambda data: participation.certify(row.pk, by=request.user, **data),
    )


@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    """Serve the participants in sight as XLSX; it is put on record."""
    row = seen(request, pk)
    access.require(request.user, Can.EXPORT, row.unit)
    access.require(request.user, Can.SEE_PARTICIPANTS, row.unit)
    rows = reading.visible(row, request.user)
    journal.write("participants_exported", row, by=request.user, unit=row.unit)
    content = workbooks.workbook([participant_sheets.of_occurrence(row, rows)])
    return download(content, _("Participants") + ".xlsx")


# What the pages of participation share


def trail(row: Occurrence, *, inside: bool = False) -> Trail:
    """Return the way to the page of participants, or to the pages below it."""
    way = (
        (_("Roadmap"), reverse("programs:events")),
        (data(row.event), reverse("programs:occurrence", args=[row.pk])),
    )
    if not inside:
        return way
    return (*way, (_("Participants"), reverse("programs:participants", args=[row.pk])))


def _narrowed(rows: Any, form: StateForm) -> Any:
    if not form.is_valid():
        return rows
    if state := form.cleaned_data["state"]:
        rows = rows.filter(state=state)
    if words := form.cleaned_data["search"].strip():
        rows = rows.filter(person__last_name__istartswith=words)
    return rows


def _picked(request: Request, name: str) -> list[str]:
    return [str(v) for v in request.POST.getlist(name)] if name.startswith("p") else []


def _add(
    request: Request, row: Occurrence, named: Sequence[Any], source: str
) -> HttpResponse:
    is_own_only = putting_forward.may(request.user, row.unit)
    act = putting_forward.add if is_own_only else participation.add
    try:
        added = act(row.pk, named, source=source, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = ngettext(
            "%(count)s participant is added.",
            "%(count)s participants are added.",
            added.added,
        )
        messages.success(request, text % {"count": added.added})
    return _back(request, row)


def _removed(request: Request, row: Occurrence, ids: list[int]) -> None:
    kept = participation.remove(row.pk, ids, by=request.user)
    request.session[REMOVED] = {"row": row.pk, "kept": kept}


def _marked(request: Request, row: Occurrence, ids: list[int], state: str) -> None:
    try:
        count = participation.mark(row.pk, ids, state=state, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return
    text = ngettext(
        "%(count)s participant is marked: %(state)s.",
        "%(count)s participants are marked: %(state)s.",
        count,
    )
    words = {"count": count, "state": State(state).label.lower()}
    messages.success(request, text % words)


def _back(request: Request, row: Occurrence) -> HttpResponse:
    address = reverse("programs:participants", args=[row.pk])
    query = request.POST.get("query", "")
    return redirect(f"{address}?{query}" if query else address)
