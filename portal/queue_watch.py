"""Jobs that wait with nobody at work: judged by their rows, not by processes."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from portal import notices
from portal.models import Job, JobItem


def waiting() -> QuerySet[Job]:
    """Return the jobs over which nothing was done and no lease held for too long."""
    since = timezone.now() - dt.timedelta(minutes=settings.JOB_ALERT_MINUTES)
    items = JobItem.objects.filter(job=OuterRef("pk"))
    held = items.filter(status=JobItem.Status.RUNNING, lease_until__gte=Now())
    lately = items.filter(finished_at__gt=since)
    return (
        Job.objects.active()
        .filter(~Exists(held), ~Exists(lately), created_at__lt=since)
        .order_by("pk")
    )


def alert() -> int:
    """Tell the administrators, once a day; return how many jobs wait."""
    count = waiting().count()
    if count:
        notices.notify(
            notices.administrators(),
            f"queue:{timezone.localdate():%Y-%m-%d}",
            lambda: _text(count),
            reverse("jobs"),
        )
    return count


def _text(count: int) -> str:
    return ngettext(
        "%(count)s job has waited for more than %(minutes)s minutes and nobody works"
        " on it: see whether the worker runs.",
        "%(count)s jobs have waited for more than %(minutes)s minutes and nobody works"
        " on them: see whether the worker runs.",
        count,
    ) % {"count": count, "minutes": settings.JOB_ALERT_MINUTES}
