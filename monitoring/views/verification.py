"""The public check of a letter by its code."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from monitoring.forms.letters import CodeForm
from monitoring.models import Letter


@login_not_required
@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or go to its page."""
    asked = CodeForm(request.GET or None)
    if request.GET and asked.is_valid():
        return redirect("verify", code=asked.cleaned_data["code"].strip().upper())
    return render(request, "monitoring/verify_form.html", {"form": asked})


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether a letter with this code was sent, and whether it is in force.

    Shown are number, date, sender and organization; no name, no figures.
    """
    found = (
        Letter.objects.filter(code=code, issued_at__isnull=False)
        .select_related("unit", "cycle__owner", "replaced_by")
        .first()
    )
    status = 200 if found else 404
    context = {"letter": found, "code": code, "form": CodeForm()}
    return render(request, "monitoring/verify.html", context, status=status)
