"""Schedules in Russian; what is written here is read back to the same structure."""

from __future__ import annotations

from programs.schedules.naming import (
    is_reversed,
    is_whole_years,
    part_spans,
    school_years,
)
from programs.schedules.parts import Part
from programs.schedules.parts_ru import (
    DATIVE_DAYS,
    DAYS,
    MONTHS,
    OF_MONTHS,
    ORDINALS,
    part_words,
    piece_of_month,
    plural,
)
from programs.schedules.structure import Kind, Schedule

UNITS = {
    Kind.DAILY: ("день", "день", "дня", "дней", "каждый день"),
    Kind.WEEKLY: ("неделю", "неделю", "недели", "недель", "каждую неделю"),
    Kind.MONTHLY: ("месяц", "месяц", "месяца", "месяцев", "каждый месяц"),
    Kind.QUARTERLY: ("квартал", "квартал", "квартала", "кварталов", "каждый квартал"),
    Kind.HALF_YEARLY: (
        "полугодие",
        "полугодие",
        "полугодия",
        "полугодий",
        "каждое полугодие",
    ),
    Kind.YEARLY: ("год", "год", "года", "лет", "каждый год"),
    Kind.ACADEMIC_YEAR: (
        "учебный год",
        "учебный год",
        "учебных года",
        "учебных лет",
        "каждый учебный год",
    ),
}


def words(schedule: Schedule) -> str:
    """Return the schedule as a plan would write it."""
    text = of_kind(schedule)
    if schedule.kind == Kind.ON_SCHEDULE or schedule.ref:
        text = f"{text}, по документу «{schedule.ref}»"
    return text


def of_kind(schedule: Schedule) -> str:
    """Return the words of one kind, without the document."""
    match schedule.kind:
        case Kind.UNDATED:
            return "срок не указан"
        case Kind.UNREAD:
            return f"срок не прочитан: {schedule.original}"
        case Kind.AS_NEEDED:
            return joined("по мере необходимости", limits(schedule))
        case Kind.ON_SCHEDULE:
            return limits(schedule)
        case Kind.ACADEMIC_YEAR if school_years(schedule):
            return academic_years(schedule)
    return dated(schedule)


def dated(schedule: Schedule) -> str:
    """Return the words of windows, months and rates."""
    prefix = "постоянно, " if schedule.continuous else ""
    match schedule.kind:
        case Kind.WINDOW if schedule.until:
            return f"{prefix}до {day(schedule.end or '')}"
        case Kind.WINDOW if prefix and is_whole_years(*bounds(schedule)):
            return throughout(*bounds(schedule))
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


def bounds(schedule: Schedule) -> tuple[str, str]:
    """Return the start and the end as they are written; "" for none."""
    return schedule.start or "", schedule.end or ""


def limits(schedule: Schedule) -> str:
    """Return the start and the end; years where they are whole years."""
    return between(*bounds(schedule)) if schedule.start and schedule.end else ""


def between(start: str, end: str, *, years: bool = True) -> str:
    """Return two bounds as one phrase."""
    if years and is_whole_years(start, end):
        first, last = start[:4], end[:4]
        return f"{first} год" if first == last else f"{first}–{last} годы"
    if len(start) > 7 or len(end) > 7:
        return between_days(start, end)
    if start == end:
        return month(start)
    if start[:4] == end[:4] and not is_reversed(start, end):
        return f"{MONTHS[int(start[5:7]) - 1]} – {month(end)}"
    return f"{month(start)} – {month(end)}"


def between_days(start: str, end: str) -> str:
    """Return two days as one phrase."""
    if start == end:
        return day(start)
    if start[:7] == end[:7] and not is_reversed(start, end):
        return f"с {int(start[8:])} по {day(end)}"
    if start[:4] == end[:4] and not is_reversed(start, end):
        return f"с {short_day(start)} по {day(end)}"
    return f"с {day(start)} по {day(end)}"


