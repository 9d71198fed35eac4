"""What an import would write: rows, headings and bodies in the shape of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.importing import bodies
from programs.importing.bodies import Named
from programs.importing.headings import Heading
from programs.importing.rows import Line
from programs.texts import BodyText, EventText, SectionText

LEFT_OUT = "без срока"  # what schedules read as no deadline
RISK = re.compile(r"^\W*(?:минимизаци\w+|снижени\w+|предупреждени\w+)?\s*риск", re.I)
WORK = re.compile(
    r"^\W*(?:проведени|развити|совершенствовани|организаци|обеспечени|повышени"
    r"|формировани|создани|внедрени|качественн|поддержк|сопровождени)",
    re.IGNORECASE,
)

Path = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """The rows in order, with the headings and bodies that they need."""

    events: tuple[EventText, ...]
    sections: tuple[SectionText, ...]
    bodies: tuple[BodyText, ...]
    paths: dict[str, Path]


def of(lines: Sequence[Line], taken: Iterable[str] = ()) -> Outcome:
    """Return what is written for the lines.

    `taken` are keys of the bodies that the program has; unknown words become bodies
    with keys of their own.
    """
    added = _bodies(lines, set(taken))
    keys = {words: text.key for words, text in added.items()}
    sections: dict[tuple[Heading, ...], SectionText] = {}
    for line in lines:
        for depth in range(len(line.path)):
            _add_section(sections, line.path[: depth + 1])
    events = tuple(_event(line, keys, sections) for line in lines)
    paths = {
        text.key: tuple(heading.name for heading in path)
        for path, text in sections.items()
    }
    return Outcome(events, tuple(sections.values()), tuple(added.values()), paths)


def nature(heading: Heading) -> str:
    """Return whether a problem is one, or a risk, or a direction of work."""
    if heading.kind != "problem":
        return ""
    if RISK.match(heading.name):
        return "risk"
    return "direction" if WORK.match(heading.name) else "problem"


def _add_section(
    sections: dict[tuple[Heading, ...], SectionText], path: tuple[Heading, ...]
) -> None:
    if path in sections:
        return
    last = path[-1]
    above = sections[path[:-1]].key if path[:-1] else ""
    sections[path] = SectionText(
        key=f"import-{len(sections) + 1}",
        kind=last.kind,
        name=last.name,
        number=last.number[:20],
        nature=nature(last),
        parent=above,
    )


def _bodies(lines: Sequence[Line], taken: set[str]) -> dict[str, BodyText]:
    """Return a new body for each of the unknown words, by the words folded."""
    words: dict[str, str] = {}
    for line in lines:
        for text in line.unknown:
            words.setdefault(bodies.folded(text), text)
    free = (
        key for number in range(1, 10_000) if (key := f"body-{number}") not in taken
    )
    return {
        folded: BodyText(key=key, name=text[:500])
        for (folded, text), key in zip(words.items(), free, strict=False)
    }


def _event(
    line: Line,
    keys: dict[str, str],
    sections: dict[tuple[Heading, ...], SectionText],
) -> EventText:
    return EventText(
        name=line.name,
        number=line.number,
        section=(sections[line.path].key,) if line.path else (),
        bodies_original=line.bodies_original,
        responsible=_keys(line.responsible, keys),
        co_executors=_keys(line.co_executors, keys),
        expected_result=line.result,
        schedule_original=line.deadline,
        schedule_corrected=LEFT_OUT if line.is_left_undated else line.corrected,
        kind=line.kind,
        form=line.form,
        notes=line.notes,
        hours=line.hours,
    )


def _keys(named: Sequence[Named], keys: dict[str, str]) -> tuple[str, ...]:
    return tuple(one.key or keys[bodies.folded(one.words)] for one in named)
