"""Rows and addresses of calendars, for the sweeps."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.models import Unit, User
from programs.models import CalendarFeed
from programs.services import feeds
from tests.sweep import EVERYONE, WORKING, Pages

TOKEN = "a-secret-of-the-sweep"
SEEING = (*WORKING, "stranger")
PAGES: Pages = {
    "programs:calendar": ((), SEEING, ("nobody", "candidate", "expert")),
    "programs:gantt": ((), SEEING, ("nobody", "candidate", "expert")),
    "programs:gantt_xlsx": ((), SEEING, ("nobody", "candidate", "expert")),
    "programs:feeds": ((), (*SEEING, "candidate"), ("nobody", "expert")),
    "programs:feed_revoke": (("programs.feed.pk",), ("municipal",), ()),
    "programs:feed": (("programs.feed_token",), EVERYONE, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name."""
    feed = CalendarFeed.objects.create(
        user=users["municipal"],
        name="Телефон",
        token_hash=feeds.hashed(TOKEN),
        used_at=timezone.now(),  # a use within the hour is not noted again
    )
    return {"feed": feed, "feed_token": TOKEN}
