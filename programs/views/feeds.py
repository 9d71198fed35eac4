"""Addresses for calendar programs: one's own list, and what such an address serves."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import asking
from portal.asking import Step
from portal.errors import Refused
from portal.http import Request
from programs import ical
from programs.forms.feeds import FeedForm
from programs.models import CalendarFeed
from programs.reading import feed_entries
from programs.services import feeds

TYPE = "text/calendar; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


@require_http_methods(["GET", "POST"])
def index(request: Request) -> HttpResponse:
    """List one's addresses; on POST make one and show it this once."""
    if not feeds.may_have(request.user):
        raise PermissionDenied
    form = FeedForm(request.POST or None, user=request.user)
    context: dict[str, object] = {
        "form": form,
        "section": "programs-events",
        "help_topic": "calendar",
    }
    if request.method == "POST" and form.is_valid():
        values = {"codes": [], **form.cleaned_data}
        try:
            made, token = feeds.make(by=request.user, **values)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            context |= {"made": made, "address": address_of(token)}
            return render(request, "programs/feed_made.html", context)
    rows = CalendarFeed.objects.visible_to(request.user).order_by("-created_at")
    context |= {"feeds": rows, "most": feeds.MOST}
    return render(request, "programs/feeds.html", context)


@require_http_methods(["GET", "POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """Ask, then let an address answer no more."""
    rows = CalendarFeed.objects.visible_to(request.user)
    feed = get_object_or_404(rows, pk=pk)
    home = reverse("programs:feeds")
    step = Step(
        title=_("Revoke the address «%(name)s»?") % {"name": feed},
        text=_(
            "The calendar that uses it will get no more events and may say that the"
            " address does not exist. It cannot be brought back: make a new one."
        ),
        action=_("Revoke"),
        done=_("The address answers no more."),
        back=home,
        trail=[(_("Calendar on your device"), home)],
        section="programs-events",
        danger=True,
    )
    return asking.confirm(request, step, lambda: feeds.revoke(feed.pk, by=request.user))


@login_not_required
@require_safe
def serve(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the calendar of whoever holds the address; no cookie is read for it."""
    feed = feeds.opened(token)
    if feed is None:
        return _quiet(
            HttpResponse(_("No such calendar."), content_type=PLAIN, status=404)
        )
    if feeds.is_too_often(feed):
        refused = HttpResponse(
            _("Too often: ask again in an hour."), content_type=PLAIN, status=429
        )
        refused.headers["Retry-After"] = str(feeds.HOUR)
        return _quiet(refused)
    with translation.override(feed.user.language or translation.get_language()):
        entries = feed_entries.of(feed, timezone.localdate())
        content = ical.calendar(_("Events of programs"), entries)
    response = HttpResponse(content, content_type=TYPE)
    response.headers["Content-Disposition"] = 'inline; filename="events.ics"'
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag, response=response)
    response = answer or response
    response.headers["ETag"] = etag
    return _quiet(response)


def address_of(token: str) -> str:
    """Return the whole address, as a calendar program asks for it."""
    return f"{settings.SITE_URL}{reverse('programs:feed', args=[token])}"


def _quiet(response: HttpResponse) -> HttpResponse:
    """Keep the secret of the address out of caches, referrers, indexes and the log."""
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    # Django's log names the address of every refusal unless it was logged already
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
