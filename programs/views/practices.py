"""The bank of practices: the list, one practice, its steps."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from monitoring.models import Cycle, Indicator
from portal import access, asking, attachment_list, journal, workbooks
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, download
from portal.listing import page_of
from portal.models import Unit
from programs import practice_sheets, states
from programs.forms.practices import (
    BankFilter,
    PracticeForm,
    ReasonForm,
)
from programs.models import Practice
from programs.reading import practices as reading
from programs.services import practices
from programs.views import practice_ways as ways

TABS = ("bank", "own", "review")


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the bank, the branch's own practices, or those that wait for review."""
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    tab = request.GET.get("tab", "bank")
    form = BankFilter(request.GET, indicators=reading.indicators())
    rows = reading.narrowed(_rows(request, tab), form.chosen())
    context = {
        "form": form,
        "page": page_of(rows, request.GET),
        "tab": tab if tab in TABS else "bank",
        "reviews": access.anywhere(request.user, Can.REVIEW_PRACTICES),
        "waiting": reading.to_review(request.user).count(),
        "proposes": access.anywhere(request.user, Can.PROPOSE_PRACTICES),
        "section": ways.SECTION,
    }
    return render(request, "programs/practice/list.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen practices as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    access.require_anywhere(request.user, Can.EXPORT)
    form = BankFilter(request.GET, indicators=reading.indicators())
    tab = request.GET.get("tab", "bank")
    rows = reading.narrowed(_rows(request, tab), form.chosen())
    unit = access.home_unit(request.user)
    if unit is not None and request.method == "GET":
        journal.write("practices_exported", unit, by=request.user, unit=unit)
    content = workbooks.workbook([practice_sheets.sheet(rows)])
    return download(content, _("Practices") + ".xlsx")


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the passport: the trouble, what was done, what it moved, who uses it."""
    practice = ways.seen(request, pk)
    user = request.user
    proposes = access.may(user, Can.PROPOSE_PRACTICES, practice.unit)
    reviews = access.may(user, Can.REVIEW_PRACTICES, practice.unit)
    works = proposes or reviews
    context = {
        "practice": practice,
        "types": reading.type_words(practice),
        "effect": reading.effect(practice),
        "adoptions": reading.adoptions(practice),
        "attached": attachment_list.of(practice, by=user) if works else None,
        "works": works,
        "may_change": proposes and practice.status in practices.CHANGEABLE,
        "open_to": states.open_to(
            states.PRACTICE, practice.status, user, practice.unit
        ),
        "is_own": practice.created_by_id == user.pk,
        "may_confirm": reviews and practice.status == Practice.Status.PUBLISHED,
        "may_adopt": practices.is_in_bank(practice)
        and reading.adopting_units(practice, user).exists(),
        "is_in_bank": practices.is_in_bank(practice),
        "section": ways.SECTION,
    }
    return render(request, "programs/practice/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Write the passport of a new practice."""
    access.require_anywhere(request.user, Can.PROPOSE_PRACTICES)
    form = PracticeForm(request.POST or None, **_choices(request))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = practices.write(values.pop("unit"), values=values, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("programs:practice", made.pk)
    return _form(request, form, _("A new practice"), reverse("programs:practices"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a draft anew."""
    practice = ways.own(request, pk)
    form = PracticeForm(
        request.POST or None,
        **_choices(request),
        practice=practice,
        stored={name: getattr(practice, name) for name in practices.WRITTEN},
    )
    step = ways.step_of(practice, _("Change the practice"), _("Save"), _("Saved."))
    return asking.ask(
        request,
        step,
        form,
        lambda values: practices.change(pk, values=values, by=request.user),
    )


@require_http_methods(["GET", "POST"])
def submit(request: Request, pk: int) -> HttpResponse:
    """Ask, then send the practice to review."""
    practice = ways.own(request, pk)
    step = ways.step_of(
        practice,
        _("Send the practice to review?"),
        _("Send to review"),
        _("The practice is sent to review."),
        text=_("The operator checks the figures and publishes it, or returns it."),
    )
    return asking.confirm(request, step, lambda: practices.submit(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def take_back(request: Request, pk: int) -> HttpResponse:
    """Ask, then take the practice back to change it."""
    practice = ways.own(request, pk)
    step = ways.step_of(
        practice,
        _("Take the practice back?"),
        _("Take back"),
        _("The practice is a draft again."),
    )
    return asking.confirm(
        request, step, lambda: practices.take_back(pk, by=request.user)
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask why, then take the practice out of the bank."""
    practice = ways.worked_on(request, pk)
    step = ways.step_of(
        practice,
        _("Take the practice out of the bank?"),
        _("Take out"),
        _("The practice is out of the bank."),
        danger=True,
    )
    return asking.ask(
        request,
        step,
        ReasonForm(request.POST or None),
        lambda values: practices.withdraw(pk, by=request.user, **values),
    )


def _rows(request: Request, tab: str) -> QuerySet[Practice]:
    if tab == "own":
        return reading.of_user(request.user)
    if tab == "review":
        return reading.to_review(request.user)
    return reading.bank(timezone.localdate())


def _choices(request: Request) -> dict[str, Any]:
    scope = access.scope(request.user, Can.PROPOSE_PRACTICES, path="path")
    indicators = Indicator.objects.filter(
        methodology__cycles__in=_cycles(request)
    ).distinct()
    return {
        "units": Unit.objects.filter(scope).active_on(timezone.localdate()).by_name(),
        "indicators": indicators.order_by("methodology", "position"),
    }


def _cycles(request: Request) -> QuerySet[Cycle]:
    return Cycle.objects.filter(
        access.reach(request.user, Can.VIEW, path="owner__path")
    )


def _form(request: Request, form: PracticeForm, title: str, back: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "action": _("Save the draft"),
        "action_url": request.path,
        "cancel_url": back,
        "trail": ways.trail(),
        "section": ways.SECTION,
    }
    return render(request, "step.html", context)
