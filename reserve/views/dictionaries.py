"""The region's dictionaries: what is offered, and the texts of consent."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
)

from portal import access
from portal.access import Can
from portal.asking import attempt
from portal.http import Request
from portal.models import Unit
from reserve.forms.dictionaries import TextForm, entry_form
from reserve.models import ConsentText
from reserve.services import dictionaries
from reserve.services.dictionaries import MODELS, Entry


def titles() -> dict[str, str]:
    """Return the dictionaries' names for people."""
    return {
        "readiness": _("Readiness"),
        "grounds": _("Grounds of exclusion"),
        "requirements": _("Requirements for candidates"),
        "roles": _("Roles in a management team"),
    }


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """Show every dictionary and text; on POST take the usual ones that lack."""
    region = _region(request)
    if request.method == "POST":
        dictionaries.ensure(region)
        return redirect("reserve:dictionaries")
    groups = [
        (name, title, list(_rows(name, region).order_by("position", "pk")))
        for name, title in titles().items()
    ]
    texts = ConsentText.objects.filter(owner=region).order_by("purpose", "-version")
    today = timezone.localdate()
    context = {
        "groups": groups,
        "texts": [
            (
                purpose,
                [text for text in texts if text.purpose == purpose],
                ConsentText.objects.current(region, purpose, today),
            )
            for purpose in ConsentText.Purpose
        ],
        "is_empty": not any(rows for _name, _title, rows in groups),
    }
    return render(request, "reserve/dictionary/list.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, name: str) -> HttpResponse:
    """Add an entry."""
    region = _region(request)
    model = _model(name)
    form = entry_form(name, is_new=True)(
        request.POST or None, instance=model(owner=region)
    )
    if request.method == "POST" and form.is_valid():
        entry = form.save(commit=False)
        done = _("«%(name)s» is added.") % {"name": entry.name}
        if attempt(request, lambda: dictionaries.add(entry, by=request.user), done):
            return redirect("reserve:dictionaries")
    context = {"form": form, "title": titles()[name], "entry": None}
    return render(request, "reserve/dictionary/entry.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, name: str, pk: int) -> HttpResponse:
    """Rename an entry, or change its order and figures."""
    entry = _entry(request, name, pk)
    form = entry_form(name, is_new=False)(request.POST or None, instance=entry)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(
            request,
            lambda: dictionaries.change(
                _model(name), entry.pk, by=request.user, **fields
            ),
            _("The entry is changed."),
        ):
            return redirect("reserve:dictionaries")
    context = {"form": form, "title": titles()[name], "entry": entry}
    return render(request, "reserve/dictionary/entry.html", context)


@require_POST
def switch(request: Request, name: str, pk: int) -> HttpResponse:
    """Offer an entry, or no longer."""
    entry = _entry(request, name, pk)
    done = _("The entry is no longer offered; it stays where it was chosen.")
    dictionaries.switch(_model(name), entry.pk, on=not entry.is_active, by=request.user)
    attempt(
        request,
        lambda: None,
        done if entry.is_active else _("The entry is offered again."),
    )
    return redirect("reserve:dictionaries")


@require_http_methods(["GET", "POST"])
def text_add(request: Request, purpose: str) -> HttpResponse:
    """Write the next version of a text."""
    region = _region(request)
    if purpose not in ConsentText.Purpose.values:
        raise Http404
    today = timezone.localdate()
    last = ConsentText.objects.filter(owner=region, purpose=purpose)
    current = last.order_by("-version").first()
    initial = {"valid_from": today, "text": current.text if current else ""}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            request,
            lambda: dictionaries.renew_text(region, purpose, by=request.user, **values),
            _("The new version is kept; earlier consents keep theirs."),
        ):
            return redirect("reserve:dictionaries")
    context = {
        "form": form,
        "purpose": ConsentText.Purpose(purpose).label,
        "current": current,
    }
    return render(request, "reserve/dictionary/text.html", context)


def _region(request: Request) -> Unit:
    region = access.home_region(request.user)
    if region is None or not access.may(request.user, Can.DECIDE_RESERVE, region):
        raise PermissionDenied
    return region


def _model(name: str) -> type[Entry]:
    if name not in MODELS:
        raise Http404
    return MODELS[name]


def _rows(name: str, region: Unit) -> QuerySet[Any]:
    rows: QuerySet[Any] = _model(name)._default_manager.filter(owner=region)
    return rows


def _entry(request: Request, name: str, pk: int) -> Entry:
    entry: Entry = get_object_or_404(_rows(name, _region(request)), pk=pk)
    return entry
