"""Drafts of documents: begun, rewritten, thrown away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from monitoring.models import Methodology
from portal import access, asking
from portal.access import Can
from portal.asking import attempt
from portal.http import Request
from portal.models import Unit
from programs.forms.documents import PassportForm
from programs.models import Program
from programs.services import drafts
from programs.views import documents_steps as steps


@require_http_methods(["GET", "POST"])
def program_add(request: Request) -> HttpResponse:
    """Begin a document with its passport."""
    access.require_anywhere(request.user, Can.MANAGE_PROGRAMS)
    units = Unit.objects.filter(
        access.scope(request.user, Can.MANAGE_PROGRAMS, path="path"),
        kind__in=[Unit.Kind.REGION, Unit.Kind.MUNICIPALITY],
    ).order_by("path")
    form = PassportForm(
        request.POST or None,
        methods=Methodology.objects.visible_to(request.user),
        units=units,
        initial={"unit": access.home_unit(request.user)},
    )
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        if attempt(
            request,
            lambda: drafts.begin(made, by=request.user),
            _("The draft is made. Add its sections and rows, or import its table."),
        ):
            return redirect("programs:program", pk=made.pk)
    context = {
        "title": _("New document"),
        "form": form,
        "trail": [(_("Programs"), reverse("programs:home"))],
        "section": steps.SECTION,
    }
    return render(request, "programs/document/passport_form.html", context)


@require_http_methods(["GET", "POST"])
@steps.in_turn(Program, "pk")
def program_edit(request: Request, pk: int) -> HttpResponse:
    """Rewrite the passport of a draft."""
    program = steps.draft(request, pk)
    trail = steps.trail(program)
    methods = Methodology.objects.visible_to(request.user)
    form = PassportForm(request.POST or None, methods=methods, instance=program)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        if attempt(
            request,
            lambda: drafts.change(row, by=request.user),
            _("The passport is saved."),
        ):
            return redirect("programs:program", pk=pk)
    context = {
        "title": _("Passport of the document"),
        "form": form,
        "trail": trail,
        "section": steps.SECTION,
    }
    return render(request, "programs/document/passport_form.html", context)


@require_http_methods(["GET", "POST"])
def program_drop(request: Request, pk: int) -> HttpResponse:
    """Ask, then throw a draft away."""
    program = steps.draft(request, pk)
    if request.method == "POST":
        is_done = attempt(
            request,
            lambda: drafts.drop(pk, by=request.user),
            _("The draft is thrown away."),
        )
        is_gone = is_done or not Program.objects.filter(pk=pk).exists()
        return redirect("programs:home" if is_gone else steps.url(program))
    step = steps.step_of(
        program,
        _("Throw the draft away?"),
        _("Throw away"),
        done="",
        text=_(
            "Its passport, rows and findings go with it; issued editions stay. This"
            " cannot be undone."
        ),
        danger=True,
    )
    return asking.confirm(request, step, lambda: None)
