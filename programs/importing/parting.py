"""Rows of a table by what they are: headings, events, pieces of the row above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from programs.importing import cleaning, columns, content, headings
from programs.importing.columns import Mapping
from programs.importing.header_words import Field
from programs.importing.headings import Heading
from programs.importing.tables import Kind, Note, Row, Table, Told

UPPER = (Field.SECTION, Field.PROBLEM, Field.MEASURE)
ANSWERED = (
    Field.SCHEDULE,
    Field.STARTS,
    Field.ENDS,
    Field.RESPONSIBLE,
    Field.LEAD_AND_CO,
    Field.CO_EXECUTORS,
    Field.SCHEDULE_AND_BODIES,
)
KIND_OF = {Field.PROBLEM: "problem", Field.MEASURE: "measure"}


@dataclass
class Upper:
    """The text of a merged cell to the left, shared by the rows beside it."""

    text: str
    number: str = ""


@dataclass
class Raw:
    """One event in the words of the document, with the headings above it."""

    row: Row
    values: dict[Field, list[str]]
    headings: tuple[Heading, ...] = ()
    upper: dict[Field, Upper] = field(default_factory=dict)
    torn: str = ""  # bodies as the document tears them between two columns

    @property
    def key(self) -> str:
        """The name of the row within the import."""
        return f"{self.row.table}:{self.row.number}"

    def text(self, of: Field) -> str:
        """Return what stands in the column of a field, lines kept."""
        return "\n".join(text for text in self.values.get(of, ()) if text)

    def line(self, of: Field) -> str:
        """Return what stands in the column of a field, in one line."""
        return cleaning.line(self.text(of))

    @property
    def path(self) -> tuple[Heading, ...]:
        """All headings above the event, from the outermost."""
        own = [
            _upper_heading(which, self.upper[which])
            for which in UPPER
            if which in self.upper and self.upper[which].text
        ]
        return (*self.headings, *own)


@dataclass
class Parted:
    """The events of a table in order, and what there is to tell."""

    raws: list[Raw] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    headings: int = 0
    blank: int = 0


def part(table: Table, mapping: Mapping) -> Parted:
    """Return the events of the table as its columns are understood."""
    work = _Work(table, mapping)
    rows = table.rows[mapping.header :]
    for at, row in enumerate(rows):
        work.take(row, rows[at + 1] if at + 1 < len(rows) else None)
    return work.found


class _Work:
    """Goes through the rows from above and remembers what reaches down."""

    def __init__(self, table: Table, mapping: Mapping) -> None:
        self.table, self.fields = table, mapping.fields
        self.titles = [column.title for column in mapping.columns]
        self.found = Parted()
        self.open: list[Heading] = []
        self.bare: Heading | None = None
        self.bare_text = ""
        self.upper: dict[Field, Upper] = {}
        rows = table.rows[mapping.header :]
        self.numbers_upper = self._numbers_upper(rows)
        self.is_numbered = self._is_numbered(rows)

    def take(self, row: Row, below: Row | None) -> None:
        """Take the next row as what it is."""
        if row.is_blank:
            self.found.blank += 1
        elif columns.is_repeated(self.titles, row):
            self.found.notes.append(Note(Told.REPEATED_HEADER, row.number))
        elif columns.is_count(row):
            return
        elif self._goes_on(row):
            self._append(row)
        elif (title := self._title(row, below)) is not None:
            self._open_heading(*title)
        else:
            self._event(row)

    # What a row is.

    def _title(self, row: Row, below: Row | None) -> tuple[str, str] | None:
        """Return the words and number of a heading, None for any other row."""
        own = row.own
        width = len(row.cells)
        first = row.cells[own[0]]
        if len(own) == 1:
            return (first.text, "") if self._is_alone(row, own[0]) else None
        last = row.cells[own[-1]]
        if len(own) != 2 or not content.NUMBER.match(first.text):
            return None
        reaches = last.span > 1 and own[-1] + last.span >= width
        if reaches or self._leads(row, own[-1], below):
            return last.text, first.text.strip(" .)")
        return None

    def _is_alone(self, row: Row, at: int) -> bool:
        """Tell whether the only filled cell of a row is a heading."""
        cell = row.cells[at]
        if self.table.kind == Kind.LIST:
            return cell.span > 1
        if cell.span > 1 or headings.is_heading(cell.text):
            return True
        if self.fields[at] == Field.NAME:
            return self.is_numbered or cell.text.isupper()
        return at == 0

    def _leads(self, row: Row, at: int, below: Row | None) -> bool:
        """Tell whether a numbered name without anything else is a heading."""
        if self.fields[at] not in {Field.NAME, Field.SKIP}:
            return False
        text = row.cells[at].text
        if headings.is_heading(text) or (text.isupper() and len(text) > 3):
            return True
        number = row.cells[row.own[0]].text.strip(" .)")
        next_number = below.cells[row.own[0]].text if below is not None else ""
        return next_number.startswith(f"{number}.")

    def _goes_on(self, row: Row) -> bool:
        """Tell whether the row is the rest of the one above, torn off by a page."""
        if not self.found.raws or self.table.kind == Kind.LIST or self.bare:
            return False
        own = row.own
        held = {self.fields[at] for at in own}
        if held & {*ANSWERED, Field.NUMBER}:
            return False
        texts = [row.cells[at].text for at in own]
        is_small = all(cleaning.starts_small(text) for text in texts)
        if len(own) == 1 and row.cells[own[0]].span > 1:
            return is_small
        if self._carries_name(row):
            return True
        if Field.NAME not in held and not held & set(UPPER):
            return True
        if any(headings.is_heading(text) for text in texts):
            return False
        if row.is_broken_off:
            return self.is_numbered or is_small
        return is_small and Field.PROBLEM not in held

    def _carries_name(self, row: Row) -> bool:
        at = self.fields.index(Field.NAME) if Field.NAME in self.fields else None
        return at is not None and row.cells[at].is_carried

    # What is done with it.

    def _open_heading(self, text: str, number: str) -> None:
        self.upper = {}
        if self.bare is not None and not headings.is_heading(text):
            self._push(headings.with_name(self.bare, text))
            self.bare = None
            return
        found = headings.heading(text, number)
        if found.is_bare and found.number:
            self.bare, self.bare_text = found, cleaning.line(text)
            return
        self.bare = None
        self._push(found)

    def _push(self, found: Heading) -> None:
        self.open = [one for one in self.open if one.rank < found.rank]
        self.open.append(found)
        self.found.headings += 1

    def _append(self, row: Row) -> None:
        raw = self.found.raws[-1]
        for at in row.own:
            which, text = self.fields[at], row.cells[at].text
            if row.cells[at].span > 1:
                which = next(reversed(raw.values), Field.NAME)
            if which in UPPER:
                self._append_upper(which, text)
            elif which:
                raw.values.setdefault(which, []).append(text)

    def _append_upper(self, which: Field, text: str) -> None:
        if which in self.upper:
            self.upper[which].text += f"\n{text}"

    def _event(self, row: Row) -> None:
        if self.bare is not None:
            self._push(Heading(self.bare.kind, self.bare.number, self.bare_text))
            self.bare = None
        self._carry(row)
        values: dict[Field, list[str]] = {}
        for at, which in enumerate(self.fields):
            text = row.cells[at].text
            if not text or not which or which in UPPER:
                continue
            if which == Field.NUMBER and self.numbers_upper:
                continue
            if which == Field.NOTES and self.titles[at] and row.cells[at].span:
                text = self._labelled(at, text)
            values.setdefault(which, []).append(text)
        raw = Raw(row, values, tuple(self.open), dict(self.upper))
        self.found.raws.append(raw)

    def _labelled(self, at: int, text: str) -> str:
        """Write which column a note is from, where several columns are notes."""
        several = self.fields.count(Field.NOTES) > 1
        return f"{self.titles[at]}: {text}" if several else text

    def _carry(self, row: Row) -> None:
        """Let merged cells to the left reach down; a new one ends those inside it."""
        for depth, which in enumerate(UPPER):
            at = self.fields.index(which) if which in self.fields else None
            if at is None or not row.cells[at].text or row.cells[at].is_carried:
                continue
            text = row.cells[at].text
            if (
                row.is_broken_off
                and cleaning.starts_small(text)
                and which in self.upper
            ):
                self._append_upper(which, text)
                continue
            for inner in UPPER[depth + 1 :]:
                self.upper.pop(inner, None)
            self.upper[which] = Upper(text, self._upper_number(row, which))

    def _upper_number(self, row: Row, which: Field) -> str:
        if not self.numbers_upper or which == Field.MEASURE:
            return ""
        at = self.fields.index(Field.NUMBER)
        return row.cells[at].text.strip(" .)")

    def _numbers_upper(self, rows: Sequence[Row]) -> bool:
        """Tell whether the numbers are those of problems, which hold many rows."""
        first = next((one for one in UPPER if one in self.fields), None)
        if first is None or Field.NUMBER not in self.fields:
            return False
        number, at = self.fields.index(Field.NUMBER), self.fields.index(first)
        events = [row for row in rows if len(row.own) > 1]
        own = [number in row.own for row in events]
        beside = [at in row.own for row in events if number in row.own]
        return bool(beside) and all(beside) and not all(own)

    def _is_numbered(self, rows: Sequence[Row]) -> bool:
        if Field.NUMBER not in self.fields or self.numbers_upper:
            return False
        at = self.fields.index(Field.NUMBER)
        events = [row for row in rows if len(row.own) > 1]
        return sum(at in row.own for row in events) * 2 > len(events)


def _upper_heading(which: Field, upper: Upper) -> Heading:
    words = cleaning.line(upper.text)
    if which == Field.SECTION:
        return headings.heading(words, upper.number)
    return Heading(KIND_OF[which], upper.number, words)
