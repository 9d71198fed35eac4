"""Facts of a program's target indicators: fact, target and baseline of a year.

Monitoring's indicators come from published results of the program's method; a value
entered by hand with its source stands where the portal counts nothing itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Prefetch
from django.utils import timezone

from monitoring.models import Cycle, Result
from programs import populations
from programs.models import (
    HandValue,
    Measure,
    MeasuredBy,
    Operator,
    Practice,
    Program,
    TargetIndicator,
    TargetValue,
)
from programs.populations import Place
from programs.reading import event_facts, took_part
from programs.reading.fact import COMPARED, State
from programs.reading.took_part import Days

PUBLISHED = (Cycle.Status.PUBLISHED, Cycle.Status.ARCHIVED)
Found = dict[tuple[int, int], Decimal]  # by indicator and year
Rows = Sequence[TargetIndicator]
CONTRADICTORY = "contradictory"
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class IndicatorFact:
    """An indicator in one year: the fact and where it is from, the targets, how it is.

    `state` is reached, running (its year is not over), missed, contradictory or
    uncounted. `source` is monitoring, practices, participation, tests, hand or empty.
    """

    indicator: TargetIndicator
    year: int
    fact: Decimal | None = None
    before: Decimal | None = None
    source: str = ""
    hand: HandValue | None = None
    goals: Sequence[TargetValue] = field(default_factory=list)
    state: str = State.UNCOUNTED

    @property
    def goal(self) -> TargetValue | None:
        """The target in force; None where the document names none or several."""
        return next((row for row in self.goals if row.is_chosen), None)

    @property
    def is_contradictory(self) -> bool:
        """Whether the document names several and nobody chose with a reason."""
        return len(self.goals) > 1 and not any(row.reason for row in self.goals)

    @property
    def judged(self) -> Decimal | None:
        """What is compared: the change for dynamics, otherwise the fact."""
        if self.indicator.measure != Measure.DYNAMICS:
            return self.fact
        if self.fact is None or self.start is None:
            return None
        return self.fact - self.start

    @property
    def start(self) -> Decimal | None:
        """Last year's fact, or the document's baseline."""
        return self.before if self.before is not None else self.indicator.baseline

    @property
    def short_of(self) -> Decimal | None:
        """By how much the fact misses the target; None when reached or unknown."""
        goal = self._aim()
        if self.judged is None or goal is None or self.is_contradictory:
            return None
        operator = self.indicator.operator or Operator.GTE
        if COMPARED[operator](self.judged, goal):
            return None
        return abs(goal - self.judged)

    def _aim(self) -> Decimal | None:
        if self.goal:
            return self.goal.value
        return Decimal(0) if self.indicator.measure == Measure.DYNAMICS else None

    @property
    def is_percent(self) -> bool:
        """Whether its figures are percents."""
        return self.indicator.unit_name == "percent"

    @property
    def is_yes_no(self) -> bool:
        """Whether the fact is a yes or a no."""
        return self.indicator.measure == Measure.BOOLEAN


def of_year(program: Program, year: int) -> list[IndicatorFact]:
    """Return the program's indicators with the facts of the year."""
    values = TargetValue.objects.order_by("pk")
    rows = list(
        TargetIndicator.objects.filter(program=program).prefetch_related(
            Prefetch("values", values)
        )
    )
    found = _found(program, rows, (year - 1, year))
    hands = _hands(rows, (year - 1, year))
    is_over = timezone.localdate() > event_facts.days_of_year(program, year).last
    return [_judged(_fact(row, year, found, hands), is_over=is_over) for row in rows]


def _fact(
    row: TargetIndicator,
    year: int,
    found: Found,
    hands: dict[tuple[int, int], HandValue],
) -> IndicatorFact:
    own, hand = found.get((row.pk, year)), hands.get((row.pk, year))
    earlier = hands.get((row.pk, year - 1))
    before = found.get((row.pk, year - 1), earlier.value if earlier else None)
    counted = own is not None
    return IndicatorFact(
        row,
        year,
        fact=own if counted else hand.value if hand else None,
        before=before,
        source=SOURCES.get(row.measured_by, "") if counted else "hand" if hand else "",
        hand=hand,
        goals=_goals(row, year),
    )


SOURCES: dict[str, str] = {
    MeasuredBy.INDICATOR: "monitoring",
    MeasuredBy.PRACTICES: "practices",
    MeasuredBy.PARTICIPATION: "participation",
    MeasuredBy.RESERVE_TEST: "tests",
}


