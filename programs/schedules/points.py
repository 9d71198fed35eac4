"""Dated parts to a schedule: one window, the same months every year, or dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from programs.schedules import parts as days
from programs.schedules.parts import Part
from programs.schedules.structure import Kind, Schedule

WIDE_GUESSES = {"months": ("start", "end"), "days": ("start", "end")}
Shape = tuple[tuple[int, int], tuple[int, int] | None, tuple[str, ...]]


def schedule_of(parts: Sequence[Part]) -> Schedule:
    """Return the schedule of dated parts, at least one."""
    listed = list(dict.fromkeys(parts))
    if len(listed) == 1:
        return window(listed[0])
    return yearly(listed) or dates(listed)


def window(part: Part) -> Schedule:
    """Return the one occurrence of a dated part."""
    start, end = days.bounds_text(part)
    guessed = tuple(
        name for guess in part.guessed for name in WIDE_GUESSES.get(guess, (guess,))
    )
    return Schedule(Kind.WINDOW, start, end, inferred=in_order(guessed))


def yearly(parts: Sequence[Part]) -> Schedule | None:
    """Return the parts as months × years; None where they do not make a table."""
    years = sorted({part.year for part in parts if part.year})
    shapes = list(dict.fromkeys(shape(part) for part in parts))
    is_table = len(parts) == len(years) * len(shapes)
    if not is_table or any(is_long(part) for part in parts):
        return None
    return with_shapes(shapes, parts, tuple(years))


def shape(part: Part) -> Shape:
    """Return what of the part is the same in every year."""
    return (part.span, part.days, part.weekdays)


def is_long(part: Part) -> bool:
    """Whether the part ends in a later year than its months say."""
    return part.last_year not in (None, (part.year or 0) + (part.last < part.first))


def with_shapes(
    shapes: Sequence[Shape], parts: Sequence[Part], years: tuple[int, ...]
) -> Schedule | None:
    """Return the table as a schedule; None where weekdays and days are mixed."""
    spans = tuple(dict.fromkeys(each[0] for each in shapes))
    weekdays = tuple(dict.fromkeys(code for each in shapes for code in each[2]))
    if weekdays and not is_grid(shapes, spans, weekdays):
        return None
    ends = [days.bounds_text(part) for part in parts]
    return Schedule(
        Kind.YEARLY_MONTHS,
        min(start for start, _ in ends),
        max(end for _, end in ends),
        months=months_of(spans),
        years=years,
        inferred=in_order(guess for part in parts for guess in part.guessed),
        spans=spans if weekdays else tuple(each[0] for each in shapes),
        days=() if weekdays else days_of(shapes),
        weekdays=weekdays,
    )


def is_grid(
    shapes: Sequence[Shape], spans: Sequence[tuple[int, int]], weekdays: Sequence[str]
) -> bool:
    """Whether every month has every weekday, and none has days."""
    named = {(span, *codes) for span, _, codes in shapes}
    has_days = any(days for _, days, _ in shapes)
    return not has_days and named == {*product(spans, weekdays)}


def days_of(shapes: Sequence[Shape]) -> tuple[tuple[int, int], ...]:
    """Return the days beside the spans; nothing where all are whole months."""
    if not any(each[1] for each in shapes):
        return ()
    return tuple(each[1] or (1, -1) for each in shapes)


def dates(parts: Sequence[Part]) -> Schedule:
    """Return occurrences each with its own year."""
    ends = sorted(dict.fromkeys(days.bounds_text(part) for part in parts))
    start, end = ends[0][0], max(last for _, last in ends)
    return Schedule(
        Kind.DATES,
        start,
        end,
        months=months_of(part.span for part in parts),
        years=tuple(sorted({part.year for part in parts if part.year})),
        inferred=in_order(guess for part in parts for guess in part.guessed),
        dates=tuple(ends),
    )


def months_of(spans: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Return all months of the spans, January first; a span may run over New Year."""
    found: set[int] = set()
    for first, last in spans:
        length = (last - first) % 12 + 1
        found |= {(first - 1 + step) % 12 + 1 for step in range(length)}
    return tuple(sorted(found))


FIELDS = ("start", "end", "months", "days", "years", "continuous")


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of fields once each, in the schedule's order."""
    return tuple(sorted(set(names), key=FIELDS.index))
