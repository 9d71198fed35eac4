"""Months, days and weekdays in Russian."""

from __future__ import annotations

from programs.schedules.naming import DECADES, HALVES, LAST_WEEK
from programs.schedules.parts import Part

MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
OF_MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
DATIVE_DAYS = {
    "MO": "понедельникам",
    "TU": "вторникам",
    "WE": "средам",
    "TH": "четвергам",
    "FR": "пятницам",
    "SA": "субботам",
    "SU": "воскресеньям",
}
DAYS = {
    "MO": ("понедельник", 0),
    "TU": ("вторник", 0),
    "WE": ("среда", 1),
    "TH": ("четверг", 0),
    "FR": ("пятница", 1),
    "SA": ("суббота", 1),
    "SU": ("воскресенье", 2),
}
ORDINALS = {
    1: ("первый", "первая", "первое"),
    2: ("второй", "вторая", "второе"),
    3: ("третий", "третья", "третье"),
    4: ("четвёртый", "четвёртая", "четвёртое"),
    5: ("пятый", "пятая", "пятое"),
    -1: ("последний", "последняя", "последнее"),
}


def part_words(part: Part) -> str:
    """Return a part of a year: months, days, a decade, a weekday."""
    if part.weekdays:
        return f"{ordinal_day(part.weekdays[0])} {OF_MONTHS[part.first - 1]}"
    if part.days in (None, (1, -1)):
        first, last = MONTHS[part.first - 1], MONTHS[part.last - 1]
        return first if part.first == part.last else f"{first} – {last}"
    return days_of_months(part)


def days_of_months(part: Part) -> str:
    """«первая декада мая», «с 15 апреля по 20 мая»."""
    first, last = part.days or (1, -1)
    of_first, of_last = OF_MONTHS[part.first - 1], OF_MONTHS[part.last - 1]
    if part.first != part.last:
        end = f"{last} {of_last}" if last > 0 else MONTHS[part.last - 1]
        return f"с {first} {of_first} по {end}"
    piece = piece_of_month(first, last)
    if piece:
        return f"{piece} {of_first}"
    return f"{first} {of_first}" if first == last else f"с {first} по {last} {of_first}"


def piece_of_month(first: int, last: int) -> str:
    """Return the name of a decade, a half or the last week; "" for other days."""
    pair = (first, last)
    if pair == LAST_WEEK:
        return "последняя неделя"
    if pair in HALVES:
        return "вторая половина"
    numbers = DECADES.get(pair)
    return " – ".join(ORDINALS[n][1] for n in numbers) + " декада" if numbers else ""


def ordinal_day(code: str) -> str:
    """«последняя среда»."""
    name, gender = DAYS[code[-2:]]
    return f"{ORDINALS[int(code[:-2])][gender]} {name}"


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the form of a noun after a number."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    return few if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else many
