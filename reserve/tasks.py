"""Celery's doors to the reserve."""

from celery import shared_task
from django.utils import timezone

from reserve.services import (
    nomination_notices,
    plan_alerts,
    reminders,
    tenures,
    terms,
    vacancies,
)


@shared_task(ignore_result=True)
def remind() -> int:
    """Tell of terms that end in 90, 30 and 7 days; harmless to run again."""
    return reminders.remind(timezone.localdate())


@shared_task(ignore_result=True)
def expire() -> int:
    """End the memberships whose term is over; harmless to run again."""
    return terms.expire_due(timezone.localdate())


@shared_task(ignore_result=True)
def watch_posts() -> int:
    """Turn forecast vacancies into present ones, remind of steps and of tenures."""
    today = timezone.localdate()
    turned = vacancies.turn_due(today)
    return turned + nomination_notices.remind(today) + tenures.remind(today)


@shared_task(ignore_result=True)
def tell_late_plans() -> int:
    """Remind of plans and reports that are late; harmless to run again."""
    return plan_alerts.tell_late(timezone.localdate())
