"""Groups of the beginning head's school: the list, one group, who is in it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.access import Can
from portal.asking import Step, Trail, ask, attempt, confirm
from portal.errors import Refused
from portal.http import Request
from portal.listing import page_of
from portal.models import Unit
from reserve.forms.groups import CandidateFilter, GroupAddForm, GroupForm, MarksForm
from reserve.models import Learner, Readiness, StudyGroup, not_withdrawn
from reserve.reading import groups as reading
from reserve.reading import places
from reserve.services import groups


@require_safe
def index(request: Request) -> HttpResponse:
    """List the groups, the newest first."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    seen = access.scope(request.user, Can.SEE_RESERVE, path="learners__unit__path")
    finished = Q(learners__finished_on__isnull=False)
    rows = reading.groups(request.user).annotate(
        size=Count("learners", filter=seen, distinct=True),
        finished=Count("learners", filter=seen & finished, distinct=True),
    )
    context = {
        "page": page_of(rows, request.GET),
        "may_add": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/group/list.html", context)


@require_http_methods(["GET", "POST"])
def page(request: Request, pk: int) -> HttpResponse:
    """Show a group: topics, learners; on POST write who finished."""
    group = _found(request, pk)
    runs = access.may(request.user, Can.RUN_RESERVE, group.owner)
    learners = list(reading.learners(group, request.user))
    form = MarksForm(request.POST or None, learners=learners)
    if request.method == "POST":
        access.require(request.user, Can.RUN_RESERVE, group.owner)
        if form.is_valid() and attempt(
            request,
            lambda: groups.finish(pk, marks=form.marks(), by=request.user),
            _("The certificates are saved."),
        ):
            return redirect("reserve:group", pk=pk)
    context = {
        "group": group,
        "form": form,
        "learners": learners,
        "finished": sum(row.finished_on is not None for row in learners),
        "runs": runs,
        "may_enroll": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "growth",
    }
    return render(request, "reserve/group/page.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Form a group."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    seen = access.scope(request.user, Can.RUN_RESERVE, path="path")
    units = Unit.objects.filter(seen).exclude(kind=Unit.Kind.ORGANIZATION)
    form = GroupAddForm(request.POST or None, units=units.order_by("path"))
    step = Step(
        _("A new group of the beginning head's school"),
        _("Form the group"),
        reverse("reserve:groups"),
        _("The group is formed: pick its learners."),
        _list_trail(),
    )
    return ask(request, step, form, lambda data: groups.form(by=request.user, **data))


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write a group anew."""
    group = _found(request, pk)
    access.require(request.user, Can.RUN_RESERVE, group.owner)
    initial = {"topics": "\n".join(group.topics)}
    form = GroupForm(request.POST or None, instance=group, initial=initial)
    step = _step(group, _("The group and its topics"), _("Save"))
    return ask(
        request, step, form, lambda data: groups.edit(pk, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def pick(request: Request, pk: int) -> HttpResponse:
    """Pick learners by filter; on POST enroll those ticked."""
    group = _found(request, pk)
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    form = CandidateFilter(
        request.GET,
        units=places.municipalities(request.user),
        readiness=Readiness.objects.of(Unit(pk=group.owner.ancestor_ids[0])),
    )
    found = reading.candidates(
        request.user,
        group,
        who=form.chosen("who"),
        municipality=str(getattr(form.chosen("municipality"), "pk", "")),
        readiness=str(getattr(form.chosen("readiness"), "pk", "")),
    )
    if request.method == "POST":
        return _enrolled(request, group, found)
    context = {
        "group": group,
        "form": form,
        "candidates": found,
        "trail": _trail(group),
        "section": "growth",
    }
    return render(request, "reserve/group/pick.html", context)


@require_http_methods(["GET", "POST"])
def leave(request: Request, pk: int) -> HttpResponse:
    """Ask, then take a learner out of the group."""
    seen = access.scope(request.user, Can.SEE_RESERVE)
    rows = Learner.objects.filter(seen).filter(not_withdrawn())
    row = get_object_or_404(
        rows.select_related("person", "unit", "group__owner"), pk=pk
    )
    access.require(request.user, Can.RUN_RESERVE, row.unit)
    title = _("Take %(person)s out of the group?") % {"person": row.person.short_name}
    step = _step(row.group, title, _("Take out"))
    return confirm(request, step, lambda: groups.leave(pk, by=request.user))


def _found(request: Request, pk: int) -> StudyGroup:
    return get_object_or_404(reading.groups(request.user), pk=pk)


def _enrolled(
    request: Request, group: StudyGroup, found: list[reading.Candidate]
) -> HttpResponse:
    """Enroll those of the offered who were ticked; nobody else is let in."""
    ticked = set(request.POST.getlist("who"))
    seats = [(one.person.pk, one.unit.pk) for one in found if one.key in ticked]
    try:
        count = groups.enroll(group.pk, seats=seats, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext(
            "%(count)s learner is enrolled.", "%(count)s learners are enrolled.", count
        )
        messages.success(request, words % {"count": count})
    return redirect("reserve:group", pk=group.pk)


def _list_trail() -> Trail:
    return ((_("School of the beginning head"), reverse("reserve:groups")),)


def _trail(group: StudyGroup) -> Trail:
    here = (group.name, reverse("reserve:group", args=[group.pk]))
    return (*_list_trail(), here)


def _step(group: StudyGroup, title: str, action: str) -> Step:
    back = reverse("reserve:group", args=[group.pk])
    return Step(title, action, back, _("The group is saved."), _trail(group))
