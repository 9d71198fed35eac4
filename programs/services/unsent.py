"""Notices that are really sent: those whose reader has not had them yet."""

from __future__ import annotations

from collections.abc import Iterable

from portal import notices
from portal.models import Notification
from portal.notices import Notice


def send(found: Iterable[Notice]) -> list[Notice]:
    """Send the notices that are new to their readers; return just these."""
    wanted = {(notice.user.pk, notice.key): notice for notice in found}
    rows = Notification.objects.filter(
        user__in={user for user, _key in wanted}, key__in={key for _user, key in wanted}
    )
    told = set(rows.values_list("user", "key"))
    fresh = [notice for pair, notice in wanted.items() if pair not in told]
    notices.send(fresh)
    return fresh
