"""Consent and the rights of the person: withdrawal, report, erasure."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from portal.models import Person, User
from reserve.models import Application, Member
from reserve.reading import subject
from reserve.services import consents, erasure


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask, then withdraw the consent: one's own, or as the person has written."""
    person = _person(request, pk)
    is_own = request.user.person_id == person.pk
    if not consents.may_withdraw(person, request.user):
        raise PermissionDenied
    back = "reserve:mine" if is_own else "reserve:members"
    if request.method == "POST":
        try:
            consents.withdraw(person, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The consent is withdrawn and the file is closed.")
            )
        return redirect(back)
    return render(request, "confirm.html", _question(person, back, is_own=is_own))


@require_safe
def report(request: Request, pk: int) -> HttpResponse:
    """Show everything the portal holds about the person, on record."""
    person = _subject(request, pk)
    context = {
        "person": person,
        "chapters": subject.report(person),
        "is_own": request.user.person_id == person.pk,
        "section": "reserve",
    }
    return render(request, "reserve/member/report.html", context)


@require_safe
def report_json(request: Request, pk: int) -> HttpResponse:
    """Serve the same report for a machine."""
    person = _subject(request, pk)
    content = subject.as_json(subject.report(person))
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = (
        f'attachment; filename="person-{person.pk}.json"'
    )
    return response


@require_http_methods(["GET", "POST"])
def erase(request: Request, pk: int) -> HttpResponse:
    """Count what an erasure does, then do it."""
    person = get_object_or_404(_people(request.user), pk=pk)
    tally = erasure.counted(person, by=request.user)
    if request.method == "POST":
        try:
            done = erasure.erase(person.pk, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("reserve:subject_erase", pk=pk)
        text = ngettext(
            "The data are erased: %(count)s row.",
            "The data are erased: %(count)s rows.",
            done.total,
        )
        messages.success(request, text % {"count": done.total})
        return redirect("reserve:members")
    context = {"person": person, "tally": tally, "section": "reserve"}
    return render(request, "reserve/member/erase.html", context)


@require_safe
def closed(request: Request) -> HttpResponse:
    """List the files that a withdrawn consent has closed, without names."""
    access.require_anywhere(request.user, Can.DECIDE_RESERVE)
    within = Member.objects.within(request.user)
    seen = Member.objects.visible_to(request.user)
    rows = within.exclude(pk__in=seen.values("pk")).select_related("unit__parent")
    context = {"rows": rows.order_by("-pk")[:500], "section": "reserve"}
    return render(request, "reserve/member/closed.html", context)


def _person(request: Request, pk: int) -> Person:
    """Return the person themselves, or one whose file the user may open."""
    user = request.user
    if user.person_id == pk:
        return get_object_or_404(Person, pk=pk)
    members = Member.objects.visible_to(user).filter(person=pk)
    applications = Application.objects.run_by(user).filter(person=pk)
    if not members.exists() and not applications.exists():
        raise Http404
    return get_object_or_404(Person, pk=pk)


def _subject(request: Request, pk: int) -> Person:
    """Return the person of a report; others than the person need the decision."""
    person = _person(request, pk)
    user = request.user
    if user.person_id != person.pk:
        units = consents.places(person)
        if not all(access.may(user, Can.DECIDE_RESERVE, unit) for unit in units):
            raise PermissionDenied
    if request.method == "GET":
        region = access.home_region(user)
        journal.write("reserve_subject_report", person, by=user, unit=region)
        journal.write("reserve_file_opened", person, by=user, unit=region)
    return person


def _people(user: User) -> QuerySet[Person]:
    """Return the people with rows where the user works, closed files among them."""
    members = Member.objects.within(user).values("person")
    applications = Application.objects.filter(
        access.scope(user, Can.SEE_RESERVE)
    ).values("person")
    return Person.objects.filter(pk__in=members) | Person.objects.filter(
        pk__in=applications
    )


def _question(person: Person, back: str, *, is_own: bool) -> dict[str, object]:
    lines = [
        _("The file is hidden from everybody at once."),
        _("Applications not yet decided and nominations to posts are withdrawn."),
        _("The stay in the reserve ends."),
        _("In the figures only the number stays. What is on record can be erased."),
    ]
    text = (
        _("You withdraw your consent to the processing of your data.")
        if is_own
        else _("%(name)s has withdrawn the consent in writing.")
        % {"name": person.full_name}
    )
    return {
        "title": _("Withdraw the consent?"),
        "text": text,
        "lines": lines,
        "action": _("Withdraw the consent"),
        "action_url": reverse("reserve:consent_withdraw", args=[person.pk]),
        "cancel_url": reverse(back),
        "danger": True,
        "section": "mine" if is_own else "reserve",
    }
