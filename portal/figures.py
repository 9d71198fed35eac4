"""Numbers and dates as people read them: pure, the language is an argument."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK = "\u00a0"
NARROW = "\u202f"
MINUS = "\u2212"
DASH = "—"
YEAR_RU = "\u0433."
EN_DASH = "\u2013"
Number = Decimal | int | float

MONTHS = {
    "ru": [
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
    ],
    "en": [
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
    ],
}


def number(
    value: Number | None, places: int | None = None, language: str = "ru"
) -> str:
    """Return the number with grouped thousands, rounded half up; a dash for None.

    Without `places` the digits after the point stay as they are.
    """
    if value is None:
        return DASH
    amount = _rounded(value, places)
    sign = MINUS if amount < 0 else ""
    return sign + _grouped(abs(amount), language)


def count(value: int | None, language: str = "ru") -> str:
    """Return a whole number with grouped thousands; a dash for None."""
    return number(value, 0, language)


def percent(value: Number | None, places: int | None = 1, language: str = "ru") -> str:
    """Return the number with its percent sign; a dash for None."""
    if value is None:
        return DASH
    gap = NO_BREAK if language == "ru" else ""
    return f"{number(value, places, language)}{gap}%"


def signed(value: Number | None, places: int | None = 1, language: str = "ru") -> str:
    """Return a change with its sign; zero has none; a dash for None."""
    if value is None:
        return DASH
    plus = "+" if _rounded(value, places) > 0 else ""
    return plus + number(value, places, language)


def day(date: dt.date | None, language: str = "ru") -> str:
    """Return a full date, the month in words, the year with its short word."""
    if date is None:
        return DASH
    year = f"{date.year}{NO_BREAK}{YEAR_RU}" if language == "ru" else str(date.year)
    return f"{day_month(date, language)} {year}"


def day_month(date: dt.date | None, language: str = "ru") -> str:
    """Return the day and the month in words."""
    if date is None:
        return DASH
    return f"{date.day}{NO_BREAK}{_months(language)[date.month - 1]}"


def short_day(date: dt.date | None) -> str:
    """Return the date in digits, for narrow columns: 20.10.2026."""
    return DASH if date is None else f"{date:%d.%m.%Y}"


def moment(at: dt.datetime | None, language: str = "ru") -> str:
    """Return the date and the time of an already local moment."""
    return DASH if at is None else f"{day(at, language)}, {at:%H:%M}"


def period(first: dt.date | None, last: dt.date | None, language: str = "ru") -> str:
    """Return the first and the last day; one where they are the same, the year once."""
    if first is None or last is None or first == last:
        return day(first or last, language)
    same_year = first.year == last.year
    start = day_month(first, language) if same_year else day(first, language)
    return f"{start} {EN_DASH} {day(last, language)}"


def initials(full_name: str) -> str:
    """Return the first letters of the first two words, capital."""
    return "".join(word[0] for word in full_name.split()[:2]).upper()


def _rounded(value: Number, places: int | None) -> Decimal:
    amount = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is None:
        return amount
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def _grouped(amount: Decimal, language: str) -> str:
    point = "," if language == "ru" else "."
    whole, _, rest = f"{amount:,f}".partition(".")
    return whole.replace(",", NARROW) + (point + rest if rest else "")


def _months(language: str) -> list[str]:
    return MONTHS.get(language, MONTHS["en"])
