"""The board of the reserve."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import access
from portal.access import Can
from portal.http import Request, page_or_part
from reserve.forms.members import BoardFilter
from reserve.models import Member
from reserve.reading import bare_posts, board, funnel
from reserve.reading.marks import marks


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the funnel, the members by state, and the posts without a reserve."""
    user, today = request.user, timezone.localdate()
    if not access.anywhere(user, Can.SEE_RESERVE):
        if user.person_id and Member.objects.own(user).exists():
            return redirect("reserve:mine")
        raise PermissionDenied
    seen = Member.objects.visible_to(user)
    form = BoardFilter(request.GET or None, user=user)
    steps = funnel.steps(funnel.applications(user))
    context = {
        "form": form,
        "part": "board",
        "columns": board.columns(form.filtered(seen), user, today),
        "counts": board.counts(seen, marks(today)),
        "steps": steps,
        "funnel_title": funnel.title(steps),
        "funnel_note": funnel.note(steps),
        "bare": bare_posts.lines(user, today),
        "may_compete": access.anywhere(user, Can.DECIDE_RESERVE),
        "here": reverse("reserve:home"),
        "section": "reserve",
    }
    return page_or_part(
        request, "reserve/home.html", "reserve/board/_board.html", context
    )
