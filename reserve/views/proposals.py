"""Nomination of candidates, and whom one has nominated."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal import access, search_words
from portal.access import Can
from portal.asking import attempt
from portal.http import Request, id_of
from portal.models import Person, Unit, User
from reserve import invitations
from reserve.forms.applications import NominationForm
from reserve.models import Application, Competition, agreed
from reserve.reading.applications import TONES
from reserve.services import invites, proposals
from reserve.services.proposals import Proposed

MOST_FOUND = 12


@require_http_methods(["GET", "POST"])
def nominate(request: Request, pk: int) -> HttpResponse:
    """Propose somebody known or somebody new; show whom one has proposed."""
    rows = Competition.objects.announced().select_related("unit")
    competition = get_object_or_404(rows, pk=pk)
    units = _units(request.user, competition)
    if not units.exists():
        raise PermissionDenied
    person = _person(request)
    form = NominationForm(
        request.POST or None,
        units=units,
        person=person,
        initial=_initial(person, units),
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and _proposed(request, competition, form)
    ):
        return redirect("reserve:nominate", pk=pk)
    context = {
        "competition": competition,
        "form": form,
        "person": person,
        "words": request.GET.get("q", ""),
        "found": _found(request),
        "is_taking": competition.is_taking(timezone.localdate()),
        "nominated": _nominated(request.user, competition),
        "tones": TONES,
    }
    return render(request, "reserve/application/nominate.html", context)


@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """Send the invitation of somebody one has nominated once more."""
    own = Application.objects.filter(
        access.scope(request.user, Can.NOMINATE), nominated_by=request.user
    )
    application = get_object_or_404(own, pk=pk)
    attempt(
        request,
        lambda: invites.send_again(pk, by=request.user),
        _("The invitation is sent once more."),
    )
    return redirect("reserve:nominate", pk=application.competition_id)


def _proposed(request: Request, competition: Competition, form: NominationForm) -> bool:
    data = form.cleaned_data
    proposed = Proposed(
        person=form.proposed(),
        unit=data["unit"],
        job_title=data["job_title"],
        note=data["note"],
        email=data.get("email", ""),
    )
    return attempt(
        request,
        lambda: proposals.nominate(competition.pk, proposed, by=request.user),
        _("The candidate is told; they agree and send the application themselves."),
    )


def _units(user: User, competition: Competition) -> QuerySet[Unit]:
    rows = Unit.objects.filter(
        access.scope(user, Can.NOMINATE, path="path"),
        path__startswith=competition.unit.path[:8],
    ).exclude(kind=Unit.Kind.REGION)
    return rows.active_on(timezone.localdate()).by_name()


def _person(request: Request) -> Person | None:
    pk = id_of(request.GET.get("person"))
    if not pk:
        return None
    return get_object_or_404(proposals.known_to(request.user), pk=pk)


def _found(request: Request) -> list[Person]:
    words = search_words.words(request.GET.get("q", ""))
    if not words:
        return []
    people = proposals.known_to(request.user).annotate(
        last=search_words.fold("last_name"),
        first=search_words.fold("first_name"),
        middle=search_words.fold("patronymic"),
    )
    rows = people.filter(search_words.matching(words, "last", "first", "middle"))
    return list(rows.order_by("last_name", "first_name", "pk")[:MOST_FOUND])


def _initial(person: Person | None, units: QuerySet[Unit]) -> dict[str, object]:
    if person is None:
        return {"unit": units.first()} if units.count() == 1 else {}
    post = (
        person.appointments.on(timezone.localdate())
        .filter(position__unit__in=units)
        .select_related("position")
        .first()
    )
    if post is None:
        return {}
    return {"unit": post.position.unit_id, "job_title": post.position.title}


def _nominated(user: User, competition: Competition) -> QuerySet[Application]:
    rows = Application.objects.filter(
        access.scope(user, Can.NOMINATE), competition=competition, nominated_by=user
    )
    shown = rows.filter(Q(status=Application.Status.DRAFT) | Q(agreed()))
    since = timezone.now() - invites.PAUSE
    sent = Application.objects.filter(person=OuterRef("person"), invited_at__gt=since)
    with_invitation = shown.annotate(
        waits=Exists(invitations.waiting().filter(person=OuterRef("person"))),
        is_fresh=Exists(sent),
    )
    return with_invitation.select_related("person", "unit").order_by("-created_at")
