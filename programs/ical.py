"""A calendar file (RFC 5545): events of whole days, series as one where regular."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from icalendar import Calendar, vDuration, vRecur
from icalendar import Event as Line

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
MAKER = "-//Portal of heads' effectiveness//Programs//RU"
EVERY = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """An event on its days, both included; `others` are later first days of a series.

    `changed_at` is an aware moment, `sequence` grows with every change of the days.
    """

    uid: str
    first: dt.date
    last: dt.date
    summary: str
    description: str
    url: str
    status: str
    changed_at: dt.datetime
    sequence: int = 0
    place: str = ""
    categories: Sequence[str] = field(default=())
    others: Sequence[dt.date] = field(default=())


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """Return the calendar as a file: CRLF, folded lines, escaped text, UTF-8."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("name", name)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(EVERY))
    for entry in entries:
        made.add_component(_line(entry))
    content: bytes = made.to_ical()
    return content


def rule(starts: Sequence[dt.date]) -> dict[str, Any] | None:
    """Return the rule that gives exactly these first days; None without one."""
    if len(starts) < 2:
        return None
    return _by_days(starts) or _by_months(starts)


def _by_days(starts: Sequence[dt.date]) -> dict[str, Any] | None:
    steps = {(after - before).days for before, after in pairwise(starts)}
    if len(steps) != 1:
        return None
    step = steps.pop()
    if step <= 0:
        return None
    weeks, days = divmod(step, 7)
    if days == 0:
        return {"FREQ": "WEEKLY", "INTERVAL": weeks, "COUNT": len(starts)}
    if step < 7:
        return {"FREQ": "DAILY", "INTERVAL": step, "COUNT": len(starts)}
    return None


def _by_months(starts: Sequence[dt.date]) -> dict[str, Any] | None:
    """Return a rule of months; the 29th and later are not in each of them."""
    if len({day.day for day in starts}) != 1 or starts[0].day > 28:
        return None
    numbers = [day.year * 12 + day.month for day in starts]
    steps = {after - before for before, after in pairwise(numbers)}
    if len(steps) != 1:
        return None
    step = steps.pop()
    years, months = divmod(step, 12)
    if step <= 0:
        return None
    freq, interval = ("MONTHLY", step) if months else ("YEARLY", years)
    return {"FREQ": freq, "INTERVAL": interval, "COUNT": len(starts)}


def _line(entry: Entry) -> Line:
    line = Line()
    line.add("uid", entry.uid)
    line.add("dtstamp", entry.changed_at)
    line.add("last-modified", entry.changed_at)
    line.add("dtstart", entry.first)
    line.add("dtend", entry.last + dt.timedelta(days=1))
    line.add("summary", entry.summary)
    line.add("sequence", entry.sequence)
    line.add("status", entry.status)
    line.add("transp", "TRANSPARENT")
    for name in ("description", "url", "categories"):
        if value := getattr(entry, name):
            line.add(name, value)
    if entry.place:
        line.add("location", entry.place)
    _repeat(line, entry)
    return line


def _repeat(line: Line, entry: Entry) -> None:
    if not entry.others:
        return
    found = rule([entry.first, *entry.others])
    if found is not None:
        line.add("rrule", vRecur(found))
    else:
        line.add("rdate", list(entry.others), parameters={"VALUE": "DATE"})
