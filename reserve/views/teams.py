"""Management teams: the list, one team, its people, roles and training."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, workbooks
from portal.access import Can
from portal.asking import Step, Trail, ask, confirm
from portal.http import Request, download
from portal.listing import page_of
from portal.models import Appointment, Unit
from reserve import growth_sheets
from reserve.forms.teams import (
    DayForm,
    TeamAddForm,
    TeamFilter,
    TeamForm,
    TeamMemberForm,
    TrainingForm,
)
from reserve.models import (
    ManagementTeam,
    Member,
    TeamMember,
    TeamTraining,
    not_withdrawn,
)
from reserve.reading import places
from reserve.reading import teams as reading
from reserve.services import teams
from reserve.views import on_record


@require_safe
def index(request: Request) -> HttpResponse:
    """List the teams of the branch with their roles and training."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = _filter(request)
    page = page_of(_narrowed(request, form), request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": reading.rows_of(page),
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/team/list.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the chosen teams as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    access.require_anywhere(request.user, Can.EXPORT)
    rows = reading.rows_of(_narrowed(request, _filter(request)))
    on_record.exported(request, "teams")
    content = workbooks.workbook([growth_sheets.teams(rows)])
    return download(content, _("Management teams") + ".xlsx")


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show a team: who covers which role, what is missing, project, training."""
    team = _found(request, pk)
    people = reading.members_of(team)
    runs = access.may(request.user, Can.RUN_RESERVE, team.unit)
    context = {
        "team": team,
        "people": people,
        "coverage": reading.coverage(reading.roles_of(team.unit), people),
        "trainings": team.trainings.order_by("-starts_on", "-pk"),
        "runs": runs and team.dissolved_on is None,
        "section": "growth",
    }
    return render(request, "reserve/team/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Form a team."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    seen = access.scope(request.user, Can.RUN_RESERVE, path="path")
    units = Unit.objects.filter(seen).exclude(kind=Unit.Kind.REGION)
    form = TeamAddForm(
        request.POST or None,
        units=units.active_on(timezone.localdate()).by_name(),
        initial={"unit": request.GET.get("unit", ""), "formed_on": _today()},
    )
    step = Step(
        _("A new management team"),
        _("Form the team"),
        reverse("reserve:teams"),
        _("The team is formed: give its roles."),
        _list_trail(),
    )
    return ask(request, step, form, lambda data: teams.form(by=request.user, **data))


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a team anew."""
    team = _ruled(request, pk)
    form = TeamForm(request.POST or None, instance=team)
    step = _step(team, _("The team and its project"), _("Save"))
    return ask(
        request, step, form, lambda data: teams.edit(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def dissolve(request: Request, pk: int) -> HttpResponse:
    """Ask for the day, then dissolve the team."""
    team = _ruled(request, pk)
    form = DayForm(request.POST or None, initial={"on": _today()})
    step = _step(team, _("Dissolve the team?"), _("Dissolve"), danger=True)
    return ask(
        request, step, form, lambda data: teams.dissolve(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def member_add(request: Request, pk: int) -> HttpResponse:
    """Give a person a role."""
    team = _ruled(request, pk)
    form = TeamMemberForm(
        request.POST or None,
        roles=reading.roles_of(team.unit),
        people=_people(request, team),
        initial={"role": request.GET.get("role", "")},
    )
    step = _step(team, _("A role in the team"), _("Give this role"))

    def act(data: dict[str, Any]) -> object:
        person = form.person()
        return teams.add_member(pk, person=person, role=data["role"], by=request.user)

    return ask(request, step, form, act)


@require_http_methods(["GET", "POST"])
def member_remove(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a role away."""
    seen = reading.seen_by(request.user).values("pk")
    rows = TeamMember.objects.filter(not_withdrawn(), team__in=seen)
    row = get_object_or_404(rows.select_related("person", "role"), pk=pk)
    team = _ruled(request, row.team_id)
    title = _("Take the role «%(role)s» from %(person)s?") % {
        "role": row.role.name,
        "person": row.person.short_name,
    }
    step = _step(team, title, _("Take away"), danger=True)
    return confirm(request, step, lambda: teams.remove_member(pk, by=request.user))


@require_http_methods(["GET", "POST"])
def training_add(request: Request, pk: int) -> HttpResponse:
    """Write down a course of the team."""
    team = _ruled(request, pk)
    form = TrainingForm(request.POST or None)
    step = _step(team, _("A course of the team"), _("Add"))
    return ask(
        request,
        step,
        form,
        lambda data: teams.add_training(pk, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def training_finish(request: Request, pk: int) -> HttpResponse:
    """Ask for the day on which the team finished its course."""
    seen = reading.seen_by(request.user).values("pk")
    row = get_object_or_404(TeamTraining, pk=pk, team__in=seen)
    team = _ruled(request, row.team_id)
    form = DayForm(request.POST or None, initial={"on": _today()})
    step = _step(team, _("Finished: %(course)s") % {"course": row.name}, _("Save"))
    return ask(
        request,
        step,
        form,
        lambda data: teams.finish_training(pk, by=request.user, **data),
    )


def _found(request: Request, pk: int) -> ManagementTeam:
    return get_object_or_404(reading.seen_by(request.user), pk=pk)


def _ruled(request: Request, pk: int) -> ManagementTeam:
    team = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, team.unit)
    return team


def _people(request: Request, team: ManagementTeam) -> list[tuple[str, str]]:
    """Return who holds a post at the unit, who is in its reserve, who is inside."""
    posts = Appointment.objects.on(timezone.localdate()).filter(
        not_withdrawn(), position__unit=team.unit
    )
    found = {
        row.person_id: f"{row.person.full_name} ({row.position.title})"
        for row in posts.select_related("person", "position")
    }
    members = Member.objects.visible_to(request.user).active().filter(unit=team.unit)
    for row in members.select_related("person"):
        found.setdefault(row.person_id, f"{row.person.full_name} ({row.job_title})")
    for one in reading.members_of(team):
        found.setdefault(one.person_id, one.person.full_name)
    return [(str(pk), name) for pk, name in sorted(found.items(), key=lambda p: p[1])]


def _list_trail() -> Trail:
    return ((_("Management teams"), reverse("reserve:teams")),)


def _step(
    team: ManagementTeam, title: str, action: str, *, danger: bool = False
) -> Step:
    back = reverse("reserve:team", args=[team.pk])
    trail = (*_list_trail(), (team.name, back))
    return Step(title, action, back, _("The team is saved."), trail, danger=danger)


def _filter(request: Request) -> TeamFilter:
    return TeamFilter(request.GET, units=places.municipalities(request.user))


def _narrowed(request: Request, form: TeamFilter) -> QuerySet[ManagementTeam]:
    rows = reading.seen_by(request.user)
    if place := form.chosen("municipality"):
        rows = rows.filter(places.of_municipality("unit", place.pk))
    if words := form.chosen("words").strip():
        rows = rows.filter(
            Q(name__icontains=words) | Q(unit__short_name__icontains=words)
        )
    return reading.narrowed(rows, kind=form.chosen("kind"), state=form.chosen("state"))


def _today() -> object:
    return timezone.localdate()
