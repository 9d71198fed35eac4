"""What happened that the user should know."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.http import Request
from portal.models import Notification


@require_safe
def index(request: Request) -> HttpResponse:
    """List the user's notifications, newest first."""
    rows = Notification.objects.visible_to(request.user)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "portal/notification_list.html", {"page": page})


@require_POST
def follow(request: Request, pk: int) -> HttpResponse:
    """Mark the notification as read and go where it leads."""
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    if row.read_at is None:
        row.read_at = timezone.now()
        row.save(update_fields=["read_at"])
    return redirect(row.url or "notifications")
