"""A step that asks first: a form on a page of its own, then the service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal.errors import Refused
from portal.http import Request

Trail = Sequence[tuple[object, str]]


@dataclass(frozen=True)
class Step:
    """What the page of a step says, the way to it, and where it leads back.

    `hidden` travels with the form; `section` is the item of the navigation.
    """

    title: str
    action: str
    back: str
    done: str
    trail: Trail
    section: str = ""
    text: str = ""
    lines: tuple[str, ...] = ()
    hidden: Mapping[str, object] | None = None
    danger: bool = False
    template: str = "step.html"


def ask(
    request: Request,
    step: Step,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    **context: object,
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
    return render(request, step.template, shown(request, step, form) | context)


def confirm(
    request: Request, step: Step, act: Callable[[], object], **context: object
) -> HttpResponse:
    """Ask without a question: the button alone."""
    posted = request.POST if request.method == "POST" else None
    return ask(request, step, forms.Form(posted), lambda _data: act(), **context)


def attempt(request: Request, act: Callable[[], object], done: str = "") -> bool:
    """Take a step at once; say that it is done, or why it is refused."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True


def shown(request: Request, step: Step, form: forms.BaseForm) -> dict[str, object]:
    """Return what the page of a step needs."""
    return {
        "title": step.title,
        "text": step.text,
        "lines": step.lines,
        "hidden": step.hidden,
        "form": form,
        "action": step.action,
        "action_url": request.get_full_path(),
        "cancel_url": step.back,
        "danger": step.danger,
        "trail": step.trail,
        "section": step.section,
    }
