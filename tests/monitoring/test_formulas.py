"""The pure sums: rounding, borders, tolerance, medians."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from monitoring import formulas

D = Decimal


@pytest.mark.parametrize(
    ("numerator", "denominator", "wanted"),
    [
        (12, 15, "80.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),  # 6.25 goes up
        (5, 5, "100.0"),
        (0, 7, "0.0"),
        (15, 10, "150.0"),  # a plan more than fulfilled
    ],
)
def test_share_rounds_half_up(numerator, denominator, wanted):
    assert formulas.share(D(numerator), D(denominator), 1) == D(wanted)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(0, 0), (None, 5), (5, None), (None, None)]
)
def test_share_without_a_denominator_is_no_data(numerator, denominator):
    pair = [None if one is None else D(one) for one in (numerator, denominator)]

    assert formulas.share(*pair, 1) is None


def test_level_borders_belong_to_the_higher_level():
    levels = [
        formulas.level(D(value), D(50), D(80))
        for value in ("49.9", "50.0", "79.9", "80.0")
    ]

    assert levels == ["low", "medium", "medium", "high"]
    assert formulas.level(None, D(50), D(80)) == ""


def test_level_where_lower_is_better_judges_the_rest_to_a_hundred():
    assert formulas.level(D(20), D(50), D(80), higher_is_better=False) == "high"
    assert formulas.level(D("50.1"), D(50), D(80), higher_is_better=False) == "low"


def test_trend_within_the_tolerance_is_stable():
    tolerance = D("0.5")
    trends = [
        formulas.trend(D(change), tolerance)
        for change in ("0.5", "0.6", "-0.5", "-0.6", "0")
    ]

    assert trends == ["stable", "grew", "stable", "fell", "stable"]
    assert formulas.trend(None, tolerance) == ""


def test_change_needs_both_values():
    assert formulas.change(D("60.1"), D("65.3")) == D("-5.2")
    assert formulas.change(D("60.1"), None) is None
    assert formulas.change(None, D("60.1")) is None


def test_weighted_mean_divides_by_the_weights_that_took_part():
    pairs = [(D(2), D("80.0")), (D(1), D("50.0"))]

    assert formulas.weighted_mean(pairs, 1) == D("70.0")
    assert formulas.weighted_mean([], 1) is None


def test_median_of_an_even_number_is_the_rounded_mean_of_the_middle_two():
    assert formulas.median([D("50.2"), D("10.0"), D("50.1"), D("90.0")], 1) == D("50.2")
    assert formulas.median([D("3"), D("1"), D("2")], 1) == D(2)
    assert formulas.median([], 1) is None


amounts = st.decimals(0, D("999999999999.99"), places=2)


@given(amounts, amounts.filter(bool), st.integers(0, 2))
def test_share_is_exact(numerator, denominator, decimals):
    unit = Fraction(1, 10**decimals)

    found = Fraction(formulas.share(numerator, denominator, decimals))

    rest = Fraction(numerator) * 100 / Fraction(denominator) - found
    assert -unit / 2 <= rest < unit / 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["0.05", "0.15", "2.5", "-2.5", "2.449", "1e11", "6.25"]
)
@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_rounded_is_what_postgresql_does(text, decimals):
    with connection.cursor() as cursor:
        cursor.execute("SELECT round(%s::numeric, %s)", [text, decimals])
        (wanted,) = cursor.fetchone()

    assert formulas.rounded(D(text), decimals) == wanted
