"""Agreement of experts: spread, drift, outliers, counted again by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reserve import agreement
from reserve.agreement import Mark


def marks(table: dict[int, dict[int, int]]) -> list[Mark]:
    """Return the table work → judge → points as marks."""
    return [
        Mark(work, judge, Decimal(points))
        for work, given_points in table.items()
        for judge, points in given_points.items()
    ]


def test_spread_outliers_and_the_share_in_one_band() -> None:
    table = {39: {1: 27, 2: 21, 3: 16}, 31: {1: 25, 2: 25, 3: 26}, 8: {1: 9}}

    found = agreement.of(marks(table), Decimal(30), Decimal(6))

    assert found.spreads[39].gap == 11
    assert found.spreads[31].mean == Decimal("25.33")
    assert found.outliers == [39]
    assert (found.close, found.compared) == (1, 2)
    assert found.close_share == 50
    assert found.spreads[8].gap == 0


def test_a_gap_as_large_as_the_limit_is_no_outlier() -> None:
    found = agreement.of(marks({1: {1: 10, 2: 16}}), Decimal(30), Decimal(6))

    assert found.outliers == []


def test_drift_is_against_the_others_on_the_same_works() -> None:
    table = {n: {1: 20, 2: 22, 3: 24} for n in (1, 2, 3)}

    found = agreement.of(marks(table), Decimal(30), Decimal(6))

    assert {j: d.value for j, d in found.drifts.items()} == {1: -3, 2: 0, 3: 3}
    assert {j: d.side for j, d in found.drifts.items()} == {
        1: "strict",
        2: "",
        3: "lenient",
    }
    assert found.usual == 2


def test_two_works_say_nothing_of_drift() -> None:
    found = agreement.of(
        marks({1: {1: 1, 2: 29}, 2: {1: 1, 2: 29}}), Decimal(30), Decimal(6)
    )

    assert {drift.side for drift in found.drifts.values()} == {""}


def test_who_judged_alone_has_no_drift() -> None:
    found = agreement.of(marks({1: {1: 5}}), Decimal(10), Decimal(3))

    assert found.drifts[1].value is None
    assert found.close_share is None


tables = st.dictionaries(
    st.integers(1, 5),
    st.dictionaries(st.integers(1, 4), st.integers(0, 30), min_size=1),
    min_size=1,
)


@given(tables)
def test_drift_equals_an_independent_count(table: dict[int, dict[int, int]]) -> None:
    found = agreement.of(marks(table), Decimal(30), Decimal(6))

    for judge, drift in found.drifts.items():
        gaps = []
        for given_points in table.values():
            others = [p for other, p in given_points.items() if other != judge]
            if judge in given_points and others:
                gaps.append(given_points[judge] - Fraction(sum(others), len(others)))
        if not gaps:
            assert drift.value is None
        else:
            exact = sum(gaps, Fraction(0)) / len(gaps)
            assert drift.value is not None
            assert abs(Fraction(drift.value) - exact) <= Fraction(1, 200)
