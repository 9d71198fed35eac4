"""The ways to a meeting that its pages share: who sees it, the trail, the step."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.http import Request
from portal.models import Unit, User
from programs.models import Decision, Meeting

SECTION = "programs-meetings"


def seen(request: Request, pk: int) -> Meeting:
    """Return a meeting that the user may see, or 404."""
    rows = Meeting.objects.visible_to(request.user)
    related = ("unit", "about", "program", "event", "signed_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def managed(request: Request, pk: int) -> Meeting:
    """Return a meeting that the user's branch holds; 403 for its other side."""
    meeting = seen(request, pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, meeting.unit)
    return meeting


def decided(request: Request, pk: int) -> Decision:
    """Return a decision that the user may see, or 404."""
    rows = Decision.objects.visible_to(request.user)
    related = ("meeting__unit", "meeting__program", "unit", "item", "body", "event")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def regions(user: User) -> QuerySet[Unit]:
    """Return the regions where the user holds meetings."""
    scope = access.scope(user, Can.MANAGE_PROGRAMS, path="path")
    return Unit.objects.filter(scope, kind=Unit.Kind.REGION).by_name()


def trail(*more: tuple[object, str]) -> Trail:
    """Return the way to a page of meetings."""
    return [(_("Meetings and interviews"), reverse("programs:meetings")), *more]


def step(meeting: Meeting, title: str, action: str, done: str, **more: Any) -> Step:
    """Return a step that leads back to the meeting; `more` is what Step takes."""
    back = reverse("programs:meeting", args=[meeting.pk])
    way = trail((data(meeting.title), back))
    return Step(title, action, back, done, way, SECTION, **more)
