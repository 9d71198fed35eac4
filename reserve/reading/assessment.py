"""The assessment of a competition on its page: places, points, experts' agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.models import User
from reserve.agreement import Agreement, Drift
from reserve.models import Application, Competition, Expert, Sheet, Stage
from reserve.ranking import Ranked
from reserve.reading import explanation, standing
from reserve.reading.explanation import Equation, Reason

SHOWN = 12
HALF, BAND = Decimal(50), Decimal(30)  # percent of the drawing: zero, the usual band


@dataclass(frozen=True)
class Dot:
    """A mark on the line of an application; `x` is percent as text."""

    x: str
    is_out: bool


@dataclass(frozen=True)
class Cell:
    """Points at a stage."""

    stage: Stage
    points: Decimal | None


@dataclass(frozen=True)
class Line:
    """A row of the ranking; `person` is there only where names were opened."""

    ranked: Ranked
    application: Application
    cells: Sequence[Cell]
    marks: Sequence[Decimal]
    dots: Sequence[Dot]
    is_outlier: bool
    open_sheets: int
    discussed: int


@dataclass(frozen=True)
class Bar:
    """An expert's drift round zero; places are percent as text."""

    expert: Expert
    done: int
    given: int
    drift: Drift | None
    x: str
    width: str


@dataclass(frozen=True)
class Why:
    """The explanation of one place."""

    line: Line
    reasons: Sequence[Reason]
    equation: Equation | None
    ties: str


def of_competition(
    competition: Competition, user: User, *, why: int = 0, most: int | None = SHOWN
) -> dict[str, object]:
    """Return what the parts of a competition's page show; `user` runs it.

    `why` is the number of the application to explain, the first one without it;
    `most` is how many lines of the ranking are shown, None for all.
    """
    stage = standing.current_stage(competition)
    found = standing.agreed_on(stage) if stage else None
    lines = _lines(competition, stage, found)
    chosen = next((row for row in lines if row.application.number == why), None)
    chosen = chosen or next(iter(lines), None)
    return {
        "competition": competition,
        "stage": stage,
        "stages": _shown(competition),
        "lines": lines if most is None else lines[:most],
        "count": len(lines),
        "is_final": bool(lines) and not _waiting(lines[0].ranked),
        "formula": explanation.formula(standing.rules(competition)),
        "why": _why(competition, chosen) if chosen else None,
        "agreement": found,
        "bars": _bars(competition, stage, found),
        "outliers": [row for row in lines if row.is_outlier and not row.discussed],
        "open_sheets": sum(row.open_sheets for row in lines),
    }


def shown(competition: Competition, user: User) -> dict[str, object] | None:
    """Return `of_competition` once the assessment has begun, None before."""
    begun = (Competition.Status.ASSESSING, Competition.Status.DECIDED)
    return of_competition(competition, user) if competition.status in begun else None


def _shown(competition: Competition) -> list[Stage]:
    """Return the stages of the formula."""
    return list(competition.stages.filter(weight__gt=0))


def _lines(
    competition: Competition, stage: Stage | None, found: Agreement | None
) -> list[Line]:
    ranked = standing.ranked(competition)
    rows = standing.in_play(competition).select_related("person", "unit")
    applications = {row.pk: row for row in rows}
    points = standing.points_of(applications.values())
    states = _sheet_states(applications)
    stages = _shown(competition)
    return [
        Line(
            ranked=row,
            application=applications[row.key],
            cells=[Cell(one, points[row.key].get(one.kind)) for one in stages],
            marks=_marks(row.key, found),
            dots=_dots(row.key, stage, found),
            is_outlier=found is not None and row.key in found.outliers,
            open_sheets=states[row.key]["given"] + states[row.key]["discussion"],
            discussed=states[row.key]["discussion"],
        )
        for row in ranked
    ]


def _sheet_states(
    applications: Mapping[int, Application],
) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Sheet.objects.filter(application__in=applications)
    for key, status in rows.values_list("application", "status"):
        found[key][status] += 1
    return found


def _marks(key: int, found: Agreement | None) -> Sequence[Decimal]:
    spread = found.spreads.get(key) if found else None
    return spread.points if spread else ()


def _dots(key: int, stage: Stage | None, found: Agreement | None) -> list[Dot]:
    if stage is None or found is None:
        return []
    out = key in found.outliers
    return [
        Dot(_percent(100 * mark / stage.maximum), out) for mark in _marks(key, found)
    ]


def _bars(
    competition: Competition, stage: Stage | None, found: Agreement | None
) -> list[Bar]:
    given: dict[int, list[str]] = defaultdict(list)
    if stage is not None:
        rows = stage.sheets.exclude(status=Sheet.Status.RECUSED)
        for expert, status in rows.values_list("expert", "status"):
            given[expert].append(status)
    return [
        _bar(expert, given[expert.pk], found.drifts.get(expert.pk) if found else None)
        for expert in competition.experts.select_related("user").order_by("label")
    ]


def _bar(expert: Expert, states: Sequence[str], drift: Drift | None) -> Bar:
    """Draw the drift to scale: the usual band takes from 20 to 80 percent."""
    value = drift.value if drift and drift.value is not None else Decimal(0)
    usual = drift.usual if drift and drift.usual else Decimal(1)
    length = min(abs(value) / usual * BAND, HALF)
    start = HALF if value >= 0 else HALF - length
    done = sum(status in standing.COUNTED for status in states)
    return Bar(expert, done, len(states), drift, _percent(start), _percent(length))


def _why(competition: Competition, line: Line) -> Why:
    return Why(
        line,
        explanation.reasons(line.ranked, _experts_marks(line.application)),
        explanation.equation(line.ranked),
        explanation.ties(standing.rules(competition), competition.tie_stages),
    )


def _experts_marks(application: Application) -> dict[str, list[Decimal]]:
    found: dict[str, list[Decimal]] = defaultdict(list)
    rows = application.sheets.filter(
        status__in=standing.COUNTED, points__isnull=False
    ).order_by("expert__label")
    for name, points in rows.values_list("stage__name", "points"):
        found[name].append(points or Decimal(0))
    return found


def _waiting(row: Ranked) -> bool:
    return any(step.kind == "waiting" for step in row.explanation)


def _percent(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1'))}%"
