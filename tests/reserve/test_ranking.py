"""Places by the formula, against an oracle of fractions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reserve.ranking import Line, Ranked, Rule, rank

NOON = dt.datetime(2026, 4, 10, 12, tzinfo=dt.UTC)
TEST = Rule("test", "Тест", Decimal("0.3"), Decimal(100))
DEFENSE = Rule("defense", "Защита", Decimal("0.4"), Decimal(30))
INTERVIEW = Rule("interview", "Собеседование", Decimal("0.3"), Decimal(10))
RULES = [TEST, DEFENSE, INTERVIEW]


def line(key: int, minutes: int = 0, **points: str) -> Line:
    """An application; the number is the key."""
    values = {code: Decimal(value) for code, value in points.items()}
    return Line(key, key, values, NOON + dt.timedelta(minutes=minutes))


def kinds(row: Ranked) -> list[str]:
    """Kinds of the steps of the explanation."""
    return [step.kind for step in row.explanation]


def test_the_formula_of_the_announcement() -> None:
    ranked = rank(
        [line(17, test="82", defense="22.33"), line(31, test="86", defense="25.33")],
        RULES,
        ["defense"],
    )

    assert [(row.number, row.place, row.total) for row in ranked] == [
        (31, 1, Decimal("85.10")),
        (17, 2, Decimal("77.67")),
    ]
    assert ranked[1].scaled["defense"] == Decimal("74.43")
    assert kinds(ranked[1]) == ["stage", "stage", "waiting", "total"]
    waiting = ranked[1].explanation[2]
    assert (waiting.stage, waiting.known, waiting.expected) == ("Собеседование", 0, 2)


def test_a_stage_counts_once_all_have_its_points() -> None:
    ranked = rank([line(1, test="50", defense="30"), line(2, test="60")], RULES, [])

    assert [row.number for row in ranked] == [2, 1]
    assert ranked[0].explanation[1].kind == "waiting"
    assert ranked[0].explanation[1].known == 1


def test_a_weight_of_zero_does_not_count() -> None:
    papers = Rule("documents", "Документы", Decimal(0), Decimal(10))

    ranked = rank([line(1, documents="1", test="50")], [papers, TEST], [])

    assert ranked[0].total == 50
    assert kinds(ranked[0]) == ["stage", "total"]


def test_ties_are_parted_by_the_earlier_application_at_last() -> None:
    equal = {"test": "50", "defense": "15"}

    ranked = rank([line(1, 9, **equal), line(2, 5, **equal)], RULES, ["defense"])

    assert [row.number for row in ranked] == [2, 1]
    assert [row.explanation[-1].kind for row in ranked] == ["time", "time"]
    assert ranked[0].explanation[-1].number == 1


def test_a_tie_names_the_stage_that_decides() -> None:
    half = Rule("defense", "Защита", Decimal("0.3"), Decimal(30))
    rows = [line(1, 0, test="40", defense="18"), line(2, 5, test="60", defense="12")]

    ranked = rank(rows, [TEST, half], ["defense", "test"])

    assert [row.number for row in ranked] == [1, 2]
    step = ranked[0].explanation[-1]
    assert (step.kind, step.stage, step.number) == ("tie", "Защита", 2)
    assert (step.scaled, step.other) == (Decimal(60), Decimal(40))


def test_without_points_nobody_has_a_place() -> None:
    ranked = rank([line(2, 1), line(1, 2)], RULES, ["defense"])

    assert [(row.number, row.place, row.total) for row in ranked] == [
        (2, None, None),
        (1, None, None),
    ]
    assert rank([], RULES, []) == []


# ---- the oracle: fractions, rounding and order written another way ----


def half_up(value: Fraction) -> Fraction:
    """Round to hundredths, halves up; values are never negative."""
    return Fraction((value * 200 + 1) // 2, 100)


def hundred(row: Line, code: str, rules: list[Rule]) -> Fraction:
    """Scale the points of a stage to 100, -1 without points."""
    for rule in rules:
        if rule.code == code and code in row.points:
            return half_up(100 * Fraction(row.points[code]) / Fraction(rule.maximum))
    return Fraction(-1)


def total_of(row: Line, rows: list[Line], rules: list[Rule]) -> Fraction | None:
    """Weigh the stages that all rows have."""
    counted = [
        rule
        for rule in rules
        if rule.weight > 0 and not [x for x in rows if rule.code not in x.points]
    ]
    if not counted:
        return None
    top = sum(Fraction(r.weight) * hundred(row, r.code, rules) for r in counted)
    return half_up(top / sum(Fraction(r.weight) for r in counted))


def oracle(
    rows: list[Line], rules: list[Rule], ties: list[str]
) -> list[tuple[int, Fraction | None]]:
    """Return numbers and totals in order, by insertion with a pairwise judge."""

    def wins(a: Line, b: Line) -> bool:
        for code in ["", *ties]:
            one, other = (
                hundred(x, code, rules) if code else total_of(x, rows, rules) or 0
                for x in (a, b)
            )
            if one != other:
                return one > other
        return (a.submitted_at, a.number) < (b.submitted_at, b.number)

    ordered: list[Line] = []
    for row in rows:
        at = sum(wins(other, row) for other in ordered)
        ordered.insert(at, row)
    return [(row.number, total_of(row, rows, rules)) for row in ordered]


points = st.decimals(0, 30, places=2)
stages = st.dictionaries(st.sampled_from(["test", "defense", "interview"]), points)
full = st.fixed_dictionaries(dict.fromkeys(("test", "defense"), points))


@st.composite
def competitions(draw: st.DrawFn) -> tuple[list[Line], list[Rule], list[str]]:
    """Return a competition with coarse points, so that ties do occur."""
    cells = draw(st.lists(draw(st.sampled_from([stages, full])), max_size=7))
    rows = [
        Line(n, n, cell, NOON + dt.timedelta(minutes=draw(st.integers(0, 2))))
        for n, cell in enumerate(cells, 1)
    ]
    weights = st.sampled_from([Decimal(0), Decimal("0.3"), Decimal("0.35"), Decimal(1)])
    rules = [
        Rule(rule.code, rule.name, draw(weights), Decimal(draw(st.integers(30, 90))))
        for rule in RULES
    ]
    return rows, rules, draw(st.permutations(["defense", "test"]))


@given(competitions())
def test_ranking_equals_the_oracle(
    case: tuple[list[Line], list[Rule], list[str]],
) -> None:
    rows, rules, ties = case

    ranked = rank(rows, rules, ties)

    found = [
        (row.number, None if row.total is None else Fraction(row.total))
        for row in ranked
    ]
    assert found == oracle(rows, rules, ties)
    assert [row.place for row in ranked if row.place] == [
        n for n, row in enumerate(ranked, 1) if row.total is not None
    ]


@given(competitions())
def test_the_printed_steps_give_the_printed_total(
    case: tuple[list[Line], list[Rule], list[str]],
) -> None:
    rows, rules, ties = case

    for row in rank(rows, rules, ties):
        steps = [step for step in row.explanation if step.kind == "stage"]
        if row.total is not None:
            top = sum(Fraction(s.weight) * Fraction(s.scaled or 0) for s in steps)
            bottom = sum(Fraction(s.weight) for s in steps)
            assert Fraction(row.total) == half_up(top / bottom)
