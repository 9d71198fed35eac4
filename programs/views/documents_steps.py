"""What the pages of a document share: finding it, the way to it, a step there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.asking import Step, Trail
from portal.data_language import data
from portal.http import Request
from programs.models import Program

SECTION = "programs-home"
View = Callable[[Request, int], HttpResponse]


def seen(request: Request, pk: int) -> Program:
    """Return a program that the user reads; a 404 page otherwise."""
    rows = Program.objects.visible_to(request.user)
    related = ("unit", "previous", "methodology")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def managed(request: Request, pk: int, can: Can = Can.MANAGE_PROGRAMS) -> Program:
    """Return a program that the user may change; 403 for a mere reader."""
    program = seen(request, pk)
    access.require(request.user, can, program.unit)
    return program


def draft(request: Request, pk: int) -> Program:
    """Return a draft that the user may change; an issued text has no such page."""
    program = managed(request, pk)
    if not program.is_draft:
        raise Http404
    return program


def in_turn(model: type[Any], program: str = "program") -> Callable[[View], View]:
    """Let a POST read the row that it rewrites after who writes the same draft now.

    `program` is the way from the row to its document. What the form compares with,
    and what the service saves, is then the row as that person has left it.
    """

    def of(view: View) -> View:
        @wraps(view)
        def waiting(request: Request, pk: int) -> HttpResponse:
            if request.method != "POST":
                return view(request, pk)
            with transaction.atomic():
                place = model._default_manager.filter(pk=pk).values(program)
                Program.objects.locked().filter(pk__in=place).first()
                return view(request, pk)

        return waiting

    return of


def trail(program: Program, *more: tuple[object, str]) -> Trail:
    """Return the way to the program's pages."""
    return [
        (_("Programs"), reverse("programs:home")),
        (data(program), url(program)),
        *more,
    ]


def step_of(
    program: Program,
    title: str,
    action: str,
    done: str,
    *,
    back: str = "",
    way: Trail = (),
    **more: Any,
) -> Step:
    """Return a step of a document; it leads to the passport unless `back` is given."""
    return Step(
        title=title,
        action=action,
        back=back or url(program),
        done=done,
        trail=trail(program, *way),
        section=SECTION,
        **more,
    )


def url(program: Program, anchor: str = "") -> str:
    """Return the address of the passport, or of a part of it."""
    address = reverse("programs:program", args=[program.pk])
    return f"{address}#{anchor}" if anchor else address


def rows_url(program: Program, anchor: str = "") -> str:
    """Return the address of the rows of the plan."""
    address = reverse("programs:program_rows", args=[program.pk])
    return f"{address}#{anchor}" if anchor else address
