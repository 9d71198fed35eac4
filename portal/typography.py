"""Russian typography of documents: signs, spaces, numbers, dates, plural forms."""

import datetime as dt
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
DASH = "–"
MINUS = "−"
MONTHS = (
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

_HYPHENS = {0x2010: "-", 0x2011: "-"}
_UNSEEN = {
    code: ""
    for code in range(0x10000)
    if unicodedata.category(chr(code)) in {"Cc", "Cf"} and chr(code) not in "\n\r\t"
}
_SPACES = {
    code: " "
    for code in range(0x2000, 0x3001)
    if unicodedata.category(chr(code)) in {"Zs", "Zl", "Zp"}
} | {0x202F: NBSP, 0x2007: NBSP}
_SIGNS = _UNSEEN | _SPACES | _HYPHENS
_BLANKS = re.compile(r"[ \n\r\t]+")

_TEXT_NODE = re.compile(r"(?<=>)[^<>]+(?=<)")
_RULES = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        # before a percent sign or a dash, after № and §, between a number and its unit,
        # between a surname and initials
        (
            r" (?=[%–])|(?<=[№§]) |(?<=\d) (?=(?:г|п|л|ч|экз|из|год[а-я]*)\b)"
            r"|(?<=[а-яё]) (?=[А-ЯЁ]\. ?[А-ЯЁ]\.)",
            NBSP,
        ),
        # after one or two letters and usual abbreviations
        (
            r"(?<![^\s(«])(?!не применимо)"
            r"([А-Яа-яЁё]{1,2}|(?:г|ул|д|п|им|ст|тел|л)\.) ",
            rf"\1{NBSP}",
        ),
        # between initials and before the surname after them
        (r"(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ]\.)", NBSP),
        (rf"(\b[А-ЯЁ]\.{NBSP}?[А-ЯЁ]\.) (?=[А-ЯЁ])", rf"\1{NBSP}"),
    )
)


def typeset(html: str) -> str:
    """Put non-breaking spaces into the text of the markup and drop unseen signs.

    Tags and attributes keep their letters. Composed forms (й as one sign) are made
    inside text nodes only, so that no text can join with a tag beside it.
    """
    return _TEXT_NODE.sub(_typeset_node, html.translate(_SIGNS))


def plain(text: str) -> str:
    """Return the text on one line without unseen signs, with й and ё as one sign."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text.translate(_SIGNS)))


def number(
    value: Decimal | int | None, places: int | None = None, *, sign: bool = False
) -> str:
    """Write a number as Russian documents do: 154 553, 65,3, −3,2; a dash for none.

    Without `places` the number keeps its own digits, less trailing zeros.
    """
    if value is None:
        return DASH
    amount = Decimal(value)
    if places is not None:
        amount = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, rest = f"{abs(amount):f}".partition(".")
    if places is None:
        rest = rest.rstrip("0")
    mark = MINUS if amount < 0 else "+" if sign and amount > 0 else ""
    return mark + _grouped(whole) + (f",{rest}" if rest else "")


def plural(count: int, one: str, few: str, many: str) -> str:
    """Choose the form of the noun: 1 организация, 2 организации, 411 организаций."""
    if count % 10 == 1 and count % 100 != 11:
        return one
    if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:
        return few
    return many


def plural_genitive(count: int, one: str, many: str) -> str:
    """Choose the genitive: (руководителей) 1 организации, 2 организаций."""
    return plural(count, one, many, many)


def dotted(day: dt.date) -> str:
    """Write a date in digits: 02.07.2026."""
    return f"{day:%d.%m.%Y}"


def worded(day: dt.date) -> str:
    """Write a date in words: 2 июля 2026 г."""
    return f"{_day_and_month(day)} {day.year}{NBSP}г."


def span(starts_on: dt.date, ends_on: dt.date) -> str:
    """Write a period: с 16 марта по 15 мая 2026 года."""
    year = "" if starts_on.year == ends_on.year else f" {starts_on.year} года"
    start = f"с {_day_and_month(starts_on)}{year}"
    return f"{start} по {_day_and_month(ends_on)} {ends_on.year} года"


def sentence(text: str) -> str:
    """Return the text with a full stop unless it ends in a mark of its own."""
    text = plain(text).strip()
    return text if not text or text[-1] in ".!?…;" else f"{text}."


def _typeset_node(match: re.Match[str]) -> str:
    text = unicodedata.normalize("NFC", match[0])
    for pattern, new in _RULES:
        text = pattern.sub(new, text)
    return text


def _grouped(digits: str) -> str:
    """Part thousands by a non-breaking space from five digits on."""
    return f"{int(digits):,}".replace(",", NBSP) if len(digits) > 4 else digits


def _day_and_month(day: dt.date) -> str:
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}"
