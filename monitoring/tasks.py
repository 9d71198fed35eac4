"""Celery's doors to monitoring."""

from celery import shared_task

from monitoring.services import calendar


@shared_task(ignore_result=True)
def move_cycles() -> int:
    """Open, close and run cycles whose day has come."""
    return calendar.move()
