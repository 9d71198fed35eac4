"""Which column of a table is what: by the words of its head, else by its content."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from programs.importing import cleaning, content, header_words
from programs.importing.header_words import Field, Guess, How
from programs.importing.tables import Kind, Row, Table

HEAD_WITHIN = 15  # rows in which the head has to stand
SAMPLES = 3
SHORT_HEAD = 40  # characters
DIGIT = re.compile(r"\d")
BODIES = {Field.RESPONSIBLE, Field.LEAD_AND_CO, Field.CO_EXECUTORS}
DATES = {Field.SCHEDULE, Field.STARTS}
BOTH = {Field.SCHEDULE_AND_BODIES}
MANY = {Field.SKIP, Field.NOTES}  # fields that several columns may have


@dataclass(frozen=True)
class Column:
    """A column: its head, its field, how it was recognized, its first values."""

    title: str
    field: Field
    how: How
    samples: tuple[str, ...] = ()
    filled: int = 0


@dataclass(frozen=True)
class Mapping:
    """The columns of a table; `header` rows of it stand above the first event."""

    columns: tuple[Column, ...]
    header: int
    is_used: bool

    @property
    def fields(self) -> list[Field]:
        """Fields in the order of the columns."""
        return [column.field for column in self.columns]

    def at(self, field: Field) -> int | None:
        """Return the column of a field."""
        return next((at for at, one in enumerate(self.fields) if one == field), None)


def recognize(table: Table) -> Mapping:
    """Return what each column is, and whether the table is a plan at all."""
    if table.kind == Kind.LIST:
        column = Column("", Field.NAME, How.KNOWN, _samples(table.rows, 0), 0)
        blank = Column("", Field.SKIP, How.KNOWN)
        return Mapping((column, blank), 0, is_used=True)
    titles, header = head(table)
    guesses = [header_words.guess(title) for title in titles]
    rows = [row for row in table.rows[header:] if len(row.own) > 1]
    guesses = content.completed(guesses, rows)
    guesses = _resolved(guesses, titles)
    columns = tuple(
        Column(
            cleaning.line(title),
            guess.field,
            guess.how,
            _samples(rows, at),
            sum(bool(row.cells[at].text) for row in rows),
        )
        for at, (title, guess) in enumerate(zip(titles, guesses, strict=True))
    )
    fields = {guess.field for guess in guesses}
    return Mapping(columns, header, is_used=bool(rows) and _is_plan(fields))


def chosen(mapping: Mapping, fields: Sequence[str], *, is_used: bool) -> Mapping:
    """Return the mapping with the fields that the person chose."""
    columns = tuple(
        column
        if column.field == field
        else dataclasses.replace(column, field=Field(field), how=How.CHOSEN)
        for column, field in zip(mapping.columns, fields, strict=True)
    )
    return dataclasses.replace(mapping, columns=columns, is_used=is_used)


def dump(mapping: Mapping) -> dict[str, Any]:
    """Return the mapping as plain JSON values."""
    return dataclasses.asdict(mapping)


def load(value: Map[str, Any]) -> Mapping:
    """Return the mapping that `dump` made."""
    columns = tuple(
        Column(
            column["title"],
            Field(column["field"]),
            How(column["how"]),
            tuple(column["samples"]),
            column["filled"],
        )
        for column in value["columns"]
    )
    return Mapping(columns, value["header"], value["is_used"])


def head(table: Table) -> tuple[list[str], int]:
    """Return the heads of the columns and how many rows end with them.

    A head may take two rows: a wide cell over narrower ones. Without a head the
    titles are empty and no row is taken.
    """
    for at, row in enumerate(table.rows[:HEAD_WITHIN]):
        titles = _spread(row, table.width)
        if not _is_head(titles):
            continue
        below = table.rows[at + 1] if at + 1 < len(table.rows) else None
        if below is not None and _is_second_line(row, below):
            return _joined(titles, below), at + 2
        return titles, at + 1
    return [""] * table.width, 0


def is_repeated(titles: Sequence[str], row: Row) -> bool:
    """Tell whether the row is the head of the table once more."""
    heads = [header_words.folded(title) for title in titles]
    if not any(heads):
        return False
    words = [header_words.folded(text) for text in _spread(row, len(titles))]
    matched = sum(
        bool(word) and word == title for word, title in zip(words, heads, strict=True)
    )
    filled = sum(map(bool, words))
    return filled > 1 and matched >= max(2, filled - 1)


def is_count(row: Row) -> bool:
    """Tell whether the row only numbers the columns: 1, 2, 3."""
    texts = [cleaning.line(text).strip(".") for text in row.texts if text]
    if len(texts) < 2 or not all(text.isdecimal() for text in texts):
        return False
    numbers = [int(text) for text in texts]
    first = numbers[0]
    return first in {1, 2} and numbers == list(range(first, first + len(numbers)))


def _spread(row: Row, width: int) -> list[str]:
    """Return the texts, those of wide cells for every column they cover."""
    found: list[str] = []
    for cell in row.cells:
        found.append(found[-1] if cell.span == 0 and found else cell.text)
    return (found + [""] * width)[:width]


def _is_head(titles: Sequence[str]) -> bool:
    distinct = list(dict.fromkeys(title for title in titles if title))
    if len(distinct) < 2:
        return False
    guesses = [header_words.guess(title) for title in distinct]
    known = [guess for guess in guesses if guess.how == How.KNOWN]
    found = {guess.field for guess in guesses} - {Field.SKIP}
    if len(found) < 2 or len(found) * 2 < len(distinct):
        return False
    if all(field == Field.NUMBER for field in found):
        return False
    if known or len(found) >= 3:
        return True
    return all(
        len(title) <= SHORT_HEAD and not DIGIT.search(title) for title in distinct
    )


def _is_second_line(row: Row, below: Row) -> bool:
    """Tell whether the head goes on: narrower cells under a wide one."""
    if is_count(below) or not below.own:
        return False
    spans = [cell.span for cell in row.cells if cell.text]
    width = len(row.cells)
    if any(1 < span < width for span in spans):
        under = [
            at
            for at in below.own
            if row.cells[at].span != 1 and below.cells[at].span == 1
        ]
        return bool(under) and len(under) == len(below.own)
    is_merged = any(cell.is_carried for cell in below.cells)
    guesses = [header_words.guess(below.cells[at].text) for at in below.own]
    return is_merged and all(guess.how == How.KNOWN for guess in guesses)


def _joined(titles: Sequence[str], below: Row) -> list[str]:
    """Return the lower head where it says something by itself, else both."""
    lower = _spread(below, len(titles))
    found = []
    for at, (title, text) in enumerate(zip(titles, lower, strict=True)):
        is_own = at in below.own
        if not is_own or not text:
            found.append(title)
        elif header_words.guess(text).how == How.KNOWN:
            found.append(text)
        else:
            found.append(f"{title} {text}")
    return found


def _resolved(guesses: Sequence[Guess], titles: Sequence[str]) -> list[Guess]:
    """Give every field one column; the rest of the claimants become notes."""
    found = list(guesses)
    names = [at for at, guess in enumerate(found) if guess.field == Field.NAME]
    details = [at for at in names if header_words.names_specifics(titles[at])]
    if details and len(names) > len(details):
        upper = next(at for at in names if at not in details)
        found[upper] = Guess(Field.MEASURE, found[upper].how)
    _use_section(found)
    taken: set[Field] = set()
    order = sorted(range(len(found)), key=lambda at: (found[at].how != How.KNOWN, at))
    for at in order:
        field = found[at].field
        if field in taken and field not in MANY:
            found[at] = Guess(Field.NOTES, How.LIKELY)
        taken.add(field)
    return found


def _use_section(found: list[Guess]) -> None:
    """Take the column of measures or directions for names where there are none."""
    fields = [guess.field for guess in found]
    if Field.NAME in fields:
        return
    for field in (Field.MEASURE, Field.SECTION, Field.PROBLEM):
        if field in fields:
            found[fields.index(field)] = Guess(Field.NAME, How.LIKELY)
            return


def _is_plan(fields: set[Field]) -> bool:
    return Field.NAME in fields and bool(fields & (BODIES | DATES | BOTH))


def _samples(rows: Sequence[Row], at: int) -> tuple[str, ...]:
    texts = (cleaning.line(row.cells[at].text) for row in rows)
    return tuple(dict.fromkeys(text[:60] for text in texts if text))[:SAMPLES]
