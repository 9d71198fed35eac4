"""A step that asks first: a form on a page of its own, then the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.http import Request
from reserve.models import Member

Trail = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Step:
    """What the page of a step says, and where it leads back."""

    title: str
    action: str
    back: str
    done: str
    trail: Trail
    text: str = ""
    danger: bool = False


def ask(
    request: Request,
    step: Step,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    """Show the form; on POST take the step with the cleaned values, or say why not."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, step.done)
            return redirect(step.back)
    context = {
        "title": step.title,
        "text": step.text,
        "form": form,
        "action": step.action,
        "action_url": request.get_full_path(),
        "cancel_url": step.back,
        "danger": step.danger,
        "trail": step.trail,
        "section": "growth",
    }
    return render(request, "reserve/plan/step.html", context)


def confirm(request: Request, step: Step, act: Callable[[], object]) -> HttpResponse:
    """Ask without a question: the button alone."""
    posted = request.POST if request.method == "POST" else None
    return ask(request, step, forms.Form(posted), lambda _data: act())


def require(request: Request, can: Can = Can.SEE_RESERVE) -> None:
    """Raise PermissionDenied unless the user has the right somewhere."""
    if not access.anywhere(request.user, can):
        raise PermissionDenied


def opened(request: Request, member: Member, **what: str) -> None:
    """Put on record that somebody else opened the member's file."""
    is_own = member.person_id == request.user.person_id
    if request.method == "GET" and not is_own:
        journal.write(
            "reserve_file_opened", member, by=request.user, unit=member.unit, **what
        )


def exported(request: Request, what: str) -> None:
    """Put on record that a list left the portal."""
    unit = access.home_unit(request.user)
    if unit is not None and request.method == "GET":
        journal.write(f"reserve_{what}_exported", unit, by=request.user, unit=unit)