def month(text: str) -> str:
    """«апрель 2023 года»."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]} года"


def day(text: str) -> str:
    """«15 апреля 2023 года»."""
    return f"{short_day(text)} {text[:4]} года"


def short_day(text: str) -> str:
    """«15 апреля»."""
    return f"{int(text[8:])} {OF_MONTHS[int(text[5:7]) - 1]}"


def throughout(start: str, end: str) -> str:
    """«в течение 2023–2024 годов»."""
    first, last = start[:4], end[:4]
    text = f"{first} года" if first == last else f"{first}–{last} годов"
    return f"в течение {text}"


def academic_years(schedule: Schedule) -> str:
    """«2022/2023 учебный год»."""
    listed = school_years(schedule)
    text = ", ".join(f"{year}/{year + 1}" for year in listed)
    if schedule.continuous:
        unit = "учебного года" if len(listed) == 1 else "учебных годов"
        return f"в течение {text} {unit}"
    return f"{text} {'учебный год' if len(listed) == 1 else 'учебные годы'}"


def yearly_months(schedule: Schedule) -> str:
    """«октябрь – ноябрь 2022, 2023 годов», «до 1 марта ежегодно»."""
    parts = part_spans(schedule)
    years = in_years(schedule)
    if not schedule.until:
        return ", ".join(part_words(part) for part in parts) + years
    if all(part.days != (-1, -1) for part in parts):
        return "до " + ", ".join(part_words(part) for part in parts) + years
    each = years if schedule.years else ""
    listed = ", ".join(due_words(part) + each for part in parts)
    return listed if schedule.years else listed + years


def in_years(schedule: Schedule) -> str:
    """Return the years after the months; "every year" where they are open."""
    if not schedule.years:
        return " ежегодно"
    listed = ", ".join(str(year) for year in schedule.years)
    return f" {listed} {'года' if len(schedule.years) == 1 else 'годов'}"


def due_words(part: Part) -> str:
    """«до 1 марта», «до конца июня»."""
    if part.days == (-1, -1):
        return f"до конца {OF_MONTHS[part.first - 1]}"
    return f"до {part_words(part)}"


def dates(schedule: Schedule) -> str:
    """«ноябрь 2022 года; с 1 по 5 марта 2023 года»."""
    if schedule.until:
        return "; ".join(f"до {day(end)}" for _, end in schedule.dates)
    return "; ".join(between(*pair, years=False) for pair in schedule.dates)


def recurring(schedule: Schedule) -> str:
    """«каждый квартал, август 2022 года – декабрь 2024 года»."""
    held = ", ".join(part_words(Part(*span)) for span in schedule.spans)
    text = joined(rate(schedule), held)
    return f"{text}{'; ' if held else ', '}{rate_limits(schedule)}"


def rate_limits(schedule: Schedule) -> str:
    """Return the bounds of a rate so that they are not taken for its occurrences."""
    start, end = bounds(schedule)
    if schedule.kind != Kind.YEARLY:
        return between(start, end)
    if is_whole_years(start, end):
        listed = ", ".join(str(year) for year in schedule.years)
        full = range(int(start[:4]), int(end[:4]) + 1)
        return between(start, end) if schedule.years == (*full,) else f"{listed} годы"
    if len(start) > 7:
        return f"с {day(start)} по {day(end)}"
    first = f"{OF_MONTHS[int(start[5:7]) - 1]} {start[:4]} года"
    return f"с {first} по {month(end)}"


def rate(schedule: Schedule) -> str:
    """«каждый месяц», «2 раза в год», «последняя среда каждого месяца»."""
    units = UNITS[schedule.kind]
    if schedule.weekdays or schedule.days:
        return on_days(schedule)
    if schedule.times > 1:
        count = schedule.times
        return f"{count} {plural(count, 'раз', 'раза', 'раз')} в {units[0]}"
    if schedule.interval > 1:
        return every(schedule)
    if not schedule.continuous:
        return units[4]
    is_school = schedule.kind == Kind.ACADEMIC_YEAR
    return "в течение каждого " + ("учебного года" if is_school else "года")


def every(schedule: Schedule) -> str:
    """«1 раз в 2 месяца»."""
    count = schedule.interval
    return f"1 раз в {count} {plural(count, *UNITS[schedule.kind][1:4])}"


def on_days(schedule: Schedule) -> str:
    """«каждую неделю по вторникам», «до 5 числа каждого месяца»."""
    if schedule.kind == Kind.WEEKLY:
        named = " и ".join(DATIVE_DAYS[code] for code in schedule.weekdays)
        unit = UNITS[Kind.WEEKLY][4] if schedule.interval == 1 else every(schedule)
        return f"{unit} по {named}"
    if schedule.weekdays:
        name, gender = DAYS[schedule.weekdays[0][-2:]]
        numbers = (ORDINALS[int(code[:-2])][gender] for code in schedule.weekdays)
        return f"{', '.join(numbers)} {name} каждого месяца"
    return days_of_each_month(*schedule.days[0], until=schedule.until)


def days_of_each_month(first: int, last: int, *, until: bool) -> str:
    """«третья декада каждого месяца», «15 число каждого месяца»."""
    if until:
        return f"до {last} числа каждого месяца"
    piece = piece_of_month(first, last)
    if piece:
        return f"{piece} каждого месяца"
    if first == last:
        return f"{first} число каждого месяца"
    return f"с {first} по {last} число каждого месяца"
