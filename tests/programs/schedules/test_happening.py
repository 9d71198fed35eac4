"""Occurrences: their days, their cuts and their moves."""

import datetime as dt

import pytest

from programs.schedules import Period, Span, occurrences, read
from programs.schedules.calendar import is_working
from tests.programs.schedules.expected import ODD, PROGRAM, SCHOOL


def days(text, period):
    return [
        (str(span.start), str(span.end))
        for span in occurrences(read(text, period), period)
    ]


YEAR = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
SPRING = Period(dt.date(2023, 2, 15), dt.date(2023, 5, 10))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("апрель", [("2023-04-01", "2023-04-30")]),
        ("октябрь-ноябрь", [("2023-10-01", "2023-11-30")]),
        ("июнь, июль 2023", [
            ("2023-06-01", "2023-06-30"), ("2023-07-01", "2023-07-31")]),
        ("до 1 сентября 2023", [("2023-01-01", "2023-09-01")]),
        ("до 1 марта, 1 июня", [
            ("2023-03-01", "2023-03-01"), ("2023-06-01", "2023-06-01")]),
        ("1 раз в полугодие", [
            ("2023-01-01", "2023-06-30"), ("2023-07-01", "2023-12-31")]),
        ("2 раза в год", [("2023-01-01", "2023-07-01"), ("2023-07-02", "2023-12-31")]),
        ("1 раз в 5 месяцев", [
            ("2023-01-01", "2023-05-31"), ("2023-06-01", "2023-10-31"),
            ("2023-11-01", "2023-12-31")]),
        ("в течение года", [("2023-01-01", "2023-12-31")]),
        ("по мере необходимости", []),
        ("по графику", []),
        ("", []),
    ],
)  # fmt: skip
def test_occurrences_of_a_year(text, expected):
    assert days(text, YEAR) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ежеквартально", [("2023-02-15", "2023-03-31"), ("2023-04-01", "2023-05-10")]),
        ("последняя среда месяца", [
            ("2023-02-22", "2023-02-22"), ("2023-03-29", "2023-03-29"),
            ("2023-04-26", "2023-04-26")]),
        ("первая и третья среда месяца", [
            ("2023-02-15", "2023-02-15"), ("2023-03-01", "2023-03-01"),
            ("2023-03-15", "2023-03-15"), ("2023-04-05", "2023-04-05"),
            ("2023-04-19", "2023-04-19"), ("2023-05-03", "2023-05-03")]),
        ("ежемесячно до 5 числа", [
            ("2023-03-01", "2023-03-05"), ("2023-04-01", "2023-04-05"),
            ("2023-05-01", "2023-05-05")]),
        ("30 числа каждого месяца", [
            ("2023-02-28", "2023-02-28"), ("2023-03-30", "2023-03-30"),
            ("2023-04-30", "2023-04-30")]),
        ("третья декада каждого месяца", [
            ("2023-02-21", "2023-02-28"), ("2023-03-21", "2023-03-31"),
            ("2023-04-21", "2023-04-30")]),
        ("1 раз в 6 недель по четвергам", [
            ("2023-02-16", "2023-02-16"), ("2023-03-30", "2023-03-30")]),
    ],
)  # fmt: skip
def test_occurrences_are_cut_to_odd_bounds(text, expected):
    assert days(text, SPRING) == expected


def test_a_fifth_friday_is_only_where_there_is_one():
    assert days("5-я пятница месяца", SPRING) == [("2023-03-31", "2023-03-31")]


def test_every_year_of_a_school_year_is_one():
    assert days("ежегодно", SCHOOL) == [("2022-09-01", "2023-08-31")]
    assert days("1 раз в полугодие", SCHOOL) == [
        ("2022-09-01", "2022-12-31"),
        ("2023-01-01", "2023-08-31"),
    ]


def test_open_years_lie_within_the_period():
    assert days("август ежегодно", ODD) == [
        ("2023-08-01", "2023-08-31"),
        ("2024-08-01", "2024-08-31"),
    ]


def test_backwards_bounds_have_no_occurrences():
    assert days("май 2024 - апрель 2023", PROGRAM) == []


def moved(text, move, period=YEAR):
    schedule = read(text, period)
    found = occurrences(schedule, period, is_working=is_working, move=move)
    return [(str(span.start), str(span.end)) for span in found]


def test_a_due_day_moves_to_a_working_day():
    assert moved("до 8 мая 2023", "none") == [("2023-01-01", "2023-05-08")]
    assert moved("до 8 мая 2023", "next") == [("2023-01-01", "2023-05-10")]
    assert moved("до 8 мая 2023", "previous") == [("2023-01-01", "2023-05-05")]


def test_a_single_day_moves_whole():
    assert moved("04.11.2023", "next") == [("2023-11-07", "2023-11-07")]


def test_a_move_does_not_leave_the_period():
    assert moved("31.12.2023", "next") == [("2023-12-29", "2023-12-29")]


def test_a_period_without_working_days_moves_nothing():
    holidays = Period(dt.date(2023, 1, 1), dt.date(2023, 1, 8))

    assert moved("03.01.2023", "next", holidays) == [("2023-01-03", "2023-01-03")]


def test_daily_work_leaves_out_days_off():
    week = Period(dt.date(2023, 5, 1), dt.date(2023, 5, 10))
    schedule = read("ежедневно", week)

    found = occurrences(schedule, week, is_working=is_working)

    assert [span.start.day for span in found] == [2, 3, 4, 5, 10]
    assert len(occurrences(schedule, week)) == 10


def test_a_span_ends_after_it_begins():
    with pytest.raises(ValueError, match="before"):
        Span(dt.date(2023, 2, 1), dt.date(2023, 1, 1))
    with pytest.raises(ValueError, match="before"):
        Period(dt.date(2023, 2, 1), dt.date(2023, 1, 1))
