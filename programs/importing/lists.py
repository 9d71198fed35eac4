"""Recommendations of a letter: headings with items under them, without a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from programs.importing import cleaning, columns, headings
from programs.importing.tables import (
    Kind,
    Note,
    Row,
    Table,
    Told,
    padded,
    plain,
    wide,
)

Line = tuple[int, str]
WIDTH = 2  # an item fills the first column, a heading covers both
LEAST_ITEMS = 3
LONGEST_TITLE = 300
MARKUP = re.compile(r"^[#>\s]+|\*{2,}|_{2,}")
BULLET = re.compile(r"^\s*(?:[-–—•·▪●○◦*\uf0b7]|\d{1,2}\)|[а-я]\))\s+")
NUMBER = re.compile(r"^\s*(?:\d{1,2}|[IVX]{1,5})\.\s+(?=\S)")
PAGE_NUMBER = re.compile(r"^\W*\d{1,3}\W*$")
MARKER = re.compile(r"рекоменд\w*\s*:$", re.IGNORECASE)
ABOUT = re.compile(r"^(?:по|в части|в сфере|в области)\s", re.IGNORECASE)
DANGLING = re.compile(
    r"(?:\b(?:на основе|с целью|в целях|а также|в том числе|из числа|и|или|с|со|в|во|на"
    r"|по|для|от|до|из|о|об|к|при|через|между|под|над)|,)$"
)


def beside(tables: Sequence[Table], found: Sequence[Table]) -> list[Table]:
    """Return the tables; the lists as well where no table is a plan."""
    if any(columns.recognize(_whole(table)).is_used for table in tables):
        return list(tables)
    return [*tables, *found]


def from_lines(lines: Sequence[Line]) -> list[Table]:
    """Return the lists of recommendations as one table, none if there are too few."""
    reader = _Reader()
    texts = list(_texts(lines))
    for at, (number, text, is_item) in enumerate(texts):
        after = texts[at + 1] if at + 1 < len(texts) else None
        reader.below = after
        reader.take(number, text, is_item=is_item)
    if reader.count < LEAST_ITEMS:
        return []
    notes = list(reader.notes)
    if reader.outside:
        notes.append(Note(Told.OUTSIDE_LIST, text=str(reader.outside)))
    first = str(reader.rows[0].number)
    return [Table(Kind.LIST, first, tuple(reader.rows), tuple(notes))]


@dataclass
class _Reader:
    rows: list[Row] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    titles: list[tuple[int, str]] = field(default_factory=list)
    below: tuple[int, str, bool] | None = None
    is_taking: bool = False
    has_items: bool = False
    count: int = 0
    outside: int = 0

    def take(self, number: int, text: str, *, is_item: bool) -> None:
        """Take the next line as a part of the last one, a heading, an item or prose."""
        if self._goes_on(text, is_item=is_item):
            self._append(text)
        elif _is_title(text, is_item=is_item, leads=_leads(self.below)):
            self._open(number, text)
            if is_item:
                self.notes.append(Note(Told.HEADING_AS_ITEM, number, text))
        elif MARKER.search(text):
            self.is_taking = bool(self.titles)
        elif self.is_taking and (is_item or cleaning.starts_small(text)):
            self._item(number, text)
        else:
            self._prose(is_item=is_item)

    def _goes_on(self, text: str, *, is_item: bool) -> bool:
        last = self._last()
        if not last or cleaning.is_finished(last) or not cleaning.starts_small(text):
            return False
        return not is_item or bool(DANGLING.search(last))

    def _last(self) -> str:
        if self.titles and not self.has_items:
            return self.titles[-1][1] if not self.is_taking else ""
        return self.rows[-1].cells[0].text if self.is_taking and self.rows else ""

    def _append(self, text: str) -> None:
        if self.titles and not self.has_items:
            number, title = self.titles[-1]
            self.titles[-1] = (number, f"{title} {text}")
            return
        row = self.rows[-1]
        self.rows[-1] = _row(row.number, f"{row.cells[0].text} {text}")

    def _open(self, number: int, text: str) -> None:
        """Open a heading; one without items stays above the next."""
        above = [] if self.has_items else self.titles
        kept = [one for one in above if headings.is_heading(one[1])]
        self.titles, self.has_items = [*kept, (number, text)], False
        self.is_taking = text.endswith(":") or bool(self.below and self.below[2])

    def _item(self, number: int, text: str) -> None:
        if not self.has_items:
            self.rows.extend(wide(at, title, WIDTH) for at, title in self.titles)
            self.has_items = True
        self.rows.append(_row(number, text))
        self.count += 1

    def _prose(self, *, is_item: bool) -> None:
        """Prose closes a list that has items; before them it only explains."""
        self.outside += is_item
        if not is_item:
            self.is_taking = False
            if self.has_items:
                self.titles, self.has_items = [], False


def _texts(lines: Sequence[Line]) -> Iterator[tuple[int, str, bool]]:
    for number, line in lines:
        if "\t" in line.strip() or PAGE_NUMBER.match(line):
            continue
        bare = MARKUP.sub("", line)
        text = cleaning.line(cleaning.cleaned(BULLET.sub("", bare)))
        if text:
            yield number, text, bool(BULLET.match(bare))


def _leads(after: tuple[int, str, bool] | None) -> bool:
    """Tell whether an item or the word «recommendations» stands below."""
    return after is not None and (after[2] or bool(MARKER.search(after[1])))


def _is_title(text: str, *, is_item: bool, leads: bool) -> bool:
    if len(text) > LONGEST_TITLE or MARKER.search(text):
        return False
    bare = NUMBER.sub("", text)
    if headings.is_heading(bare):
        return True
    if text.endswith(":"):
        return bool(ABOUT.match(bare))
    return bool(NUMBER.match(text)) and leads and not is_item


def _row(number: int, text: str) -> Row:
    return plain(number, (text, ""))


def _whole(table: Table) -> Table:
    rows = tuple(padded(row, table.width) for row in table.rows)
    return Table(table.kind, table.title, rows, table.notes, table.lead)
