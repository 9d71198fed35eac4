"""Secret addresses of calendars: made, opened, revoked; only a hash is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
from collections.abc import Sequence

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from programs.models import CalendarFeed

logger = logging.getLogger(__name__)
BYTES = 32
MOST = 10  # working addresses of a person
HOUR = 3600
MOST_AN_HOUR = 60
NOTED = dt.timedelta(hours=1)  # the last use is noted so often


@transaction.atomic
def make(*, name: str, codes: Sequence[str], by: User) -> tuple[CalendarFeed, str]:
    """Make an address for the person; return it and its secret, which is not kept.

    Raises PermissionDenied for who has no calendar, Refused beyond ten addresses.
    """
    if not may_have(by):
        raise PermissionDenied
    User.objects.select_for_update().get(pk=by.pk)
    if CalendarFeed.objects.visible_to(by).count() >= MOST:
        raise Refused(
            _("There are %(most)s addresses already: revoke one first.")
            % {"most": MOST}
        )
    token = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed.objects.create(
        user=by, name=name.strip(), codes=list(codes), token_hash=hashed(token)
    )
    journal.write(
        "calendar_feed_made", feed, by=by, unit=access.home_unit(by), codes=feed.codes
    )
    return feed, token


@transaction.atomic
def revoke(feed_id: int, *, by: User) -> CalendarFeed:
    """Let the address answer no more, for good.

    Raises DoesNotExist for somebody else's, and for one that is revoked already.
    """
    rows = CalendarFeed.objects.visible_to(by).select_for_update(of=("self",))
    feed = rows.get(pk=feed_id)
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    journal.write("calendar_feed_revoked", feed, by=by, unit=access.home_unit(by))
    return feed


def opened(token: str) -> CalendarFeed | None:
    """Return the working address with this secret, its use noted; None without one."""
    rows = CalendarFeed.objects.working().select_related("user")
    feed = rows.filter(token_hash=hashed(token)).first()
    if feed is None or not may_have(feed.user):
        return None
    _note_use(feed)
    return feed


def is_too_often(feed: CalendarFeed) -> bool:
    """Count this use; tell whether the address was asked too often this hour.

    Without a cache nobody is turned away.
    """
    key = f"calendar-feed:{feed.pk}"
    try:
        cache.add(key, 0, HOUR)
        return int(cache.incr(key)) > MOST_AN_HOUR
    except ValueError:  # the hour ended between the two
        return False
    except RedisError:
        logger.warning("the cache does not answer: uses of calendars are not counted")
        return False


def may_have(user: User) -> bool:
    """Return whether the person has a calendar: sees programs, or may be invited."""
    return access.anywhere(user, Can.SEE_PROGRAMS) or user.person_id is not None


def hashed(token: str) -> str:
    """Return what is kept of a secret; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _note_use(feed: CalendarFeed) -> None:
    now = timezone.now()
    if feed.used_at is None or now - feed.used_at > NOTED:
        CalendarFeed.objects.filter(pk=feed.pk).update(used_at=now)
