"""The tables of the five documents as pieces of files, written out of the facts."""

from __future__ import annotations

from collections.abc import Sequence

from programs.texts import EventText, ProgramText, SectionText
from tests.programs.plan_files import MERGED, Line, Piece

KHABAROVSK = (
    "№п/п",
    "Наименование мероприятия",
    "Ответственные исполнители и соисполнители",
    "Прогнозируемый результат",
    "Сроки выполнения",
)
KAMYSHIN = (
    "№ п/п",
    "Наименование мероприятия",
    "Ответственный исполнитель",
    "Сроки реализации",
)
SMOLENSK = (
    "№ п/п",
    "Проблема/актуальное направление деятельности",
    "Меры, мероприятия",
    "Описание специфики",
    "Сроки, ответственные",
)


def khabarovsk(text: ProgramText) -> list[Piece]:
    """Three tables: the second begins with the rest of a row, the third with a head."""
    lines = _under_headings(text, _project_line, "ТРЕК {number}. {name}")
    at = next(place for place, line in enumerate(lines) if len(line[3]) > 40)
    row = list(lines[at])
    whole, (start, _space, end) = row[3], row[3].rpartition(" ")
    assert whole == f"{start} {end}"
    row[3] = start
    torn = ["", "", "", end.lower(), ""]
    return [
        Piece(KHABAROVSK, [*lines[:at], row]),
        Piece((), [torn, *lines[at + 1 : 20]], width=len(KHABAROVSK)),
        Piece(KHABAROVSK, lines[20:]),
    ]


def kamyshin(text: ProgramText) -> list[Piece]:
    """One table with numbered columns and a heading for each module."""
    lines = _under_headings(
        text,
        lambda row: [row.number, row.name, row.bodies_original, row.schedule_original],
        "Модуль {number}. «{name}»",
    )
    return [Piece(KAMYSHIN, [["1", "2", "3", "4"], *lines])]


def smolensk(text: ProgramText) -> list[Piece]:
    """Headings in two rows; problems and measures merged over the rows they hold."""
    sections = {one.key: one for one in text.sections}
    lines: list[Line] = []
    last: tuple[str, str, str] = ("", "", "")
    for row in text.events:
        measure = sections[row.section[-1]]
        problem = sections[measure.parent]
        track = sections[problem.parent]
        if track.key != last[0]:
            lines += [f"Трек {track.number}", track.name[:1].lower() + track.name[1:]]
        is_new = problem.key != last[1]
        lines.append(
            [
                problem.number if is_new else MERGED,
                problem.name if is_new else MERGED,
                measure.name if measure.key != last[2] else MERGED,
                row.name,
                f"{row.schedule_original} {row.bodies_original}".strip(),
            ]
        )
        last = (track.key, problem.key, measure.key)
    return [Piece(SMOLENSK, lines)]


def paragraphs(text: ProgramText) -> list[str]:
    """A letter: prose, headings, «recommendations», items; no table at all."""
    sections = {one.key: one for one in text.sections}
    found = ["О плане сопровождения", "Просим представить планы по направлениям:"]
    last = ""
    for row in text.events:
        section = sections[row.section[-1]]
        if section.key != last:
            found += _letter_heading(section, sections, last)
            last = section.key
        found.append(f"- {row.name[:1].lower()}{row.name[1:]};")
    return [*found, "При организации работы учитываются показатели:", "- качество;"]


def _letter_heading(
    section: SectionText, sections: dict[str, SectionText], last: str
) -> list[str]:
    above = sections.get(section.parent)
    before = sections[last].parent if last else None
    titles = []
    if above and above.key != before:
        titles.append(f"Трек {above.number}. {above.name}")
    word = "Критерий" if section.kind == "criterion" else "Направление"
    titles.append(f"{word} {section.number}. {section.name}.")
    if section.kind == "criterion":
        titles += ["Показатели связаны с задачами организации.", "Рекомендации:"]
    return titles


def _project_line(row: EventText) -> list[str]:
    bodies, result = row.bodies_original, row.expected_result
    if "|" in bodies:
        bodies, slipped = (part.strip() for part in bodies.split("|"))
        result = f"{slipped} {result}"
    number = f"{row.number}." if row.number else ""
    return [number, row.name, bodies, result, row.schedule_original]


def _under_headings(text: ProgramText, line: object, heading: str) -> list[Line]:
    sections = {one.key: one for one in text.sections}
    lines: list[Line] = []
    last = ""
    for row in text.events:
        section = sections[row.section[-1]]
        if section.key != last:
            lines.append(heading.format(number=section.number, name=section.name))
            last = section.key
        lines.append(line(row))  # type: ignore[operator]
    return lines


def flat(pieces: Sequence[Piece]) -> Piece:
    """Return the pieces as one table without its torn row's break."""
    head = pieces[0].head
    return Piece(head, [line for piece in pieces for line in piece.lines])
