"""The list of members, its file, and the steps of one member."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import (
    url_has_allowed_host_and_scheme,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, download, page_or_part
from portal.listing import ordering, page_of
from portal.models import Unit
from portal.search_words import fold
from portal.years import years_later
from reserve import member_file
from reserve.forms.members import ExcludeForm, ExtendForm, MemberFilter, MoveForm
from reserve.models import Member
from reserve.reading import board
from reserve.reading.kept import Kept
from reserve.reading.marks import marks
from reserve.services import members, terms

COLUMNS = {
    "name": "sort_name",
    "municipality": "unit__parent__sort_name",
    "state": "status",
    "readiness": "readiness__position",
    "included": "included_on",
    "term": "term_ends_on",
}


@require_safe
def listed(request: Request) -> HttpResponse:
    """List the members whose file the user may open, with filters."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    seen = Member.objects.visible_to(request.user)
    form = MemberFilter(request.GET or None, user=request.user)
    rows = form.filtered(seen).select_related(
        "person", "unit__parent", "owner", "readiness"
    )
    today = timezone.localdate()
    kept = Kept(request.user, today)
    within = Member.objects.within(request.user)
    closed = within.exclude(pk__in=seen.values("pk"))
    rows = rows.annotate(sort_name=fold("person__last_name"))
    context = {
        "form": form,
        "part": "members-table",
        "page": page_of(
            rows.order_by(*ordering(request.GET, COLUMNS, "name")), request.GET
        ),
        "counts": kept.of("counts", lambda: board.counts(seen, marks(today))),
        "closed": kept.of("closed", closed.count),
        "may_decide": access.anywhere(request.user, Can.DECIDE_RESERVE),
        "here": reverse("reserve:members"),
        "section": "reserve",
    }
    return page_or_part(
        request, "reserve/member/list.html", "reserve/member/_table.html", context
    )


@require_safe
def xlsx(request: Request) -> HttpResponse:
    """Serve the filtered list as a file, on record."""
    user = request.user
    if not (
        access.anywhere(user, Can.SEE_RESERVE) and access.anywhere(user, Can.EXPORT)
    ):
        raise PermissionDenied
    form = MemberFilter(request.GET or None, user=user)
    rows = form.filtered(Member.objects.visible_to(user))
    content, count = member_file.as_xlsx(rows)
    region = access.home_region(user)
    if region:
        journal.write(
            "reserve_members_exported", region, by=user, unit=region, count=count
        )
    name = f"{_('Talent reserve')} {timezone.localdate():%Y-%m-%d}.xlsx"
    return download(content, name)


@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponse:
    """Take a member to another state: from the board at once, or from a page."""
    member = _member(request, pk)
    offered = board.targets(member, request.user)
    form = MoveForm(request.POST or None, targets=offered)
    if request.method == "POST":
        return _moved(request, member, form)
    if not offered:
        raise PermissionDenied
    title = _("Move to another state")
    return _asked(request, member, form, title=title, action=_("Move"))


@require_http_methods(["GET", "POST"])
def exclude(request: Request, pk: int) -> HttpResponse:
    """Ask for the ground, then exclude a member."""
    member = _member(request, pk)
    _require_decision(request, member)
    region = Unit.objects.get(pk=member.owner.ancestor_ids[0])
    form = ExcludeForm(request.POST or None, region=region)
    if request.method == "POST" and form.is_valid():
        try:
            members.exclude(member.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The person is excluded from the reserve."))
        return redirect("reserve:member", pk=pk)
    title = _("Exclude from the reserve?")
    return _asked(request, member, form, title=title, action=_("Exclude"), danger=True)


@require_http_methods(["GET", "POST"])
def extend(request: Request, pk: int) -> HttpResponse:
    """Ask for the protocol, then make a member's term longer."""
    member = _member(request, pk)
    _require_decision(request, member)
    initial = {"until": years_later(member.term_ends_on, 1)}
    form = ExtendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            terms.extend(member.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The term is longer now."))
        return redirect("reserve:member", pk=pk)
    title = _("Make the term longer?")
    return _asked(request, member, form, title=title, action=_("Extend"))


def _member(request: Request, pk: int) -> Member:
    rows = Member.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("person", "unit__parent", "owner", "readiness"), pk=pk
    )


def _require_decision(request: Request, member: Member) -> None:
    access.require(request.user, Can.DECIDE_RESERVE, member.unit)
    access.require(request.user, Can.DECIDE_RESERVE, member.owner)


def _moved(request: Request, member: Member, form: MoveForm) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, _("This step is not open to you."))
        return redirect(_back(request, member))
    chosen = form.cleaned_data
    try:
        moved = members.move(
            member.pk,
            chosen["target"],
            by=request.user,
            on=chosen["on"],
            reason=chosen["reason"],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("%(name)s: the state is now «%(state)s».")
        words = {
            "name": member.person.full_name,
            "state": moved.get_status_display(),
        }
        messages.success(request, text % words)
    return redirect(_back(request, member))


def _back(request: Request, member: Member) -> str:
    """Return where the step was asked for; never a place outside the portal."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return reverse("reserve:member", args=[member.pk])


def _asked(
    request: Request,
    member: Member,
    form: MoveForm | ExcludeForm | ExtendForm,
    *,
    title: str,
    action: str,
    danger: bool = False,
) -> HttpResponse:
    text = _("%(name)s: now «%(state)s», term until %(day)s.") % {
        "name": member.person.full_name,
        "state": member.get_status_display(),
        "day": f"{member.term_ends_on:%d.%m.%Y}",
    }
    context = {
        "title": title,
        "text": text,
        "form": form,
        "action": action,
        "action_url": request.path,
        "cancel_url": reverse("reserve:member", args=[member.pk]),
        "danger": danger,
        "section": "reserve",
    }
    return render(request, "confirm.html", context)
