"""The letter laid out for its template: rows as text, bars as numbers."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from math import ceil

import segno
from django.utils.safestring import SafeString, mark_safe

from monitoring.letter_pdf import wording
from monitoring.letter_pdf.content import (
    Ask,
    IndicatorRow,
    LetterContent,
    RecommendationItem,
    Scale,
    Verification,
)
from portal.typography import dotted, number, sentence, worded

SHOWN_RECOMMENDATIONS = 8
BAR_WIDTH = Decimal("3.98")  # drawing units for one percent; a bar begins at x = 1
KEPT_LONG = 10  # years; beyond that the left margin is 30 mm instead of 20
SHEET_HEIGHT, ANNEX_HEAD, TABLE_HEAD = 257, 45, 11  # mm
LINE, ROW_PADDING, LINE_LETTERS = 4.5, 1.6, 36  # mm, mm, letters of a name in one line
LONG_NUMBER, LONG_CODE = 10_000, 4
OTHERS = 42.5  # percent of the annex's width for value, change, median and level


@dataclass(frozen=True)
class Bar:
    """One value on the scale from 0 to 100 %, in drawing units; None is not drawn."""

    low: int
    high: int
    value: int | None
    median: int | None
    words: str  # the same for who listens


@dataclass(frozen=True)
class Line:
    """One row of a table as text."""

    code: str
    name: str
    numerator: str
    denominator: str
    value: str
    change: str
    median: str
    level: str
    borders: str
    bar: Bar

    @property
    def label(self) -> str:
        """Return the code and the name together."""
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True)
class Block:
    """One recommendation as text."""

    title: str
    indicator: str
    finding: str
    measure: str
    due: str
    helper: str


@dataclass(frozen=True)
class Request:
    """One thing asked for, with its day."""

    what: str
    due: str


def context(letter: LetterContent, annex_sheets: int) -> dict[str, object]:
    """Return what the template shows; the annex note needs the count of its sheets."""
    lines = [_line(row, letter) for row in letter.indicators]
    total = _total_line(letter)
    weak = [ln for row, ln in zip(letter.indicators, lines, strict=True) if _weak(row)]
    return {
        "letter": letter,
        "margin_left": 30 if letter.kept_years > KEPT_LONG else 20,
        "date": dotted(letter.dated_on),
        "reply_date": dotted(letter.reply_to.dated_on) if letter.reply_to else "",
        "intro": wording.intro(letter),
        "result": wording.result(letter),
        "total": total,
        "weak": weak,
        "tracks": _tracks(letter, lines),
        "annex_sheets": annex_sheets,
        "columns": _columns(letter),
        "gaps": any(map(wording.missing, letter.indicators)),
        "low": number(letter.scale.medium_from),
        "high": number(letter.scale.high_from),
        "own_borders": any(row.borders for row in letter.indicators),
        "recommendations": _blocks(letter),
        "more": _more(letter),
        "praised": not weak and letter.total.level in {"high", "medium"},
        "asks": _requests(letter),
        "mark": _mark(letter),
        "executor": _executor(letter),
        "qr": _qr(letter.verification) if letter.verification else "",
    }


def sheets_guess(letter: LetterContent) -> int:
    """Guess how many sheets the annex takes, to spare a second layout."""
    height = float(ANNEX_HEAD + TABLE_HEAD)
    height += 8 * len({row.track for row in letter.indicators})
    for row in letter.indicators:
        height += ROW_PADDING + LINE * ceil(len(row.name) / LINE_LETTERS)
    return ceil(height / (SHEET_HEIGHT - TABLE_HEAD))


def _weak(row: IndicatorRow) -> bool:
    return row.weak and not wording.missing(row)


def _line(row: IndicatorRow, letter: LetterContent) -> Line:
    gap = wording.missing(row)
    value = None if gap else row.value
    own, places = row.borders, letter.decimals
    return Line(
        code=row.code,
        name=row.name,
        numerator=number(row.numerator),
        denominator=number(row.denominator),
        value=number(value, places),
        change=number(None if gap else row.change, places, sign=True),
        median=number(row.median, places),
        level=wording.MISSING.get(gap) or wording.LEVELS.get(row.level, ""),
        borders=_borders(own) if own else "",
        bar=_bar(row.name, value, row.median, own or letter.scale),
    )


def _total_line(letter: LetterContent) -> Line:
    """Return the consolidated value as a row of the same table."""
    total = letter.total
    row = IndicatorRow(
        code="",
        name="Сводное значение",
        value=total.value,
        change=total.change,
        median=total.median,
        level=total.level,
    )
    return _line(row, letter)


def _borders(scale: Scale) -> str:
    return f"{number(scale.medium_from)} и {number(scale.high_from)}"


def _bar(name: str, value: Decimal | None, median: Decimal | None, scale: Scale) -> Bar:
    median_words = "" if median is None else f", медиана группы {number(median)} %"
    value_words = "нет данных" if value is None else f"{number(value)} %"
    return Bar(
        low=_units(scale.medium_from),
        high=_units(scale.high_from),
        value=None if value is None else _units(value),
        median=None if median is None else _units(median) - 5,
        words=f"{name}: {value_words}{median_words}, "
        f"границы уровней {_borders(scale)} %",
    )


def _units(value: Decimal) -> int:
    return round(min(max(value, Decimal(0)), Decimal(100)) * BAR_WIDTH)


def _tracks(letter: LetterContent, lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Put the lines under the headings of their tracks."""
    pairs = zip(letter.indicators, lines, strict=True)
    groups = groupby(pairs, key=lambda pair: pair[0].track)
    return [(track, [line for _, line in group]) for track, group in groups]


