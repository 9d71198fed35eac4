"""A whole series moved by days or months."""

import datetime as dt

import pytest

from programs.schedules import Period, occurrences, read, shift
from programs.schedules.words import words
from tests.programs.schedules.expected import PROGRAM, meaning


def moved(text, **by):
    return shift(read(text, PROGRAM), **by)


def russian(text, **by):
    return words(moved(text, **by), language="ru")


@pytest.mark.parametrize(
    ("text", "months", "expected"),
    [
        ("апрель 2023", 1, "май 2023 года"),
        ("апрель 2023", -4, "декабрь 2022 года"),
        ("31 января 2023", 1, "28 февраля 2023 года"),
        ("апрель 2023, 2024", 2, "июнь 2023, 2024 годов"),
        ("апрель 2023, 2024", 9, "январь 2024, 2025 годов"),
        ("апрель, октябрь 2023", 3, "июль 2023 года; январь 2024 года"),
        ("сентябрь ежегодно", 1, "октябрь ежегодно"),
        ("до 1 марта ежегодно", 1, "до 1 апреля ежегодно"),
        ("31 января 2023, 2024", 1, "28 февраля 2023, 2024 годов"),
        ("последняя среда августа", 1, "последняя среда сентября 2023, 2024 годов"),
        ("ежеквартально", 3, "каждый квартал, апрель 2023 года – март 2025 года"),
        (
            "ежемесячно с сентября по май",
            1,
            "каждый месяц, октябрь – июнь; февраль 2023 года – январь 2025 года",
        ),
        ("2023/2024 уч. год", 12, "2024/2025 учебный год"),
        ("2023/2024 уч. год", 1, "октябрь 2023 года – сентябрь 2024 года"),
        ("I квартал 2023 г., III квартал 2024 г.", 12,
         "январь – март 2024 года; июль – сентябрь 2025 года"),
    ],
)  # fmt: skip
def test_months_move_the_series(text, months, expected):
    assert russian(text, months=months) == expected


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("15.04.2023", 3, "18 апреля 2023 года"),
        ("апрель 2023", 3, "с 4 апреля по 3 мая 2023 года"),
        ("до 1 марта 2023, 2024", 7, "до 8 марта 2023 года; до 8 марта 2024 года"),
        ("каждый четверг", 7, "каждую неделю по четвергам, "
         "с 8 января 2023 года по 7 января 2025 года"),
        ("15.04.2023, 20.05.2023", -1, "14 апреля 2023 года; 19 мая 2023 года"),
    ],
)  # fmt: skip
def test_days_move_the_series(text, days, expected):
    assert russian(text, days=days) == expected


def test_every_occurrence_moves_by_the_same_days():
    schedule = read("ежеквартально", PROGRAM)
    before = occurrences(schedule, PROGRAM)

    longer = Period(PROGRAM.start, dt.date(2025, 12, 31))
    after = occurrences(shift(schedule, days=10), longer)

    assert {(b.start - a.start).days for a, b in zip(before, after, strict=True)} == {
        10
    }


@pytest.mark.parametrize("text", ["", "по графику", "по запросу", "см. п. 2.1"])
def test_what_has_no_dates_stays(text):
    assert moved(text, months=1) == read(text, PROGRAM)


def test_there_and_back_is_the_same():
    schedule = read("октябрь-ноябрь 2023, 2024", PROGRAM)

    again = shift(shift(schedule, months=5), months=-5)

    assert meaning(again) == meaning(schedule)


def test_not_by_days_and_months_at_once():
    with pytest.raises(ValueError, match="not by both"):
        shift(read("май 2023", PROGRAM), days=1, months=1)
