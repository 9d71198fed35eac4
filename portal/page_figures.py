"""Figures, days and moments as the page writes them: in its language, local time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal import figures, marks


def num(value: figures.Number | None, places: int | None = None) -> str:
    """Write a number: `x|num:1`; without places the digits stay as they are."""
    return figures.number(value, places, _language())


def count(value: int | None) -> str:
    """Write a whole number."""
    return figures.count(value, _language())


def percent(value: figures.Number | None, places: int = 1) -> str:
    """Write a percentage."""
    return figures.percent(value, places, _language())


def signed(value: figures.Number | None, places: int = 1) -> str:
    """Write a change with its sign."""
    return figures.signed(value, places, _language())


def day(value: dt.date | None) -> str:
    """Write a full date; a moment's date is the local one."""
    return figures.day(_local(value), _language())


def short_day(value: dt.date | None) -> str:
    """Write the date in digits; a moment's date is the local one."""
    return figures.short_day(_local(value))


def day_month(value: dt.date | None) -> str:
    """Write the day and the month."""
    return figures.day_month(_local(value), _language())


def moment(value: dt.datetime | None) -> str:
    """Write the local date and time."""
    return figures.moment(value and timezone.localtime(value), _language())


def clock(value: dt.datetime | None) -> str:
    """Write the local time."""
    return figures.DASH if value is None else f"{timezone.localtime(value):%H:%M}"


def moment_or_day(value: dt.date | None) -> str:
    """Write the date, and the time where there is one."""
    return moment(value) if isinstance(value, dt.datetime) else day(value)


def until(first: dt.date | None, last: dt.date | None) -> str:
    """Write a period: `a|until:b`, both days included."""
    return figures.period(_local(first), _local(last), _language())


def due(
    day: dt.date | None,
    today: dt.date | None = None,
    *,
    done: bool = False,
    short: bool = False,
) -> SafeString:
    """Write a deadline, colored when near or past; `short` says only how late."""
    at = today or timezone.localdate()
    return marks.due(_local(day), today=at, done=done, short=short)


def _language() -> str:
    return get_language() or "ru"


def _local(value: dt.date | None) -> dt.date | None:
    return timezone.localtime(value) if isinstance(value, dt.datetime) else value
