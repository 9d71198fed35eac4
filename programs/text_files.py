"""Texts of programs kept as YAML beside the code: five documents as they stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from programs import texts
from programs.texts import ProgramText

ROOT: Final = Path(__file__).resolve().parent / "data"
DOCUMENTS: Final = (
    "khabarovsk-2023",
    "kamyshin-2022",
    "smolensk-2022",
    "molchanovo-2022",
    "nizhnyaya-tura-2024",
)
PARTS: Final[Mapping[str, type]] = {
    "bodies": texts.BodyText,
    "clauses": texts.ClauseText,
    "stages": texts.StageText,
    "sections": texts.SectionText,
    "events": texts.EventText,
    "targets": texts.TargetText,
    "indicators": texts.IndicatorText,
    "values": texts.ValueText,
}
NUMBERS: Final = frozenset({"value", "baseline"})


@cache
def read(name: str) -> ProgramText:
    """Return the text of a document by the name of its file."""
    source = (ROOT / f"{name}.yaml").read_text(encoding="utf-8")
    return built(yaml.safe_load(source))


def built(raw: Mapping[str, Any]) -> ProgramText:
    """Make a text of plain values, those that are missing left as they are."""
    return ProgramText(**{name: _value(name, raw[name]) for name in raw})


def _value(name: str, raw: Any) -> Any:
    if name in PARTS:
        part = PARTS[name]
        return tuple(part(**{key: _value(key, row[key]) for key in row}) for row in raw)
    if name in NUMBERS and raw is not None:
        return Decimal(str(raw))
    return tuple(raw) if isinstance(raw, list) else raw
