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
from reserve.reading import board, funnel, succession
from reserve.reading.kept import Kept
from reserve.reading.marks import marks
from reserve.reading.succession import Lens

YEARS_AHEAD = 1  # the board looks as far as the end of the next year
PLACES = 10  # municipalities without a reserve; the others are on the map


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the funnel, the members by state, and the posts without a reserve."""
    user, today = request.user, timezone.localdate()
    if not access.anywhere(user, Can.SEE_RESERVE):
        if user.person_id and Member.objects.own(user).exists():
            return redirect("reserve:mine")
        raise PermissionDenied
    seen = Member.objects.visible_to(user)
    kept = Kept(user, today)
    form = BoardFilter(request.GET or None, user=user)
    rows = form.filtered(seen)
    drawn = kept.of("board", lambda: board.outline(rows), form.choice)
    steps = kept.of("funnel", lambda: funnel.steps(funnel.applications(user)))
    until = today.year + YEARS_AHEAD
    places = succession.kept(kept, user, Lens(today, until)).rows
    context = {
        "form": form,
        "part": "board",
        "columns": board.columns(rows, user, today, drawn),
        "counts": kept.of("counts", lambda: board.counts(seen, marks(today))),
        "steps": steps,
        "funnel_title": funnel.title(steps),
        "funnel_note": funnel.note(steps),
        "bare": [row for row in places if row.bare][:PLACES],
        "until": until,
        "map_url": f"{reverse('reserve:succession')}?until={until}",
        "may_compete": access.anywhere(user, Can.DECIDE_RESERVE),
        "here": reverse("reserve:home"),
        "section": "reserve",
    }
    return page_or_part(
        request, "reserve/home.html", "reserve/board/_board.html", context
    )
