"""The way to a practice: who may do what with it, and how its steps ask."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.http import Request
from programs.models import Practice

SECTION = "programs-practices"


def seen(request: Request, pk: int) -> Practice:
    """Return a practice that the user reads; a 404 page otherwise."""
    rows = Practice.objects.visible_to(request.user)
    related = ("unit__parent", "indicator", "reviewed_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def own(request: Request, pk: int) -> Practice:
    """Return a practice that the user may change; 403 for a mere reader."""
    practice = seen(request, pk)
    access.require(request.user, Can.PROPOSE_PRACTICES, practice.unit)
    return practice


def reviewed(request: Request, pk: int) -> Practice:
    """Return a practice that the user may review; 403 for a mere reader."""
    practice = seen(request, pk)
    access.require(request.user, Can.REVIEW_PRACTICES, practice.unit)
    return practice


def worked_on(request: Request, pk: int) -> Practice:
    """Return a practice that the user writes or reviews; 403 for a mere reader."""
    practice = seen(request, pk)
    rights = (Can.PROPOSE_PRACTICES, Can.REVIEW_PRACTICES)
    if not any(access.may(request.user, can, practice.unit) for can in rights):
        raise PermissionDenied
    return practice


def trail(*more: tuple[object, str]) -> Trail:
    """Return the way to the pages of practices."""
    return [(_("Practices"), reverse("programs:practices")), *more]


def step_of(
    practice: Practice,
    title: str,
    action: str,
    done: str,
    *,
    text: str = "",
    danger: bool = False,
) -> Step:
    """Return what the page of a step says of the practice."""
    back = reverse("programs:practice", args=[practice.pk])
    return Step(
        title,
        action,
        back,
        done,
        trail((data(practice.title), back)),
        SECTION,
        text,
        danger=danger,
    )
