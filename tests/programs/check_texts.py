"""Small program texts for checks; what is not said is in order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from programs.texts import (
    BodyText,
    ClauseText,
    EventText,
    IndicatorText,
    ProgramText,
    SectionText,
    TargetText,
    ValueText,
)

TRACK = SectionText("track-1", "track", "Качество управления", "1")
OPERATOR = BodyText("iro", "Институт развития образования", ("ИРО", "КК ИРО"))
MUNICIPAL = BodyText("omsu", "Муниципальные органы", ("ОМСУ",))


def text(**fields: object) -> ProgramText:
    """A regional project of 2026–2027 in which nothing is to be found."""
    values: dict[str, object] = {
        "code": "project",
        "kind": "project",
        "level": "regional",
        "name": "Практика управления",
        "short_name": "Практика",
        "territory": "Приозёрская область",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2027, 12, 31),
        "act": "order",
        "act_number": "12",
        "act_on": dt.date(2026, 1, 14),
        "bodies": (OPERATOR, MUNICIPAL),
        "sections": (TRACK,),
        "events": (event(),),
        "indicators": (indicator(),),
    }
    return ProgramText(**{**values, **fields})


def event(name: str = "Семинар для руководителей", **fields: object) -> EventText:
    """The first row of the track, in November 2026."""
    values: dict[str, object] = {
        "number": "1.1",
        "section": ("track-1",),
        "bodies_original": "ИРО",
        "responsible": ("iro",),
        "schedule_original": "ноябрь 2026 г.",
    }
    return EventText(name, **{**values, **fields})


def advice(name: str, section: str = "track-1") -> EventText:
    """A recommendation without anything else."""
    return EventText(name, section=(section,), form="recommendation")


def target(value: object = 40, subject: str = "руководителей ОО", **fields: object):
    """At least 40 % of heads."""
    values: dict[str, object] = {
        "measure": "share",
        "original": f"обучено не менее {value} % {subject}",
        "operator": "gte",
        "value": None if value is None else Decimal(str(value)),
        "unit_name": "percent",
        "subject": subject,
    }
    return TargetText(**{**values, **fields})


def indicator(
    name: str = "Доля руководителей ОО, принявших участие в семинарах",
    **fields: object,
) -> IndicatorText:
    """A share of heads with a passport and a target."""
    values: dict[str, object] = {
        "measure": "share",
        "number": "1",
        "unit_name": "percent",
        "numerator": "Число руководителей ОО, принявших участие в семинарах",
        "denominator": "Всего руководителей ОО",
        "formula": "K / O × 100 %",
        "observed": "head",
        "sampled": "head",
        "sample_kind": "general_population",
        "values": (ValueText(Decimal(50)),),
    }
    return IndicatorText(name, **{**values, **fields})


def passport(**fields: object) -> ProgramText:
    """A text with one indicator."""
    return text(indicators=(indicator(**fields),))


def plan(*events: EventText, **fields: object) -> ProgramText:
    """A text with these rows."""
    return text(events=events, **fields)


def clauses(*rows: ClauseText, **fields: object) -> ProgramText:
    """A text with these clauses."""
    return text(clauses=rows, **fields)


def clause(kind: str, words: str, number: str = "", **details: object) -> ClauseText:
    """A clause with its details."""
    return ClauseText(kind, words, number, details=details)
