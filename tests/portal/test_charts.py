from collections import Counter
from decimal import Decimal

import pytest

from portal import charts


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal("66.6667"), "66.67"), (100, "100"), (0.5, "0.5")]
)
def test_place_has_a_decimal_point_whatever_the_language(value, text, settings):
    settings.LANGUAGE_CODE = "ru"

    assert charts.place(value) == text


def test_bullet_keeps_places_within_the_track():
    bar = charts.bullet(Decimal(123), "high", previous=Decimal(-5), target=55)

    assert (bar.width, bar.previous_x, bar.target_x) == ("100", "0", "55")


def test_bullet_without_a_value_draws_nothing():
    bar = charts.bullet(None, "")

    assert (bar.width, bar.level) == ("", "none")


def test_distribution_colors_bins_and_counts_levels():
    counts = [3, 6, 11, 19, 33, 58, 94, 96, 61, 31]

    chart = charts.distribution(counts, 50, 80)

    assert chart.levels == {"low": 72, "medium": 248, "high": 92}
    assert chart.total == 412
    assert (chart.bins[7].y, chart.bins[7].height) == ("40", "120")


def test_distribution_of_nothing_is_flat():
    chart = charts.distribution([0] * 10, 50, 80)

    assert {b.height for b in chart.bins} == {"0"}


def test_trend_leaves_a_gap_where_a_year_has_no_value():
    points = [("2023", 40), ("2024", None), ("2025", 50), ("2026", 60)]

    chart = charts.trend(points, 50, 80)

    assert [(line.y1, line.y2) for line in chart.lines] == [("125", "100")]
    assert [p.label for p in chart.points] == ["2023", "2024", "2025", "2026"]
    assert chart.target is None


def test_trend_draws_a_single_target_as_a_dash():
    chart = charts.trend([("2026", 60)], 50, 80, [55])

    assert (chart.target_lines[0].x1, chart.target_lines[0].x2) == ("42", "58")


def test_spark_spans_its_own_values():
    assert charts.spark([10, None, 20]).points == "4,24 88,4"
    assert charts.spark([5, 5]).points == "4,14 88,14"
    assert charts.spark([None]).points == ""


@pytest.mark.parametrize(
    ("others", "median"), [([41, 52, 52, 88], 52), ([40, 50], Decimal(45))]
)
def test_peers_know_the_median_of_the_others(others, median):
    chart = charts.peers(60, Counter(map(Decimal, others)), 50, 80)

    assert chart.median == median
    assert chart.others == len(others)


def test_share_places_parts_one_after_another():
    chart = charts.share([("high", "taken", 1), ("soft", "begun", 3)])

    assert [(p.x, p.width) for p in chart.parts] == [("0", "25"), ("25", "75")]
    assert charts.share([("high", "taken", 0)]).parts[0].width == "0"


def test_funnel_compares_each_step_with_the_one_before():
    steps = charts.funnel([("asked", 200), ("came", 50), ("gone", 0), ("none", 0)])

    assert [s.of_previous for s in steps] == [None, 25, 0, None]
    assert [s.is_last for s in steps] == [False, False, False, True]


@pytest.mark.parametrize(
    ("interval", "sure"), [((1, 7), True), ((-1, 7), False), ((-7, -1), True)]
)
def test_forest_is_sure_only_off_zero(interval, sure):
    row = charts.forest(4, interval, (-10, 10))

    assert row.is_sure is sure
    assert (row.x, row.zero_x) == ("70", "50")
