"""Parts of a DOCX's XML: blocks, rows, cells, the text and number of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

BULLET = "•"
MOST_SPAN = 100
MOST_BASES = 10  # styles may be based on each other
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
WRAPPERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag")}
TEXT, TAB, BREAK, HYPHEN = (
    qn(f"w:{name}") for name in ("t", "tab", "br", "noBreakHyphen")
)
GONE = {qn("w:del"), qn("w:moveFrom")}
SPACES = {TAB: " ", BREAK: "\n", qn("w:cr"): "\n", HYPHEN: "-"}


def blocks(element: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, those inside content controls too."""
    yield from _children(element, {qn("w:p"), qn("w:tbl")})


def rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table."""
    yield from _children(table, {qn("w:tr")})


def cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row."""
    yield from _children(row, {qn("w:tc")})


def nested(row: Any) -> list[Any]:
    """Return the tables that stand inside the cells of a row."""
    return [
        block
        for part in cells(row)
        for block in blocks(part)
        if block.tag == qn("w:tbl")
    ]


def span(part: Any) -> int:
    """Return how many columns of the grid a cell covers."""
    return min(max(_number(part, "w:tcPr", "w:gridSpan", 1), 1), MOST_SPAN)


def skipped(row: Any, name: str) -> int:
    """Return how many columns a row leaves out before or after its cells."""
    return min(max(_number(row, "w:trPr", name, 0), 0), MOST_SPAN)


def continues(part: Any) -> bool:
    """Tell whether a cell continues the merged one above it."""
    found = part.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return found is not None and found.get(qn("w:val"), "continue") == "continue"


def cell(part: Any, numbering: Numbering) -> str:
    """Return the text of a cell: paragraphs in lines, nested tables' text after."""
    lines: list[str] = []
    for block in blocks(part):
        if block.tag == qn("w:tbl"):
            inner = (
                cell(deep, numbering) for row in rows(block) for deep in cells(row)
            )
            lines.extend(text for text in inner if text)
            continue
        text = paragraph(block)
        mark = numbering.mark(block)
        if mark == BULLET:
            mark = ""
        lines.append(f"{mark} {text}".strip())
    return "\n".join(lines)


def paragraph(block: Any) -> str:
    """Return the text of a paragraph, without what was deleted or is hidden."""
    return "".join(_pieces(block))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in GONE or child.tag == qn("w:pPr"):
            continue
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in SPACES:
            yield SPACES[child.tag]
        elif not (child.tag == qn("w:r") and _is_hidden(child)):
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    return run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None


def _children(element: Any, tags: set[str]) -> Iterator[Any]:
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, tags)


def _number(element: Any, parent: str, name: str, default: int) -> int:
    found = element.find(f"{qn(parent)}/{qn(name)}")
    value = found.get(qn("w:val")) if found is not None else None
    return int(value) if value and value.isdecimal() else default


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a document as Word would show them."""

    levels: dict[tuple[str, str], tuple[str, str, int]]
    styles: dict[str, tuple[str, str]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """Return the numbering of the document; without one nothing is numbered."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return cls({})
        abstract = {
            item.get(qn("w:abstractNumId")): item
            for item in root.iterchildren(qn("w:abstractNum"))
        }
        levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        for item in root.iterchildren(qn("w:num")):
            named = item.find(qn("w:abstractNumId"))
            whole = abstract.get(named.get(qn("w:val"))) if named is not None else None
            if whole is not None:
                levels |= _levels(item.get(qn("w:numId"), ""), whole)
        return cls(levels, _numbered_styles(document))

    def mark(self, block: Any) -> str:
        """Return the number Word prints before the paragraph, or a bullet."""
        number, level = _numbered(block) or self.styles.get(_style(block), ("", ""))
        style, pattern, start = self.levels.get((number, level), ("", "", 1))
        if not style or style == "bullet":
            return BULLET if style else ""
        return self._counted(number, int(level), start, pattern)

    def _counted(self, number: str, level: int, start: int, pattern: str) -> str:
        counts = self.counts.setdefault(number, {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for at in range(level + 1):
            style = self.levels.get((number, str(at)), ("decimal", "", 1))[0]
            shown = _shown(counts.get(at, 1), style)
            pattern = pattern.replace(f"%{at + 1}", shown)
        return pattern


def _numbered(element: Any) -> tuple[str, str] | None:
    """Return the list and the level that a paragraph or a style names itself."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if found is None:
        return None
    return _value(found, "w:numId"), _value(found, "w:ilvl") or "0"


def _style(block: Any) -> str:
    found = block.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return found.get(qn("w:val"), "") if found is not None else ""


def _numbered_styles(document: Any) -> dict[str, tuple[str, str]]:
    """Return the lists of the styles of paragraphs, those of their bases too."""
    styles = {
        item.get(qn("w:styleId"), ""): item
        for item in document.styles.element.iterchildren(qn("w:style"))
    }
    found: dict[str, tuple[str, str]] = {}
    for name in styles:
        base, steps = name, 0
        while base in styles and steps < MOST_BASES:
            if numbered := _numbered(styles[base]):
                found[name] = numbered
                break
            base, steps = _value(styles[base], "w:basedOn"), steps + 1
    return found


def _levels(number: str, whole: Any) -> dict[tuple[str, str], tuple[str, str, int]]:
    found = {}
    for level in whole.iterchildren(qn("w:lvl")):
        start = _value(level, "w:start")
        found[number, level.get(qn("w:ilvl"), "0")] = (
            _value(level, "w:numFmt") or "decimal",
            _value(level, "w:lvlText"),
            int(start) if start.isdecimal() else 1,
        )
    return found


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name))
    return found.get(qn("w:val"), "") if found is not None else ""


def _shown(count: int, style: str) -> str:
    if style != "upperRoman" or not 0 < count < 40:
        return str(count)
    text = ""
    for value, sign in ROMAN:
        text += sign * (count // value)
        count %= value
    return text
