"""Tables of a text: cells parted by tabs, bars or semicolons, rows torn by pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.errors import Refused
from programs.importing import cleaning, headings
from programs.importing.tables import Kind, Note, Row, Table, Told, plain, wide

Line = tuple[int, str]
CODINGS = ("utf-8-sig", "cp1251")
WIDE = (b"\xff\xfe", b"\xfe\xff")
RULE = re.compile(r"^[\s|:+\-=]*-{2,}[\s|:+\-=]*$")
PAGE_NUMBER = re.compile(r"^\W*\d{1,3}\W*$")
DELIMITERS = ("\t", "|", ";", ",")
LEAST_LINES = 2  # of a table parted by anything but tabs
MOST_JOINED = 100
MOST_LINES = 30_000
LONGEST_LEAD = 300


def lines(data: bytes) -> list[Line]:
    """Return the numbered lines of the text. Raises Refused for what is no text."""
    text = _decoded(data)
    if "\0" in text:
        raise Refused(_("The file is no text. Upload DOCX, XLSX or plain text."))
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    found = list(enumerate(rows.split("\n"), 1))
    if len(found) > MOST_LINES:
        refusal = _("The text has more than %(most)s lines: leave only the plan in it.")
        raise Refused(refusal % {"most": MOST_LINES})
    return found


def tables(numbered: Sequence[Line], *, is_csv: bool = False) -> list[Table]:
    """Return the tables: runs of lines with the same sign between the cells."""
    delimiter = _delimiter([line for _number, line in numbered], is_csv=is_csv)
    if not delimiter:
        return []
    return _Builder(delimiter).built(_whole(numbered, delimiter))


class _Builder:
    """Gathers lines with cells into tables; headings between them are wide rows."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self.tables: list[Table] = []
        self.rows: list[Row] = []
        self.notes: list[Note] = []
        self.waiting: list[Line] = []
        self.is_torn = False
        self.lead = ""

    def built(self, numbered: Sequence[Line]) -> list[Table]:
        """Return the tables of the lines."""
        for number, line in numbered:
            if self._is_cells(line):
                self._add_cells(number, line)
            elif not line.strip() or PAGE_NUMBER.match(line):
                self.is_torn = True
            elif not RULE.match(line):
                self._add_words(number, line)
        self._close()
        return self.tables

    def _is_cells(self, line: str) -> bool:
        return self.delimiter in line.strip(" ") and not RULE.match(line)

    def _add_cells(self, number: int, line: str) -> None:
        if self.waiting and not self._take_waiting():
            self._close()
        texts = _cells(line, self.delimiter)
        if self.is_torn and self.rows and len(texts) > len(self.rows[0].cells):
            self._close()
        self._note_signs(number, line)
        self.rows.append(plain(number, texts, is_broken_off=self.is_torn))
        self.is_torn = False

    def _add_words(self, number: int, line: str) -> None:
        words = cleaning.cleaned(cleaning.untagged(line))
        if self.rows and self._may_wait(words):
            self.waiting.append((number, words))
            return
        self._close()
        self.lead = words if len(words) <= LONGEST_LEAD else ""

    def _may_wait(self, words: str) -> bool:
        """Tell whether words without cells may be a heading within the table."""
        return len(self.waiting) < 3 and (
            not self.is_torn or bool(self.waiting) or headings.is_heading(words)
        )

    def _take_waiting(self) -> bool:
        """Make the words that waited rows of the table, or say that they end it."""
        first = self.waiting[0][1]
        if self.is_torn and not headings.is_heading(first):
            return False
        width = max(len(row.cells) for row in self.rows)
        self.rows.extend(wide(number, text, width) for number, text in self.waiting)
        self.waiting = []
        return True

    def _note_signs(self, number: int, line: str) -> None:
        if cleaning.has_control_signs(line):
            self.notes.append(Note(Told.CONTROL_SIGNS, number))

    def _close(self) -> None:
        if self.rows:
            title, notes = str(self.rows[0].number), tuple(self.notes)
            rows = tuple(self.rows)
            self.tables.append(Table(Kind.LINES, title, rows, notes, self.lead))
            self.lead = ""
        if self.waiting:
            last = self.waiting[-1][1]
            self.lead = last if len(last) <= LONGEST_LEAD else ""
        self.rows, self.notes, self.waiting = [], [], []
        self.is_torn = False


def _decoded(data: bytes) -> str:
    if data.startswith(WIDE):
        return data.decode("utf-16", errors="replace")
    for coding in CODINGS:
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("The letters of the text cannot be read: save it as UTF-8."))


def _delimiter(texts: Sequence[str], *, is_csv: bool) -> str:
    """Return the sign between cells: tabs where there are any, else the usual one."""
    if any("\t" in text.strip() for text in texts):
        return "\t"
    for sign in DELIMITERS[1:] if is_csv else DELIMITERS[1:3]:
        counts = [text.count(sign) for text in texts if text.count(sign) >= 2]
        if len(counts) >= LEAST_LINES and len(set(counts)) <= len(counts) / 2 + 1:
            return sign
    return ""


def _whole(numbered: Sequence[Line], delimiter: str) -> list[Line]:
    """Join the lines of a quoted cell, as tables copied from a sheet have them."""
    found: list[Line] = []
    at = 0
    while at < len(numbered):
        number, line = numbered[at]
        taken = _open_quote(line, delimiter, numbered[at + 1 : at + 1 + MOST_JOINED])
        more = numbered[at + 1 : at + 1 + taken]
        found.append((number, "\n".join([line, *(text for _number, text in more)])))
        at += 1 + taken
    return found


def _open_quote(line: str, delimiter: str, after: Sequence[Line]) -> int:
    """Return how many of the next lines belong to a cell left open in this one."""
    last = line.rsplit(delimiter, 1)[-1] if delimiter in line else ""
    if not last.startswith('"') or last.count('"') % 2 == 0:
        return 0
    for count, (_number, more) in enumerate(after, 1):
        if more.count('"') % 2 == 1:
            return count
    return 0


def _cells(line: str, delimiter: str) -> list[str]:
    bare = line.strip(" ")
    if delimiter == "|":
        bare = bare.removeprefix("|").removesuffix("|")
    parts = _parts(bare, delimiter)
    return [cleaning.cleaned(cleaning.untagged(_unquoted(part))) for part in parts]


def _parts(line: str, delimiter: str) -> list[str]:
    """Split the line, except inside cells that are quoted as a whole."""
    parts: list[str] = []
    for part in line.split(delimiter):
        if parts and _is_open(parts[-1]):
            parts[-1] += delimiter + part
        else:
            parts.append(part)
    return line.split(delimiter) if _is_open(parts[-1]) else parts


def _is_open(part: str) -> bool:
    return part.startswith('"') and part.count('"') % 2 == 1


def _unquoted(part: str) -> str:
    text = part.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"' or text.count('"') % 2:
        return part
    inner = text[1:-1]
    if '"' in inner.replace('""', ""):
        return part  # two quoted words, not one quoted cell
    return inner.replace('""', '"')
