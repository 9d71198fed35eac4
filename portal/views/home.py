"""The home page: what waits for me, then the cards of my role."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import home
from portal.models import User


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show tasks and cards; a visitor sees the public front page."""
    if not isinstance(request.user, User):
        return render(request, "portal/front.html")
    today = timezone.localdate()
    groups = home.task_groups(request.user, today)
    context = {
        "today": today,
        "groups": groups,
        "task_count": sum(len(group.tasks) for group in groups),
        "cards": home.cards(request.user),
    }
    return render(request, "portal/home.html", context)
