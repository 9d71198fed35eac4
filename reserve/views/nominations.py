"""Nominations: proposing somebody, the steps of the approval, the appointment."""

from __future__ import annotations

from django import forms
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, attachment_list
from portal.access import Can
from portal.asking import attempt
from portal.errors import Refused
from portal.http import Request, id_of
from portal.models import Appointment, Person, Unit
from reserve.forms.vacancies import (
    AppointForm,
    NoteForm,
    OutsideForm,
    ReasonForm,
    RecommendationForm,
)
from reserve.models import Consent, ConsentText, Member, Nomination, Vacancy
from reserve.reading import nominations as reading
from reserve.services import consents, nominations

Status = Nomination.Status


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a candidate's way to the post and their documents; it is put on record."""
    nomination = _found(request, pk)
    reading.put_on_record(nomination, request.user)
    shown = reading.shown([nomination], request.user, timezone.localdate())[0]
    context = {
        "nomination": nomination,
        "vacancy": nomination.vacancy,
        "unit": nomination.vacancy.position.unit,
        "shown": shown,
        "history": reading.history(nomination),
        "papers": reading.papers(nomination),
        "attached": attachment_list.of(nomination, by=request.user),
        "refusals": reading.refusals(nomination.person),
        "section": "vacancies",
    }
    return render(request, "reserve/nomination/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Ask, then nominate the member that the address names."""
    vacancy = _vacancy(request, pk)
    seen = Member.objects.visible_to(request.user).select_related("person", "unit")
    member_id = id_of(request.POST.get("member") or request.GET.get("member"))
    member = get_object_or_404(seen, pk=member_id)
    form = RecommendationForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: nominations.submit(
                pk,
                member_id=member.pk,
                note=form.cleaned_data["note"],
                by=request.user,
            ),
            _("The candidate is nominated; the ministry is told."),
        )
    ):
        return redirect("reserve:vacancy", pk=pk)
    context = {
        "title": _("Nominate %(name)s?") % {"name": member.person.full_name},
        "text": _("The post: %(post)s. The approval begins with the documents.")
        % {"post": vacancy.position},
        "form": form,
        "hidden": {"member": member.pk},
        "action": _("Nominate"),
        "action_url": reverse("reserve:nomination_add", args=[pk]),
        "cancel_url": reverse("reserve:vacancy", args=[pk]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def add_outside(request: Request, pk: int) -> HttpResponse:
    """Nominate somebody who is not in the reserve, with a reason."""
    vacancy = _vacancy(request, pk)
    form = OutsideForm(request.POST or None, people=_serving(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = _submitted_outside(request, vacancy, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("reserve:nomination", pk=made.pk)
    context = {"vacancy": vacancy, "form": form, "section": "vacancies"}
    return render(request, "reserve/nomination/outside.html", context)


@require_http_methods(["GET", "POST"])
def step(request: Request, pk: int, target: str) -> HttpResponse:
    """Ask, with a reason where the step ends the approval; then take the step."""
    nomination = _found(request, pk, is_own_too=True)
    if target not in Status.values or target == Status.APPOINTED:
        raise Http404
    ends = target in nominations.NEED_REASON
    kind = ReasonForm if ends else NoteForm
    form = kind(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: nominations.move(pk, target, by=request.user, **form.cleaned_data),
            _("The step is made; everybody concerned is told."),
        )
    ):
        return redirect(_back(request, nomination))
    return render(
        request, "confirm.html", _asked(request, nomination, target, form, ends=ends)
    )


@require_http_methods(["GET", "POST"])
def appoint(request: Request, pk: int) -> HttpResponse:
    """Ask for the day and the order, then appoint."""
    nomination = _found(request, pk)
    access.require(request.user, Can.APPOINT, nomination.vacancy.position.unit)
    form = AppointForm(
        request.POST or None, initial={"starts_on": nomination.vacancy.free_on}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt(
            request,
            lambda: nominations.appoint(pk, by=request.user, **values),
            _("The appointment is on record; the post changes hands on the day."),
        ):
            return redirect("reserve:nomination", pk=pk)
    context = {
        "title": _("Appoint %(name)s?") % {"name": nomination.person.full_name},
        "text": _(
            "%(post)s. The present holder leaves on the day, the vacancy is filled,"
            " other nominations to it end. This cannot be undone here."
        )
        % {"post": nomination.vacancy.position},
        "form": form,
        "action": _("Appoint"),
        "action_url": reverse("reserve:nomination_appoint", args=[pk]),
        "cancel_url": reverse("reserve:nomination", args=[pk]),
    }
    return render(request, "confirm.html", context)


def _found(request: Request, pk: int, *, is_own_too: bool = False) -> Nomination:
    rows = Nomination.objects.select_related(
        "person", "member", "vacancy__position__unit__parent", "submitted_by"
    ).prefetch_related("steps__by")
    seen = Q(pk__in=Nomination.objects.visible_to(request.user).values("pk"))
    if is_own_too and request.user.person_id:
        seen |= Q(person=request.user.person_id)
    return get_object_or_404(rows.filter(seen), pk=pk)


def _vacancy(request: Request, pk: int) -> Vacancy:
    rows = Vacancy.objects.visible_to(request.user).select_related("position__unit")
    vacancy = get_object_or_404(rows, pk=pk)
    access.require(request.user, Can.NOMINATE, vacancy.position.unit)
    return vacancy


def _serving(request: Request) -> list[tuple[int, str]]:
    """Return those who hold a post in one's branches, (id, name and place) each."""
    seen = access.scope(request.user, Can.SEE_RESERVE, path="position__unit__path")
    rows = (
        Appointment.objects.filter(seen)
        .on(timezone.localdate())
        .select_related("person", "position__unit")
        .order_by("person__last_name", "person__first_name", "pk")
    )
    return [(row.person_id, f"{row.person}, {row.position.unit}") for row in rows]


@transaction.atomic
def _submitted_outside(
    request: Request, vacancy: Vacancy, form: OutsideForm
) -> Nomination:
    person = form.candidate()
    if person.pk is None:
        person.save()
    _paper_consent(request, vacancy, person)
    return nominations.submit_outside(
        vacancy.pk,
        person,
        outside_reason=form.cleaned_data["outside_reason"],
        note=form.cleaned_data["note"],
        by=request.user,
    )


def _paper_consent(request: Request, vacancy: Vacancy, person: Person) -> None:
    if Consent.objects.in_force().filter(person=person).exists():
        return
    region = Unit.objects.get(pk=vacancy.position.unit.ancestor_ids[0])
    text = ConsentText.objects.current(
        region, ConsentText.Purpose.PROCESSING, timezone.localdate()
    )
    if text is None:
        raise Refused(_("The region has no text of the consent yet."))
    consents.give(person, text, by=request.user, form=Consent.Form.PAPER)


def _asked(
    request: Request,
    nomination: Nomination,
    target: str,
    form: forms.Form,
    *,
    ends: bool,
) -> dict[str, object]:
    if target not in reading.targets(nomination, request.user):
        raise Http404
    return {
        "title": _title(target) % {"name": nomination.person.full_name},
        "text": _("The post: %(post)s.") % {"post": nomination.vacancy.position},
        "form": form,
        "action": _("Confirm"),
        "action_url": reverse("reserve:nomination_step", args=[nomination.pk, target]),
        "cancel_url": _back(request, nomination),
        "danger": ends,
    }


def _back(request: Request, nomination: Nomination) -> str:
    if access.may(request.user, Can.SEE_RESERVE, nomination.vacancy.position.unit):
        return reverse("reserve:nomination", args=[nomination.pk])
    return reverse("reserve:mine")


def _title(target: str) -> str:
    return {
        Status.DOCUMENTS: _("Check the documents of %(name)s?"),
        Status.INTERVIEW: _("Invite %(name)s to an interview?"),
        Status.APPROVED: _("Approve %(name)s?"),
        Status.REFUSED: _("Refuse %(name)s?"),
        Status.DECLINED: _("%(name)s declines the post?"),
        Status.WITHDRAWN: _("Withdraw the nomination of %(name)s?"),
    }[Status(target)]
