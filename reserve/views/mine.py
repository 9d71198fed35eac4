"""The own page of a candidate and a member: "my reserve"."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.http import Request
from portal.models import User
from reserve.models import Application, Consent, Member, Mentorship
from reserve.reading import card
from reserve.views.card import shown


@require_safe
def mine(request: Request) -> HttpResponse:
    """Show the applications, the memberships with their plan, and the consents."""
    user = request.user
    rows = Member.objects.own(user).select_related(
        "person", "unit__parent", "owner", "readiness", "application", "ground"
    )
    context = {
        "memberships": [shown(row, user) for row in rows.order_by("left_on", "pk")],
        "applications": _applications(user),
        "mentored": _mentored(user),
        "consents": card.consents(user.person_id or 0),
        "may_withdraw": Consent.objects.in_force().filter(person=user.person_id or 0),
        "section": "mine",
    }
    return render(request, "reserve/mine/page.html", context)


def _applications(user: User) -> list[Application]:
    rows = Application.objects.own(user).select_related("competition", "letter")
    return list(rows.order_by("-created_at"))


def _mentored(user: User) -> list[Mentorship]:
    """Return those whom the user guides as a mentor."""
    rows = Mentorship.objects.own(user).running().filter(mentor=user.person_id or 0)
    return list(rows.select_related("mentee", "unit"))