def _goals(row: TargetIndicator, year: int) -> list[TargetValue]:
    every = list(row.values.all())
    own = [value for value in every if value.year == year]
    return own or [value for value in every if value.year is None]


def _judged(fact: IndicatorFact, *, is_over: bool) -> IndicatorFact:
    state = _state(fact, is_over=is_over)
    return replace(fact, state=state)


def _state(fact: IndicatorFact, *, is_over: bool) -> str:
    if fact.is_contradictory:
        return CONTRADICTORY
    if fact.judged is None or (not fact.goal and not _is_dynamics(fact)):
        return State.UNCOUNTED
    is_met = fact.short_of is None
    if is_met:
        return State.REACHED
    return State.MISSED if is_over else State.RUNNING


def _is_dynamics(fact: IndicatorFact) -> bool:
    return fact.indicator.measure == Measure.DYNAMICS


# Where the facts come from


def _found(
    program: Program, rows: Iterable[TargetIndicator], years: tuple[int, int]
) -> Found:
    by: dict[str, list[TargetIndicator]] = {}
    for row in rows:
        by.setdefault(row.measured_by, []).append(row)
    found: Found = {}
    if measured := by.get(MeasuredBy.INDICATOR):
        found |= _monitoring(program, measured, years)
    for year in years:
        days = event_facts.days_of_year(program, year)
        if days.first > timezone.localdate():
            continue
        for measured_by, count in COUNTS.items():
            found |= count(program, by.get(measured_by, []), year, days)
    return found


def _monitoring(
    program: Program, rows: Iterable[TargetIndicator], years: tuple[int, int]
) -> Found:
    if program.methodology is None:
        return {}
    codes: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.indicator_code:
            codes[row.indicator_code].append(row.pk)
    results = Result.objects.whole().filter(
        cycle__methodology__code=program.methodology.code,
        cycle__kind=Cycle.Kind.ANNUAL,
        cycle__status__in=PUBLISHED,
        cycle__year__in=years,
        unit=program.unit,
        indicator__code__in=codes,
        value__isnull=False,
    )
    values = results.values_list("indicator__code", "cycle__year", "value")
    return {
        (pk, year): value
        for code, year, value in values.order_by("cycle__closes_on", "cycle_id")
        if value is not None
        for pk in codes[code]
    }


def _practices(program: Program, rows: Rows, year: int, days: Days) -> Found:
    if not rows:
        return {}
    published = Practice.objects.filter(
        status=Practice.Status.PUBLISHED,
        published_on__range=(days.first, days.last),
        unit__path__startswith=program.unit.path,
    )
    count = Decimal(published.count())
    return {(row.pk, year): count for row in rows}


def _participation(program: Program, rows: Rows, year: int, days: Days) -> Found:
    place = _place(program, days)
    found: Found = {}
    for population, same in _by_population(rows).items():
        whole = populations.size(population, place)
        if not whole:
            continue
        who = took_part.in_program(program.pk, population, place, days)
        reached = Decimal(len(who))
        share = (reached * 100 / whole).quantize(TENTH, ROUND_HALF_UP)
        for row in same:
            found[row.pk, year] = share if row.measure == Measure.SHARE else reached
    return found


def _tests(program: Program, rows: Rows, year: int, days: Days) -> Found:
    place = _place(program, days)
    found: Found = {}
    for population, same in _by_population(rows).items():
        tested = event_facts.growth(population or "reserve", place, days)
        if tested is None or not tested[0]:
            continue
        grown = Decimal((tested[1] - tested[0]) * 100 / tested[0])
        for row in same:
            found[row.pk, year] = grown.quantize(TENTH, ROUND_HALF_UP)
    return found


COUNTS: dict[str, Callable[[Program, Rows, int, Days], Found]] = {
    MeasuredBy.PRACTICES: _practices,
    MeasuredBy.PARTICIPATION: _participation,
    MeasuredBy.RESERVE_TEST: _tests,
}


def _place(program: Program, days: Days) -> Place:
    return Place(program.unit, min(days.last, timezone.localdate()))


def _by_population(rows: Rows) -> dict[str, list[TargetIndicator]]:
    found: dict[str, list[TargetIndicator]] = defaultdict(list)
    for row in rows:
        found[row.population].append(row)
    return found


def _hands(
    rows: Iterable[TargetIndicator], years: tuple[int, int]
) -> dict[tuple[int, int], HandValue]:
    found = HandValue.objects.filter(indicator__in=list(rows), year__in=years)
    return {
        (row.indicator_id, row.year): row
        for row in found.select_related("by", "by__person")
    }
