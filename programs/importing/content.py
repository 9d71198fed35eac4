"""What a column holds, told by its cells where its head says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from programs.importing import cleaning
from programs.importing.header_words import Field, Guess, How
from programs.importing.tables import Row

MOST_ROWS = 80
SHARE = 0.6
NUMBER = re.compile(r"^\W*(\d{1,3}(\.\d{1,3})*|[IVX]{1,6})\s*[.)]?$")
DATE = re.compile(
    r"20\d\d|январ|феврал|\bмарт|апрел|\bма[йяе]\b|\bиюн|\bиюл|август|сентябр|октябр"
    r"|ноябр|декабр|квартал|\bкв\.|полугоди|ежегодн|ежемесячн|ежекварталь|еженедельн"
    r"|в течени[еи]|постоянно|по графику|планом-графиком|мере необходимости|\bуч\. ?г",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(ИРО|\w*ИРО|ИМЦ|ОМСУ|МОУО|РОУО|МКУ|ГАУ|ГБУ|КГАОУ|ОО|министерств\w*|департамент\w*"
    r"|комитет\w*|управлени\w*|администраци\w*|институт\w*|центр\w*|кафедр\w*|отдел\w*"
    r"|директор\w*|руководител\w*|методист\w*|заместител\w*|специалист\w*|куратор\w*)\b",
    re.IGNORECASE,
)
LONGEST_DATE = 120
LONGEST_BODY = 200
LEAST_NAME = 15


def completed(guesses: Sequence[Guess], rows: Sequence[Row]) -> list[Guess]:
    """Return the guesses with the fields that are missing found by the cells."""
    found = list(guesses)
    has_head = any(guess.how == How.KNOWN for guess in guesses)
    columns = {
        at: _texts(rows, at)
        for at, guess in enumerate(guesses)
        if guess.field == Field.SKIP
    }
    fields = {guess.field for guess in guesses}
    for field, fits in _wanted(fields):
        at = next((at for at, texts in columns.items() if _fit(texts, fits)), None)
        if at is not None:
            found[at] = Guess(field, How.CONTENT)
            del columns[at]
    names = sorted(columns, key=lambda at: (-_length(columns[at]), at))
    if Field.NAME not in fields and names and _length(columns[names[0]]) >= LEAST_NAME:
        first = names[0] if has_head else _leftmost(columns, names)
        found[first] = Guess(Field.NAME, How.CONTENT)
        names.remove(first)
    if not has_head and names and _length(columns[names[0]]) >= LEAST_NAME:
        found[names[0]] = Guess(Field.RESULT, How.CONTENT)
    return found


def _leftmost(columns: dict[int, list[str]], names: Sequence[int]) -> int:
    """Return the first column of texts long enough for names."""
    long = [at for at in names if _length(columns[at]) >= LEAST_NAME]
    return min(long)


def _wanted(fields: set[Field]) -> list[tuple[Field, Callable[[str], bool]]]:
    tests: list[tuple[Field, Callable[[str], bool]]] = []
    if Field.NUMBER not in fields:
        tests.append((Field.NUMBER, _is_number))
    if Field.SCHEDULE_AND_BODIES in fields:
        return tests
    is_dated = bool({Field.SCHEDULE, Field.STARTS} & fields)
    is_bodied = bool({Field.RESPONSIBLE, Field.LEAD_AND_CO} & fields)
    if not is_dated and not is_bodied:
        tests.append((Field.SCHEDULE_AND_BODIES, _is_both))
    if not is_dated:
        tests.append((Field.SCHEDULE, _is_date))
    if not is_bodied:
        tests.append((Field.RESPONSIBLE, _is_body))
    return tests


def _fit(texts: Sequence[str], fits: Callable[[str], bool]) -> bool:
    filled = [text for text in texts if text]
    if not filled or len(filled) * 4 < len(texts):
        return False
    return sum(map(fits, filled)) >= len(filled) * SHARE


def _is_number(text: str) -> bool:
    return bool(NUMBER.match(text))


def _is_date(text: str) -> bool:
    return len(text) <= LONGEST_DATE and bool(DATE.search(text))


def _is_body(text: str) -> bool:
    return len(text) <= LONGEST_BODY and bool(BODY.match(text.lstrip('«" ')))


def _is_both(text: str) -> bool:
    return _is_date(text) and bool(BODY.search(text)) and len(text) <= LONGEST_DATE


def _length(texts: Sequence[str]) -> float:
    filled = [len(text) for text in texts if text]
    return sum(filled) / len(filled) if len(filled) * 2 >= len(texts) > 0 else 0


def _texts(rows: Sequence[Row], at: int) -> list[str]:
    return [cleaning.line(row.cells[at].text) for row in rows[:MOST_ROWS]]
