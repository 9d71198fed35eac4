"""The card of one member: each opening is on record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import access, attachment_list, journal, person_parts
from portal.access import Can
from portal.http import Request
from portal.models import User
from reserve.models import Member
from reserve.reading import card, parts, readiness


@require_safe
def member(request: Request, pk: int) -> HttpResponse:
    """Show the member: readiness and why, plan, history, who looked at the card."""
    rows = Member.objects.visible_to(request.user).select_related(
        "person", "unit__parent", "owner", "readiness", "application", "ground"
    )
    found = get_object_or_404(rows, pk=pk)
    if request.method == "GET":
        journal.write(card.OPENED, found, by=request.user, unit=found.unit)
    context = {
        **shown(found, request.user),
        "attached": attachment_list.of(found, by=request.user),
        "actions": card.actions(found, request.user),
        "others": card.others(found, request.user),
        "person_parts": person_parts.parts(request.user, found.person),
        **_openings(request, found),
        "may_erase": access.may(request.user, Can.DECIDE_RESERVE, found.unit),
        "may_record": access.may(request.user, Can.RUN_RESERVE, found.unit),
        "section": "reserve",
    }
    return render(request, "reserve/member/page.html", context)


def shown(found: Member, user: User) -> dict[str, object]:
    """Return what the card and the person's own page both say of a membership."""
    growth = readiness.growth(found)
    return {
        "member": found,
        "stats": card.stats(found, growth, timezone.localdate()),
        "reasons": readiness.reasons(found, growth),
        "history": card.history(found),
        "consents": card.consents(found.person_id),
        **parts.of_member(found, user),
    }


def _openings(request: Request, found: Member) -> dict[str, object]:
    rows = card.openings(found)
    count = rows.count()
    wanted = count if "openings" in request.GET else card.SHOWN
    return {
        "openings": card.readers(list(rows[:wanted])),
        "openings_count": count,
        "openings_more": count > wanted,
    }
