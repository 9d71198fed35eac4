"""Events as they would be saved: deadlines and bodies read, guesses and faults said."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programs import schedules
from programs.importing import (
    cleaning,
    deadlines,
    kinds,
    limits,
    parting,
    splits,
)
from programs.importing.bodies import Known, Named
from programs.importing.columns import Mapping
from programs.importing.header_words import Field
from programs.importing.headings import Heading
from programs.importing.parting import Parted, Raw
from programs.importing.tables import Kind, Note, Table, Told
from programs.schedules import Period, Schedule
from programs.schedules.words import guesses

NEW = "+"  # an unknown body that is added to the program
IGNORED = "-"  # words that are no body
LONGEST = {"number": 20, "name": 1000, "bodies": 500, "schedule": 300, "heading": 700}


class State(enum.StrEnum):
    """How far the portal understood a row."""

    UNDERSTOOD = "understood"
    GUESS = "guess"
    UNREAD = "unread"
    UNDATED = "undated"
    FAULTY = "faulty"


@dataclass(frozen=True)
class Line:
    """One event as it would be saved, beside the words of the document."""

    key: str
    place: str
    number: str
    name: str
    path: tuple[Heading, ...]
    deadline: str
    corrected: str
    schedule: Schedule
    bodies_original: str
    responsible: tuple[Named, ...]
    co_executors: tuple[Named, ...]
    result: str
    notes: str
    form: str
    kind: str
    hours: int | None
    told: tuple[Note, ...] = ()
    faults: tuple[str, ...] = ()
    is_left_undated: bool = False

    @property
    def state(self) -> State:
        """How far the row is understood; what keeps it from being saved comes first."""
        if self.faults:
            return State.FAULTY
        if self.is_left_undated:
            return State.UNDATED
        if not self.schedule.is_read:
            return State.UNREAD
        if self.schedule.kind == schedules.Kind.UNDATED:
            return State.UNDATED
        return State.GUESS if self.guesses else State.UNDERSTOOD

    @property
    def guesses(self) -> list[str]:
        """What the portal inferred, in sentences."""
        found = [] if self.is_left_undated else guesses(self.schedule)
        for named in self.bodies:
            if named.is_guess:
                text = _("«%(words)s» is taken for a body by a part of its name.")
                found.append(text % {"words": named.words})
        if any(note.code == Told.COLUMN_SPLIT for note in self.told):
            found.append(_("Bodies slipped into the next column are put back."))
        return found

    @property
    def bodies(self) -> tuple[Named, ...]:
        """All bodies of the row, those that answer first."""
        return self.responsible + self.co_executors

    @property
    def unknown(self) -> list[str]:
        """Words for bodies that the program does not know."""
        return [named.words for named in self.bodies if not named.key]


@dataclass(frozen=True)
class Preview:
    """All events of the file in order, and what is told about its tables."""

    lines: tuple[Line, ...]
    told: tuple[tuple[Table, Note], ...] = ()
    headings: int = 0
    blank: int = 0
    skipped: tuple[Table, ...] = ()
    left_out: tuple[Line, ...] = ()
    counts: dict[State, int] = field(default_factory=dict)

    @property
    def unread(self) -> list[Line]:
        """Rows whose deadline waits for the person."""
        return [line for line in self.lines if line.state == State.UNREAD]

    @property
    def faulty(self) -> list[Line]:
        """Rows that cannot be saved as they are."""
        return [line for line in self.lines if line.state == State.FAULTY]

    @property
    def unknown(self) -> dict[str, int]:
        """Words for unknown bodies, and in how many rows they stand."""
        found: dict[str, int] = {}
        for line in self.lines:
            for words in line.unknown:
                found[words] = found.get(words, 0) + 1
        return found

    @property
    def may_be_saved(self) -> bool:
        """Whether there are rows, and none waits for the person."""
        return bool(self.lines) and not self.unread and not self.faulty


def preview(
    tables: Sequence[Table],
    mappings: Sequence[Mapping],
    *,
    known: Known,
    period: Period,
    answers: Map[str, Map[str, Any]],
) -> Preview:
    """Return the events of all tables in use.

    `answers` are what the person wrote for rows by their keys: "words" of a
    deadline, "undated", "skip".
    """
    gathered = _Gathered()
    for table, mapping in zip(tables, mappings, strict=True):
        gathered.tell(table, table.notes)
        if mapping.is_used:
            gathered.read(_Reader(table, mapping, known, period), answers)
        else:
            gathered.skipped.append(table)
    return gathered.preview()


@dataclass
class _Gathered:
    """What the tables gave so far."""

    lines: list[Line] = field(default_factory=list)
    told: list[tuple[Table, Note]] = field(default_factory=list)
    parts: list[Parted] = field(default_factory=list)
    skipped: list[Table] = field(default_factory=list)
    left_out: list[Line] = field(default_factory=list)

    def tell(self, table: Table, notes: Iterable[Note]) -> None:
        """Keep the notes beside their table."""
        self.told.extend((table, note) for note in notes)

    def read(self, reader: _Reader, answers: Map[str, Map[str, Any]]) -> None:
        """Add the rows of a table; the notes of rows left out are not told."""
        part = parting.part(reader.table, reader.mapping)
        self.parts.append(part)
        self.tell(reader.table, part.notes)
        for raw in part.raws:
            answer = answers.get(raw.key, {})
            line = reader.line(raw, answer)
            if answer.get("skip"):
                self.left_out.append(line)
            else:
                self.lines.append(line)
                self.tell(reader.table, line.told)

    def preview(self) -> Preview:
        """Return all of it, counted."""
        counts = {s: sum(line.state == s for line in self.lines) for s in State}
        return Preview(
            tuple(self.lines),
            tuple(self.told),
            sum(part.headings for part in self.parts),
            sum(part.blank for part in self.parts),
            tuple(self.skipped),
            tuple(self.left_out),
            counts,
        )


@dataclass(frozen=True)
class _Reader:
    table: Table
    mapping: Mapping
    known: Known
    period: Period

    def line(self, raw: Raw, answer: Map[str, Any]) -> Line:
        """Return a row understood, with what the person answered for it."""
        told = splits.repaired(raw, self.mapping, self.known)
        words, named = deadlines.words(raw, self.known)
        corrected = str(answer.get("words", "")).strip()
        name = raw.line(Field.NAME)
        schedule = schedules.read(corrected or words, self.period, name=name)
        lead, co = self._bodies(raw, named)
        is_list = self.table.kind == Kind.LIST
        line = Line(
            key=raw.key,
            place=limits.place(self.table, raw.row),
            number=raw.line(Field.NUMBER).strip("№ .)"),
            name=self._name(name),
            path=raw.path,
            deadline=words,
            corrected=corrected,
            schedule=schedule,
            bodies_original=raw.torn or _originals(raw, named),
            responsible=lead,
            co_executors=co,
            result=raw.line(Field.RESULT),
            notes=raw.line(Field.NOTES),
            form="recommendation" if is_list else "event",
            kind=_kind(name, raw),
            hours=kinds.hours_of(name),
            told=told,
            is_left_undated=bool(answer.get("undated")) and not corrected,
        )
        return _with_faults(line)

    def _name(self, name: str) -> str:
        if self.table.kind != Kind.LIST:
            return name
        return cleaning.capital(cleaning.item(name))

    def _bodies(
        self, raw: Raw, named: str
    ) -> tuple[tuple[Named, ...], tuple[Named, ...]]:
        """Return who answers and who helps; one list of both has the first answer."""
        lead = self._kept(named)
        co = self._kept(raw.text(Field.CO_EXECUTORS))
        if raw.text(Field.LEAD_AND_CO):
            lead, co = lead[:1], [*lead[1:], *co]
        answering = {one.key for one in lead if one.key}
        return tuple(lead), tuple(one for one in co if one.key not in answering)

    def _kept(self, text: str) -> list[Named]:
        return [one for one in self.known.read(text) if one.key != IGNORED]


def _originals(raw: Raw, named: str) -> str:
    """Return the words for all bodies as the document has them."""
    return ", ".join(filter(None, (cleaning.line(named), raw.line(Field.CO_EXECUTORS))))


def _kind(name: str, raw: Raw) -> str:
    """Return the kind by the name, else by the measure that the row details."""
    found = kinds.kind_of(name)
    if found != kinds.OTHER or Field.MEASURE not in raw.upper:
        return found
    return kinds.kind_of(raw.upper[Field.MEASURE].text)


def _with_faults(line: Line) -> Line:
    faults = []
    if not line.name:
        faults.append(_("The row has no name: look whether the columns are right."))
    longest = max((len(heading.name) for heading in line.path), default=0)
    for value, key, title in (
        (len(line.number), "number", _("Number")),
        (len(line.name), "name", _("Name")),
        (len(line.bodies_original), "bodies", _("Executors")),
        (max(len(line.deadline), len(line.corrected)), "schedule", _("Deadline")),
        (longest, "heading", _("Heading above rows")),
    ):
        if value > LONGEST[key]:
            text = _(
                "«%(column)s» is longer than %(most)s signs: shorten it in the file."
            )
            faults.append(text % {"column": title, "most": LONGEST[key]})
    if not faults:
        return line
    values = {**vars(line), "faults": tuple(faults)}
    return Line(**values)
