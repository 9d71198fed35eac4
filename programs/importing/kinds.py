"""The kind of an event, told by the first telling word of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

WORDS: Sequence[tuple[str, str]] = (
    ("landing", r"десант"),
    ("defense", r"(публичн\w+ )?защит\w+ программ"),
    ("tour", r"образовательн\w+ тур"),
    ("session", r"стратегическ\w+ сесси|проектно-аналитическ\w+ сесси"),
    ("workshop", r"семинар\w*\s*[-–—]?\s*практикум|практикум|мастер-класс|тренинг"),
    ("webinar", r"вебинар"),
    ("seminar", r"семинар"),
    (
        "training",
        r"\bкпк\b|\bдпп\b|повышени\w+ квалификаци|\bкурс|переподготовк|обучени",
    ),
    ("mentoring", r"наставни|ментор|куратор"),
    ("internship", r"стажиров"),
    ("competition", r"конкурс\w* .*(кадров\w+ )?резерв"),
    ("contest", r"конкурс|олимпиад|чемпионат"),
    ("interview", r"собеседовани"),
    ("diagnostics", r"диагности|тестировани|самооценк|\bоценк"),
    ("consultation", r"консультац"),
    ("conference", r"конференц|форум|педагогическ\w+ чтени"),
    ("acting", r"замещени|оперативн\w+ задач"),
    ("monitoring", r"мониторинг|\bанализ"),
    ("material", r"методическ\w+ рекомендац|рекомендаци|сборник|пособи|методичк"),
    ("document", r"положени|концепци|порядк|приказ|программ\w+ развити|регламент"),
)
_WORDS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in WORDS]
HOURS = re.compile(r"\b(\d{1,3})\s*(?:ч\.|ч\b|час)", re.IGNORECASE)
OTHER = "organizing"


def kind_of(name: str) -> str:
    """Return the kind whose word comes first in the name."""
    found = [
        (match.start(), place, kind)
        for place, (kind, pattern) in enumerate(_WORDS)
        if (match := pattern.search(name))
    ]
    return min(found)[2] if found else OTHER


def hours_of(name: str) -> int | None:
    """Return the hours that the name says: «(36 ч.)»."""
    found = HOURS.search(name)
    return int(found[1]) if found else None
