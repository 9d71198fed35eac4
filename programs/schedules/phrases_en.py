"""Schedules in English."""

from __future__ import annotations

from programs.schedules.naming import (
    DECADES,
    HALVES,
    LAST_WEEK,
    is_whole_years,
    part_spans,
    school_years,
)
from programs.schedules.parts import Part
from programs.schedules.structure import Kind, Schedule

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    -1: "last",
}
UNITS = {
    Kind.DAILY: "day",
    Kind.WEEKLY: "week",
    Kind.MONTHLY: "month",
    Kind.QUARTERLY: "quarter",
    Kind.HALF_YEARLY: "half-year",
    Kind.YEARLY: "year",
    Kind.ACADEMIC_YEAR: "school year",
}


def words(schedule: Schedule) -> str:
    """Return the schedule in English."""
    text = of_kind(schedule)
    return f"{text}, according to “{schedule.ref}”" if schedule.ref else text


def of_kind(schedule: Schedule) -> str:
    """Return the words of one kind, without the document."""
    match schedule.kind:
        case Kind.UNDATED:
            return "no deadline given"
        case Kind.UNREAD:
            return f"not read: {schedule.original}"
        case Kind.AS_NEEDED:
            return joined("as needed", limits(schedule))
        case Kind.ON_SCHEDULE:
            return limits(schedule)
        case Kind.ACADEMIC_YEAR if school_years(schedule):
            return academic_years(schedule)
    return dated(schedule)


def dated(schedule: Schedule) -> str:
    """Return the words of windows, months and rates."""
    prefix = "continuously, " if schedule.continuous else ""
    match schedule.kind:
        case Kind.WINDOW if schedule.until:
            return f"{prefix}by {point(schedule.end or '')}"
        case Kind.WINDOW:
            return prefix + limits(schedule)
        case Kind.YEARLY_MONTHS:
            return prefix + yearly_months(schedule)
        case Kind.DATES:
            return prefix + dates(schedule)
    return recurring(schedule)


def joined(*texts: str) -> str:
    """Join what is not empty by commas."""
    return ", ".join(text for text in texts if text)


def limits(schedule: Schedule) -> str:
    """Return the start and the end; years where they are whole years."""
    if not schedule.start or not schedule.end:
        return ""
    return between(schedule.start, schedule.end)


def between(start: str, end: str) -> str:
    """Return two bounds as one phrase."""
    if is_whole_years(start, end):
        first, last = start[:4], end[:4]
        return first if first == last else f"{first}–{last}"
    if start == end:
        return point(start)
    if start[:4] == end[:4]:
        return f"{point(start, year=False)} – {point(end)}"
    return f"{point(start)} – {point(end)}"


def point(text: str, *, year: bool = True) -> str:
    """Return "April 2023" or "15 April 2023"."""
    month = MONTHS[int(text[5:7]) - 1]
    name = f"{int(text[8:])} {month}" if len(text) > 7 else month
    return f"{name} {text[:4]}" if year else name


def academic_years(schedule: Schedule) -> str:
    """Return "school year 2022/2023"."""
    listed = school_years(schedule)
    text = ", ".join(f"{year}/{year + 1}" for year in listed)
    unit = "school year" if len(listed) == 1 else "school years"
    return f"throughout {unit} {text}" if schedule.continuous else f"{unit} {text}"


def yearly_months(schedule: Schedule) -> str:
    """Return "October – November 2022, 2023"."""
    listed = ", ".join(part_words(part) for part in part_spans(schedule))
    years = ", ".join(str(year) for year in schedule.years)
    text = f"{listed} {years}" if years else f"{listed} every year"
    return f"by {text}" if schedule.until else text


def part_words(part: Part) -> str:
    """Return a part of a year: months, days, a decade, a weekday."""
    first, last = MONTHS[part.first - 1], MONTHS[part.last - 1]
    if part.weekdays:
        return f"the {ordinal_day(part.weekdays[0])} of {first}"
    if part.days is None or part.days == (1, -1):
        return first if part.first == part.last else f"{first} – {last}"
    start, end = part.days
    if part.first != part.last:
        return f"{start} {first} – {f'{end} {last}' if end > 0 else last}"
    return days_of(start, end, first)


def days_of(start: int, end: int, month: str) -> str:
    """Return days of a month: "the first decade of May", "1–15 May"."""
    if (start, end) == (-1, -1):
        return f"the end of {month}"
    piece = piece_of_month(start, end)
    if piece:
        return f"the {piece} of {month}"
    return f"{start} {month}" if start == end else f"{start}–{end} {month}"


def piece_of_month(start: int, end: int) -> str:
    """Return the name of ten days, a half or the last week; "" for other days."""
    pair = (start, end)
    if pair == LAST_WEEK:
        return "last week"
    if pair in HALVES:
        return f"{ORDINALS[HALVES[pair]]} half"
    numbers = DECADES.get(pair)
    return " and ".join(ORDINALS[n] for n in numbers) + " ten days" if numbers else ""


def ordinal_day(code: str) -> str:
    """Return "last Wednesday"."""
    return f"{ORDINALS[int(code[:-2])]} {DAYS[code[-2:]]}"


def dates(schedule: Schedule) -> str:
    """Return the dates one after the other."""
    if schedule.until:
        return "; ".join(f"by {point(end)}" for _, end in schedule.dates)
    return "; ".join(between(*pair) for pair in schedule.dates)


def recurring(schedule: Schedule) -> str:
    """Return "every quarter, August 2022 – December 2024"."""
    held = ", ".join(part_words(Part(*span)) for span in schedule.spans)
    text = f"{rate(schedule)} ({held})" if held else rate(schedule)
    return f"{text}, {limits(schedule)}"


def rate(schedule: Schedule) -> str:
    """Return "every month", "twice a year", "the last Wednesday of every month"."""
    unit = UNITS[schedule.kind]
    if schedule.weekdays or schedule.days:
        return on_days(schedule)
    if schedule.times > 1:
        often = "twice" if schedule.times == 2 else f"{schedule.times} times"
        return f"{often} a {unit}"
    if schedule.interval > 1:
        return f"once every {schedule.interval} {unit}s"
    return f"throughout every {unit}" if schedule.continuous else f"every {unit}"


def on_days(schedule: Schedule) -> str:
    """Return the days of a week or of a month."""
    if schedule.kind == Kind.WEEKLY:
        named = " and ".join(DAYS[code] for code in schedule.weekdays)
        if schedule.interval == 1:
            return f"every {named}"
        return f"every {schedule.interval} weeks on {named}"
    if schedule.weekdays:
        named = " and ".join(ordinal_day(code) for code in schedule.weekdays)
        return f"the {named} of every month"
    start, end = schedule.days[0]
    if schedule.until:
        return f"by day {end} of every month"
    piece = piece_of_month(start, end)
    if piece:
        return f"the {piece} of every month"
    days = f"day {start}" if start == end else f"days {start}–{end}"
    return f"{days} of every month"
