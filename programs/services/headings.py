"""Headings of a plan: found by key or by the names from the top down, else added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Max

from programs.models import Program, Section
from programs.texts import SectionText

Path = tuple[str, ...]
KINDS = (Section.Kind.TRACK, Section.Kind.PROBLEM, Section.Kind.MEASURE)


def folded(name: str) -> str:
    """Return the name as it is compared: spaces and capitals do not matter."""
    return " ".join(name.split()).casefold()


class Headings:
    """The sections of a program, by key and by path of names."""

    def __init__(self, program: Program) -> None:
        """Take what the program has already."""
        self.program = program
        self.by_key: dict[str, Section] = {}
        self.by_path: dict[Path, Section] = {}
        self.last = 0
        self._read()

    def add(self, texts: Sequence[SectionText]) -> None:
        """Write sections of a text, level by level; one of the same path is taken."""
        places = {text.key: place for place, text in enumerate(texts, self.last + 1)}
        waiting = list(texts)
        while waiting:
            level = [text for text in waiting if self._parent_known(text)]
            if not level:
                raise ValueError("parents of sections go round in a circle")
            self._write(level, places)
            waiting = [text for text in waiting if text.key not in self.by_key]
        self.last += len(texts)

    def add_paths(self, paths: Iterable[Path]) -> None:
        """Add the headings that the rows of an import name and nobody wrote yet."""
        unknown = [path for path in paths if self.find(path) is None]
        prefixes: dict[Path, Path] = {}
        for path in unknown:
            for depth in range(1, len(path) + 1):
                same = tuple(map(folded, path[:depth]))
                prefixes.setdefault(same, path[:depth])
        missing = [path for path in prefixes.values() if self.find(path) is None]
        for depth in range(1, max(map(len, missing), default=0) + 1):
            self._add_level([path for path in missing if len(path) == depth])

    def find(self, path: Path) -> Section | None:
        """Return the section of a row."""
        if len(path) == 1 and path[0] in self.by_key:
            return self.by_key[path[0]]
        return self.by_path.get(tuple(map(folded, path)))

    def _read(self) -> None:
        rows = {row.pk: row for row in self.program.sections.order_by("position", "pk")}
        for row in rows.values():
            self.by_path.setdefault(_path(row, rows), row)
        last = self.program.sections.aggregate(last=Max("position"))["last"]
        self.last = last or 0

    def _parent_known(self, text: SectionText) -> bool:
        return not text.parent or text.parent in self.by_key

    def _write(self, level: Sequence[SectionText], places: dict[str, int]) -> None:
        made = Section.objects.bulk_create(
            Section(
                program=self.program,
                parent=self.by_key.get(text.parent),
                kind=text.kind,
                nature=text.nature,
                number=text.number,
                name=text.name,
                position=places[text.key],
            )
            for text in level
        )
        for text, row in zip(level, made, strict=True):
            self.by_key[text.key] = row
            self.by_path.setdefault(self._path_of(text, row), row)

    def _path_of(self, text: SectionText, row: Section) -> Path:
        above = self.by_key.get(text.parent)
        found = next((p for p, other in self.by_path.items() if other is above), ())
        return (*found, folded(row.name))

    def _add_level(self, level: Sequence[Path]) -> None:
        made = Section.objects.bulk_create(
            Section(
                program=self.program,
                parent=self.find(path[:-1]) if path[:-1] else None,
                kind=KINDS[min(len(path), len(KINDS)) - 1],
                name=path[-1],
                position=place,
            )
            for place, path in enumerate(level, self.last + 1)
        )
        self.last += len(made)
        for path, row in zip(level, made, strict=True):
            self.by_path[tuple(map(folded, path))] = row


def _path(row: Section, rows: dict[int, Section]) -> Path:
    names = [folded(row.name)]
    while row.parent_id is not None:
        row = rows[row.parent_id]
        names.append(folded(row.name))
    return tuple(reversed(names))
