"""Celery's doors to monitoring."""

from celery import shared_task

from monitoring.services import calendar, sources


@shared_task(ignore_result=True)
def move_cycles() -> int:
    """Open, close and run cycles whose day has come."""
    return calendar.move()


@shared_task(ignore_result=True)
def count_sources() -> int:
    """Count what the portal knows itself for the cycles that collect."""
    return sources.count_collecting()
