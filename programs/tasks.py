"""Celery's doors to programs."""

from celery import shared_task
from django.utils import timezone

from programs.services import meeting_notices, practice_notices, reminders


@shared_task(ignore_result=True)
def remind() -> int:
    """Remind of dates of the roadmap; harmless to run again."""
    return reminders.remind(timezone.localdate())


@shared_task(ignore_result=True)
def remind_of_decisions() -> int:
    """Remind of decisions a week before, the day after, weekly; harmless to repeat."""
    return meeting_notices.remind(timezone.localdate())


@shared_task(ignore_result=True)
def remind_of_practices() -> int:
    """Tell of practices that leave the bank within a month; harmless to repeat."""
    return practice_notices.remind(timezone.localdate())
