"""What one edition of a document has otherwise than another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Clause, Event, Program, TargetIndicator
from programs.reading import text_of
from programs.texts import (
    BodyText,
    ClauseText,
    EventText,
    IndicatorText,
    ProgramText,
    SectionText,
    StageText,
)

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
KINDS: Final[Mapping[str, Promise]] = {
    ADDED: gettext_lazy("Added"),
    REMOVED: gettext_lazy("Removed"),
    CHANGED: gettext_lazy("Changed"),
}
PARTS: Final[Mapping[str, Promise]] = {
    "passport": gettext_lazy("Passport of the program"),
    "body": gettext_lazy("Executor"),
    "clause": gettext_lazy("Part of the passport"),
    "stage": gettext_lazy("Stage"),
    "section": gettext_lazy("Section of the plan"),
    "event": gettext_lazy("Event"),
    "indicator": gettext_lazy("Target indicator"),
}
PASSPORT: Final = (
    *("name", "short_name", "territory", "kind", "level", "act", "act_number"),
    *("act_on", "act_body", "parent_act", "goal", "starts_on", "ends_on"),
    *("period_original", "is_school_year", "roadmap_starts_on", "roadmap_ends_on"),
    *("control", "is_evaluated_yearly", "is_evaluated_finally", "evaluation_rule"),
    *("addressee", "reply_by"),
)
EVENT: Final = (
    *("number", "name", "kind", "form", "schedule_original", "schedule_corrected"),
    *("expected_result", "bodies_original", "hours", "runs", "awaits_document"),
    "notes",
)
INDICATOR: Final = (
    *("number", "name", "measure", "operator", "unit_name", "baseline"),
    *("baseline_year", "numerator", "denominator", "formula", "sample_frame"),
    "sample_filter",
)
CLAUSE: Final = ("number", "text", "deadline_original", "is_present")


@dataclass(frozen=True)
class Difference:
    """One difference: what became of which part, with its words before and after.

    `kind` is added, removed or changed; `field` is empty where the whole part came
    or went. `key` is the event's, to link to it.
    """

    kind: str
    part: str
    title: str
    field: str = ""
    before: str = ""
    after: str = ""
    key: str = ""

    @property
    def kind_words(self) -> str:
        """What happened, in words."""
        return str(KINDS[self.kind])

    @property
    def part_words(self) -> str:
        """What it happened to, in words."""
        return str(PARTS[self.part])


def between(old: Program, new: Program) -> list[Difference]:
    """Return the differences of two editions in the order of the document."""
    return list(between_texts(text_of.of(old), text_of.of(new)))


def between_texts(old: ProgramText, new: ProgramText) -> Iterator[Difference]:
    """Yield the differences of two texts."""
    yield from _changed("passport", new.short_name, _passport(old), _passport(new))
    yield from _parts("body", _bodies(old.bodies), _bodies(new.bodies))
    yield from _parts("clause", _clauses(old.clauses), _clauses(new.clauses))
    yield from _parts("stage", _stages(old.stages), _stages(new.stages))
    yield from _parts("section", _sections(old.sections), _sections(new.sections))
    yield from _parts("indicator", _indicators(old), _indicators(new))
    yield from _parts("event", _events(old), _events(new))


Words = dict[str, str]


@dataclass(frozen=True)
class _Part:
    title: str
    words: Words
    key: str = ""


def _parts(
    name: str, old: Mapping[str, _Part], new: Mapping[str, _Part]
) -> Iterator[Difference]:
    for key, part in new.items():
        if key not in old:
            yield Difference(ADDED, name, part.title, key=part.key)
        else:
            before = old[key]
            yield from _changed(name, part.title, before.words, part.words, part.key)
    for key, part in old.items():
        if key not in new:
            yield Difference(REMOVED, name, part.title, key=part.key)


def _changed(
    name: str, title: str, old: Words, new: Words, key: str = ""
) -> Iterator[Difference]:
    for field, after in new.items():
        before = old.get(field, "")
        if before != after:
            yield Difference(CHANGED, name, title, field, before, after, key)


def _passport(text: ProgramText) -> Words:
    return _words(Program, text, PASSPORT)


def _bodies(rows: Sequence[BodyText]) -> dict[str, _Part]:
    label = _("Position of the person")
    return {row.key: _Part(row.name, {label: row.office}) for row in rows}


def _stages(rows: Sequence[StageText]) -> dict[str, _Part]:
    return {
        str(row.number): _Part(
            row.name,
            {_("First and last day"): f"{_said(row.starts_on)} – {_said(row.ends_on)}"},
        )
        for row in rows
    }


def _clauses(rows: Sequence[ClauseText]) -> dict[str, _Part]:
    return _numbered(
        (row.kind, row.number, _Part(_cut(row.text), _words(Clause, row, CLAUSE)))
        for row in rows
    )


def _sections(rows: Sequence[SectionText]) -> dict[str, _Part]:
    by_key = {row.key: row for row in rows}
    return {
        " / ".join(_above(row, by_key)): _Part(_titled(row.number, row.name), {})
        for row in rows
    }


def _above(row: SectionText, rows: Mapping[str, SectionText]) -> list[str]:
    found = [row.name]
    while row.parent:
        row = rows[row.parent]
        found.insert(0, row.name)
    return found


def _indicators(text: ProgramText) -> dict[str, _Part]:
    return _numbered(
        (
            row.track,
            row.number,
            _Part(_titled(row.number, row.name), _indicator_words(row)),
        )
        for row in text.indicators
    )


def _indicator_words(row: IndicatorText) -> Words:
    values = (
        f"{value.year}: {_said(value.value)}" if value.year else _said(value.value)
        for value in row.values
    )
    words = _words(TargetIndicator, row, INDICATOR)
    return {**words, _("Targets"): ", ".join(values)}


def _events(text: ProgramText) -> dict[str, _Part]:
    names = {body.key: body.name for body in text.bodies}
    above = {section.key: section.name for section in text.sections}
    return {
        row.key or f"{row.number} {row.name}": _Part(
            _titled(row.number, row.name), _event_words(row, names, above), row.key
        )
        for row in text.events
    }


def _event_words(
    row: EventText, names: Mapping[str, str], above: Mapping[str, str]
) -> Words:
    return {
        **_words(Event, row, EVENT),
        _("Section"): " / ".join(above.get(name, name) for name in row.section),
        _("Responsible"): "; ".join(names.get(key, key) for key in row.responsible),
        _("Co-executors"): "; ".join(names.get(key, key) for key in row.co_executors),
        _("Stage"): str(row.stage or ""),
        _("Targets"): "; ".join(target.original for target in row.targets),
    }


def _numbered(rows: Iterable[tuple[str, str, _Part]]) -> dict[str, _Part]:
    """Name parts by kind and number, those of one name by their order."""
    found: dict[str, _Part] = {}
    for kind, number, part in rows:
        name, place = f"{kind} {number}", 1
        while name in found:
            place += 1
            name = f"{kind} {number} {place}"
        found[name] = part
    return found


def _words(model: Any, text: Any, names: Sequence[str]) -> Words:
    """Return what the fields say, under their names for people."""
    found: Words = {}
    for name in names:
        field = model._meta.get_field(name)
        value = getattr(text, name)
        chosen = dict(field.flatchoices).get(value) if field.choices else None
        found[_capital(str(field.verbose_name))] = (
            str(chosen) if chosen is not None else _said(value)
        )
    return found


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, Decimal):
        return str(formats.localize(value.normalize() + 0))
    return str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _titled(number: str, name: str) -> str:
    return f"{number.rstrip('.')}. {name}" if number else name


def _cut(text: str, most: int = 120) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
