"""Users, roles, organizations and the journal: the administrator's pages."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.forms.administration import (
    JournalFilter,
    RoleForm,
    UnitFilter,
    UserFilter,
    UserForm,
)
from portal.http import Request
from portal.listing import page_of
from portal.models import JournalEntry, Membership, Unit, User
from portal.services import users


@require_safe
def user_list(request: Request) -> HttpResponse:
    """List the users who hold a role in the branches one administers."""
    found = UserFilter(request.GET or None, queryset=_users(request))
    context = {"filter": found, "page": page_of(found.qs, request.GET)}
    return render(request, "portal/user_list.html", context)


@sensitive_variables("password")
@require_http_methods(["GET", "POST"])
def user_add(request: Request) -> HttpResponse:
    """Create a user; the password is shown once."""
    form = UserForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        role, unit = form.cleaned_data["role"], form.cleaned_data["unit"]
        user = form.save(commit=False)
        try:
            password = users.add(user, role=role, unit=unit, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"made": user, "password": password}
            return render(request, "portal/user_added.html", context)
    return render(request, "portal/user_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def user_page(request: Request, pk: int) -> HttpResponse:
    """Show a user's roles; on POST give one more."""
    user = get_object_or_404(_users(request), pk=pk)
    form = RoleForm(request.POST or None, units=_units(request))
    if request.method == "POST" and form.is_valid():
        try:
            users.grant(user.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("user", pk=pk)
    return render(request, "portal/user_page.html", {"person": user, "form": form})


@require_POST
def role_revoke(request: Request, pk: int) -> HttpResponse:
    """Take a role away."""
    rows = Membership.objects.filter(access.scope(request.user, Can.ADMINISTER))
    held = get_object_or_404(rows, pk=pk)
    try:
        users.revoke(held.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("users")


@require_POST
def user_active(request: Request, pk: int) -> HttpResponse:
    """Let the user sign in, or no longer."""
    user = get_object_or_404(_users(request), pk=pk)
    try:
        users.set_active(user.pk, active=not user.is_active, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("user", pk=pk)


@require_safe
def unit_list(request: Request) -> HttpResponse:
    """List the units one administers, in tree order."""
    found = UnitFilter(request.GET or None, queryset=_units(request))
    context = {"filter": found, "page": page_of(found.qs, request.GET)}
    return render(request, "portal/unit_list.html", context)


@require_safe
def journal(request: Request) -> HttpResponse:
    """List who did what, newest first."""
    if not access.anywhere(request.user, Can.SEE_JOURNAL):
        raise PermissionDenied
    rows = JournalEntry.objects.visible_to(request.user).select_related("by", "unit")
    found = JournalFilter(request.GET or None, queryset=rows.order_by("-at", "-pk"))
    context = {"filter": found, "page": page_of(found.qs, request.GET)}
    return render(request, "portal/journal_list.html", context)


def _units(request: Request) -> QuerySet[Unit]:
    if not access.anywhere(request.user, Can.ADMINISTER):
        raise PermissionDenied
    return (
        Unit.objects.visible_to(request.user)
        .filter(access.scope(request.user, Can.ADMINISTER, path="path"))
        .select_related("parent", "organization")
        .order_by("path")
    )


def _users(request: Request) -> QuerySet[User]:
    units = _units(request)
    roles = Membership.objects.filter(unit__in=units).select_related("unit")
    return (
        User.objects.filter(pk__in=roles.values("user"))
        .prefetch_related(Prefetch("memberships", roles, to_attr="shown_roles"))
        .order_by("last_name", "username")
    )
