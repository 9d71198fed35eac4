"""Effective heads: the base for the staff, and the answer of the head."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal import access
from portal.access import Can
from portal.asking import attempt
from portal.errors import Refused
from portal.http import Request, id_of
from portal.listing import page_of
from reserve.forms.succession import AnswerForm, EffectiveFilter
from reserve.models import ConsentText, EffectiveHead
from reserve.reading import effective as reading
from reserve.services import effective


@require_safe
def index(request: Request) -> HttpResponse:
    """List the heads whom monitoring's figures found, with what found them."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    form = EffectiveFilter(request.GET)
    cycle = reading.latest_cycle(request.user)
    rows = reading.found(request.user, cycle) if cycle else []
    chosen = reading.narrowed(
        rows, form.chosen("answer"), form.chosen("role"), form.chosen("type")
    )
    page = page_of(chosen, request.GET)
    context = {
        "form": form,
        "cycle": cycle,
        "page": page,
        "total": len(rows),
        "agreed": sum(row.answer == EffectiveHead.Answer.AGREED for row in rows),
        "not_asked": sum(not row.answer for row in rows),
        "may_ask": access.anywhere(request.user, Can.RUN_RESERVE),
        "section": "succession",
    }
    return render(request, "reserve/effective/index.html", context)


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask before asking: one head that the address names, or all not asked yet."""
    access.require_anywhere(request.user, Can.RUN_RESERVE)
    cycle = reading.latest_cycle(request.user)
    rows = reading.found(request.user, cycle) if cycle else []
    one = id_of(request.POST.get("person") or request.GET.get("person"))
    waiting = [
        row
        for row in rows
        if not row.answer and (not one or row.facts.person_id == one)
    ]
    if request.method == "POST" and cycle is not None:
        people = [row.facts.person_id for row in waiting]
        attempt(
            request,
            lambda: effective.ask(cycle, people, by=request.user),
            _("The heads are asked; their answers appear here."),
        )
        return redirect("reserve:effective")
    count = len(waiting)
    context = {
        "title": ngettext(
            "Ask %(count)s head to share the experience?",
            "Ask %(count)s heads to share the experience?",
            count,
        )
        % {"count": count},
        "text": _("They read what found them and agree to roles, or decline."),
        "lines": [f"{row.person.full_name}, {row.unit}" for row in waiting],
        "hidden": {"person": one} if one else {},
        "action": _("Ask"),
        "action_url": reverse("reserve:effective_ask"),
        "cancel_url": reverse("reserve:effective"),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Show the head what found them and the text of the consent; take the answer."""
    own = EffectiveHead.objects.filter(person=request.user.person_id or 0)
    head = get_object_or_404(own.select_related("unit", "cycle"), pk=pk)
    form = AnswerForm(request.POST or None, initial={"roles": reading.roles_of(head)})
    if request.method == "POST" and form.is_valid():
        declines = "decline" in request.POST
        roles = [] if declines else form.cleaned_data["roles"]
        if not declines and not roles:
            form.add_error("roles", _("Choose a role, or decline."))
        else:
            attempt(
                request,
                lambda: effective.answer(pk, roles=roles, by=request.user),
                _("Thank you: your answer is kept."),
            )
            return redirect("reserve:effective_answer", pk=pk)
    context = {"head": head, "form": form, "text": _text(head)}
    return render(request, "reserve/effective/answer.html", context)


def _text(head: EffectiveHead) -> ConsentText | None:
    try:
        return effective.text_for(head.unit)
    except Refused:
        return None
