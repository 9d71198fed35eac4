"""Parts of a year (months, days of months, weekdays) and their places in years."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from dateutil import rrule

from programs.schedules.structure import Span

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SCHOOL_HALVES = {1: (9, 12), 2: (1, 5)}  # the second ends with lessons, in May


@dataclass(frozen=True)
class Part:
    """First to last month of one occurrence, in a year where one is named.

    `days` are the first day of the first month and the last of the last one;
    `last_year` is set where the document names it. `half` marks a half-year, whose
    months depend on whether the year is a school year.
    """

    first: int
    last: int
    days: tuple[int, int] | None = None
    weekdays: tuple[str, ...] = ()
    year: int | None = None
    last_year: int | None = None
    half: int = 0
    guessed: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """The first and the last month."""
        return (self.first, self.last)

    @property
    def end_year(self) -> int | None:
        """The year of the last month; winter runs into the next one."""
        if self.last_year is not None or self.year is None:
            return self.last_year
        return self.year + (self.last < self.first)

    def in_year(self, year: int) -> Part:
        """Return the part with its first month in the year."""
        return replace(self, year=year)

    def in_school_year(self, first: int) -> Part:
        """Return the part placed in the school year that begins in `first`."""
        part = self.as_school_half()
        return part.in_year(first if part.first >= 9 else first + 1)

    def as_school_half(self) -> Part:
        """Return a half-year with the months it has at school."""
        if not self.half:
            return self
        months = SCHOOL_HALVES[self.half]
        guessed = (*self.guessed, "months")
        return replace(self, first=months[0], last=months[1], half=0, guessed=guessed)


def day_of(year: int, month: int, day: int) -> dt.date:
    """Return the day of the month; below zero it counts from the month's end."""
    length = calendar.monthrange(year, month)[1]
    return dt.date(year, month, day if day > 0 else length + 1 + day)


def ends_of(part: Part) -> tuple[dt.date, dt.date]:
    """Return first and last day of a dated part; ValueError where one is no day."""
    if part.year is None or part.end_year is None:
        raise ValueError("a part without a year has no days")
    if part.weekdays:
        day = weekday_in(part.year, part.first, part.weekdays[0])
        return day, day
    first, last = part.days or (1, -1)
    start = day_of(part.year, part.first, first)
    return start, day_of(part.end_year, part.last, last)


def span_of(part: Part) -> Span:
    """Return the days of a dated part; ValueError where there are none such."""
    return Span(*ends_of(part))


def weekday_in(year: int, month: int, code: str) -> dt.date:
    """Return the day of a code such as "-1WE" in the month."""
    first = dt.datetime(year, month, 1)  # noqa: DTZ001 - rrule counts naive days
    rule = rrule.rrule(
        rrule.MONTHLY, dtstart=first, count=1, byweekday=[weekday_of(code)]
    )
    found = next(iter(rule)).date()
    if (found.year, found.month) != (year, month):
        raise ValueError(f"no {code} in {year}-{month:02}")
    return found


def weekday_of(code: str) -> rrule.weekday:
    """Return dateutil's weekday for a code such as "TH" or "-1WE"."""
    number = code[:-2]
    weekday = rrule.weekday(WEEKDAYS.index(code[-2:]))
    return weekday(int(number)) if number else weekday


def month_text(day: dt.date) -> str:
    """Write the day's month: "2023-04"."""
    return f"{day.year:04}-{day.month:02}"


def first_day(text: str) -> dt.date:
    """Return the first day of "YYYY-MM", or the day itself."""
    return dt.date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def last_day(text: str) -> dt.date:
    """Return the last day of "YYYY-MM", or the day itself."""
    if len(text) > 7:
        return dt.date.fromisoformat(text)
    year, month = (int(number) for number in text.split("-"))
    return day_of(year, month, -1)


def bounds_text(part: Part) -> tuple[str, str]:
    """Write a dated part as the schedule does: months, or days where days are meant."""
    if part.days is None and not part.weekdays:
        return (f"{part.year:04}-{part.first:02}", f"{part.end_year:04}-{part.last:02}")
    start, end = ends_of(part)
    return (start.isoformat(), end.isoformat())