def _columns(letter: LetterContent) -> dict[str, str]:
    """Return widths in percent: long codes and long numbers take from the name."""
    longest = max((len(row.code) for row in letter.indicators), default=0)
    amounts = [n for r in letter.indicators for n in (r.numerator, r.denominator) if n]
    code = 5 + 1.2 * max(0, min(longest, 12) - LONG_CODE)
    amount = 9.5 if max(amounts, default=0) >= LONG_NUMBER else 6.5
    widths = {"code": code, "name": 100 - OTHERS - code - 2 * amount, "amount": amount}
    return {name: f"{width:.1f}" for name, width in widths.items()}


def _blocks(letter: LetterContent) -> list[Block]:
    return [_block(item) for item in letter.recommendations[:SHOWN_RECOMMENDATIONS]]


def _block(item: RecommendationItem) -> Block:
    return Block(
        title=item.title,
        indicator=item.indicator,
        finding=sentence(item.finding),
        measure=sentence(item.measure),
        due=worded(item.due_on) if item.due_on else "",
        helper=sentence(item.helper),
    )


def _more(letter: LetterContent) -> str:
    rest = len(letter.recommendations) - SHOWN_RECOMMENDATIONS
    return wording.more(rest, letter.ask_where) if rest > 0 else ""


def _requests(letter: LetterContent) -> list[Request]:
    return [
        Request(ask.what.rstrip(" .;"), worded(ask.due_on) if ask.due_on else "")
        for ask in letter.asks
        if _asked(ask, letter)
    ]


def _asked(ask: Ask, letter: LetterContent) -> bool:
    return bool(letter.recommendations) or not ask.only_with_recommendations


def _mark(letter: LetterContent) -> dict[str, str] | None:
    """Return the mark of the electronic signature, if the letter has one."""
    mark = letter.signatory.mark
    if mark is None:
        return None
    return {
        "certificate": mark.certificate,
        "owner": mark.owner,
        "starts_on": dotted(mark.starts_on),
        "ends_on": dotted(mark.ends_on),
    }


def _executor(letter: LetterContent) -> list[str]:
    """Return what is known of the executor, a line each."""
    executor = letter.executor
    return [e for e in (executor.name, executor.position, executor.phone) if e]


def _qr(verification: Verification) -> SafeString:
    code = segno.make(verification.url, error="m", micro=False)
    title = "QR-код: адрес страницы проверки письма"
    svg = code.svg_inline(border=0, omitsize=True, svgclass=None, title=title)
    return mark_safe(svg)  # noqa: S308 - a path and our own title, no foreign text
