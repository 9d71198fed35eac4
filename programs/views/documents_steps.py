"""A step that asks first: a form on a page of its own, then the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.data_language import data
from portal.errors import Refused
from portal.http import Request
from programs.models import Program

Trail = list[tuple[object, str]]


@dataclass(frozen=True)
class Step:
    """What the page of a step says, and where it leads back."""

    title: str
    action: str
    back: str
    done: str
    trail: Trail
    text: str = ""
    lines: tuple[str, ...] = ()
    danger: bool = False
    template: str = "programs/document/step.html"


def ask(
    request: Request,
    step: Step,
    form: forms.BaseForm,
    act: Callable[[], object],
    *,
    looks: bool = False,
    **context: object,
) -> HttpResponse:
    """Show the form; on POST take the step, or say why not.

    Whoever only `looks` gets the form back as it was filled in.
    """
    if request.method == "POST" and not looks and form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, step.done)
            return redirect(step.back)
    shown = {
        "title": step.title,
        "text": step.text,
        "lines": step.lines,
        "form": form,
        "action": step.action,
        "action_url": request.get_full_path(),
        "cancel_url": step.back,
        "danger": step.danger,
        "trail": step.trail,
        "section": "programs-home",
        **context,
    }
    return render(request, step.template, shown)


def confirm(
    request: Request, step: Step, act: Callable[[], object], **context: object
) -> HttpResponse:
    """Ask without a question: the button alone."""
    posted = request.POST if request.method == "POST" else None
    return ask(request, step, forms.Form(posted), act, looks=False, **context)


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


def trail(program: Program, *more: tuple[object, str]) -> Trail:
    """Return the way to the program's pages."""
    return [
        (_("Programs"), reverse("programs:home")),
        (data(program), url(program)),
        *more,
    ]


def url(program: Program, anchor: str = "") -> str:
    """Return the address of the passport, or of a part of it."""
    address = reverse("programs:program", args=[program.pk])
    return f"{address}#{anchor}" if anchor else address


def rows_url(program: Program, anchor: str = "") -> str:
    """Return the address of the rows of the plan."""
    address = reverse("programs:program_rows", args=[program.pk])
    return f"{address}#{anchor}" if anchor else address
