"""The many ways a plan writes a deadline, and what each says."""

import pytest

from programs.schedules import Kind, Schedule, read
from programs.schedules.words import words
from tests.programs.schedules.expected import (
    BOTH,
    PROGRAM,
    SCHOOL,
    codes,
    dates,
    due,
    meaning,
    on_schedule,
    rate,
    school,
    window,
    yearly_months,
)

APRIL = yearly_months("2023-04", "2024-04", ((4, 4),))
FIRST_DAYS = yearly_months("2023-04-01", "2024-04-15", ((4, 4),), days=((1, 15),))
DUE_OPEN = {"years": (), "until": True}

QUARTERS = {
    "II квартал 2023": window("2023-04", "2023-06"),
    "2 квартал 2023 г.": window("2023-04", "2023-06"),
    "во втором квартале 2023 года": window("2023-04", "2023-06"),
    "1-2 кв. 2023 г.": window("2023-01", "2023-06"),
    "II–IV кв. 2023 г.": window("2023-04", "2023-12"),
    "П квартал 2023": window("2023-04", "2023-06"),
    "І кв. 2023": window("2023-01", "2023-03"),
    "I кв-л 2023": window("2023-01", "2023-03"),
    "в 3 квартале": yearly_months("2023-07", "2024-09", ((7, 9),)),
    "I, III кварталы ежегодно": yearly_months(
        "2023-01", "2024-09", ((1, 3), (7, 9)), years=()
    ),
    "в I и III кварталах 2023 года": yearly_months(
        "2023-01", "2023-09", ((1, 3), (7, 9)), years=(2023,)
    ),
    "IV квартал 2023 года - I квартал 2024 года": window("2023-10", "2024-03"),
    "I полугодие 2023": window("2023-01", "2023-06"),
    "2-е полугодие 2023 г.": window("2023-07", "2023-12"),
    "II пол. 2023 г.": window("2023-07", "2023-12"),
    "первая половина 2023 года": window("2023-01", "2023-06"),
    "I квартал 2023 г., III квартал 2024 г.": dates(
        ("2023-01", "2023-03"), ("2024-07", "2024-09"), months=(1, 2, 3, 7, 8, 9)
    ),
}
MONTHS = {
    "апрель": APRIL,
    "в апреле": APRIL,
    "апрель 2023, 2024 гг.": APRIL,
    "апрель, 2023": window("2023-04"),
    "2023 год, апрель": window("2023-04"),
    "апрель 23 г.": window("2023-04"),
    "04.2023": window("2023-04"),
    "апрель месяц 2023 года": window("2023-04"),
    "апрель-май": yearly_months("2023-04", "2024-05", ((4, 5),)),
    "в апреле-мае 2023 года": window("2023-04", "2023-05"),
    "янв.-март 2023 г.": window("2023-01", "2023-03"),
    "сент. 2023": window("2023-09"),
    "апрель, октябрь": yearly_months("2023-04", "2024-10", ((4, 4), (10, 10))),
    "апрель и октябрь 2023 г.": yearly_months(
        "2023-04", "2023-10", ((4, 4), (10, 10)), years=(2023,)
    ),
    "октябрь ежегодно, 2023-2024 гг.": yearly_months("2023-10", "2024-10", ((10, 10),)),
    "август (ежегодно)": yearly_months("2023-08", "2024-08", ((8, 8),), years=()),
    "каждый год в августе": yearly_months("2023-08", "2024-08", ((8, 8),), years=()),
    "1 раз в год (август)": yearly_months("2023-08", "2024-08", ((8, 8),), years=()),
    "2 раза в год (май, ноябрь)": yearly_months(
        "2023-05", "2024-11", ((5, 5), (11, 11)), years=()
    ),
    "сентябрь 2023 – май 2024": window("2023-09", "2024-05"),
    "сентябрь 2023 г. - май 2024 г.": window("2023-09", "2024-05"),
    "09.2023-05.2024": window("2023-09", "2024-05"),
    "с сентября 2023 по май 2024 года": window("2023-09", "2024-05"),
    "сентябрь-май 2023-2024": window("2023-09", "2024-05"),
    "с сентября по май": window("2023-09", "2024-05"),
    "декабрь-январь": window("2023-12", "2024-01"),
    "ноябрь, декабрь 2023; март 2024": dates(
        ("2023-11", "2023-11"),
        ("2023-12", "2023-12"),
        ("2024-03", "2024-03"),
        months=(3, 11, 12),
    ),
    "осень 2023": window("2023-09", "2023-11"),
    "весной и осенью": yearly_months("2023-03", "2024-11", ((3, 5), (9, 11))),
    "зима 2023-2024": window("2023-12", "2024-02"),
    "конец 2023 года": window("2023-12"),
    "начало учебного года": yearly_months("2023-09", "2024-09", ((9, 9),)),
    "в течение марта 2023 г.": window("2023-03", continuous=True),
}
DAYS = {
    "15.04.2023": window("2023-04-15"),
    "15 апреля 2023 года": window("2023-04-15"),
    "2023-04-15": window("2023-04-15"),
    "15.04.23 г.": window("2023-04-15"),
    "с 1 по 15 апреля": FIRST_DAYS,
    "1–15 апреля": FIRST_DAYS,
    "с 1 по 15 апреля 2023 года": window("2023-04-01", "2023-04-15"),
    "20-21.04.2023": window("2023-04-20", "2023-04-21"),
    "11.04 – 16.05.2023": window("2023-04-11", "2023-05-16"),
    "с 1.09 по 30.09.2023": window("2023-09-01", "2023-09-30"),
    "01.09.2023-31.05.2024": window("2023-09-01", "2024-05-31"),
    "с 1.09.2023 г. по 31.05.2024 г.": window("2023-09-01", "2024-05-31"),
    "27 февраля-3 марта 2023": window("2023-02-27", "2023-03-03"),
    "с 15 апреля по май 2023": window("2023-04-15", "2023-05-31"),
    "15 мая, 20 июня ежегодно": yearly_months(
        "2023-05-15",
        "2024-06-20",
        ((5, 5), (6, 6)),
        years=(),
        days=((15, 15), (20, 20)),
    ),
    "первая декада мая": yearly_months(
        "2023-05-01", "2024-05-10", ((5, 5),), days=((1, 10),)
    ),
    "2 декада мая 2024": window("2024-05-11", "2024-05-20"),
    "3-я декада февраля 2024 г.": window("2024-02-21", "2024-02-29"),
    "2-3 декада мая 2023": window("2023-05-11", "2023-05-31"),
    "вторая половина мая 2023": window("2023-05-16", "2023-05-31"),
    "третья неделя сентября 2023": window("2023-09-15", "2023-09-21"),
    "последняя неделя августа 2023": window("2023-08-25", "2023-08-31"),
    "начало мая 2023": window("2023-05-01", "2023-05-10"),
    "середина октября 2023 г.": window("2023-10-11", "2023-10-20"),
    "в конце мая 2023": window("2023-05-21", "2023-05-31"),
    "последняя пятница августа 2023": window("2023-08-25"),
    "последняя среда августа": yearly_months(
        "2023-08-30", "2024-08-28", ((8, 8),), weekdays=("-1WE",)
    ),
    "29 февраля": window("2024-02-29"),
}
DUE = {
    "до 1 сентября 2023 г.": due("2023-09-01"),
    "до 01.09.2023г.": due("2023-09-01"),
    "к 1 сентября 2023 года": due("2023-09-01"),
    "не позднее 1 сентября 2023": due("2023-09-01"),
    "в срок до 01.09.2023": due("2023-09-01"),
    "Срок: до 25 декабря 2023 г.": due("2023-12-25"),
    "до 1 сентября": yearly_months(
        "2023-09-01", "2024-09-01", ((9, 9),), days=((1, 1),), until=True
    ),
    "до 1 марта, 1 июня 2023 г.": yearly_months(
        "2023-03-01",
        "2023-06-01",
        ((3, 3), (6, 6)),
        years=(2023,),
        days=((1, 1), (1, 1)),
        until=True,
    ),
    "ежегодно, в срок до 20 января": yearly_months(
        "2023-01-20", "2024-01-20", ((1, 1),), days=((20, 20),), **DUE_OPEN
    ),
    "до 15.09. ежегодно": yearly_months(
        "2023-09-15", "2024-09-15", ((9, 9),), days=((15, 15),), **DUE_OPEN
    ),
    "ежегодно до 1 февраля года, следующего за отчётным": yearly_months(
        "2023-02-01", "2024-02-01", ((2, 2),), days=((1, 1),), **DUE_OPEN
    ),
    "к концу 2023 года": due("2023-12-31"),
    "до конца мая 2023": due("2023-05-31"),
    "до конца I квартала 2023 года": due("2023-03-31"),
    "к началу 2023/2024 учебного года": due("2023-09-01"),
    "до сентября 2023": due("2023-09-01"),
    "до 2024 года": due("2024-01-01"),
    "до 1 марта 2023 г., до 1 июня 2024 г.": dates(
        ("2023-03-01", "2023-03-01"),
        ("2024-06-01", "2024-06-01"),
        months=(3, 6),
        until=True,
    ),
    "начиная с марта 2023": window("2023-03", "2024-12"),
    "с 15 марта 2023 г.": window("2023-03-15", "2024-12-31"),
    "с 2024 года": window("2024-01", "2024-12"),
    "с 1 марта 2023 до 1 июня 2023": window("2023-03-01", "2023-06-01"),
}
RATES = {
    "раз в квартал": rate("quarterly"),
    "не реже 1 раза в квартал": rate("quarterly"),
    "каждый квартал": rate("quarterly"),
    "1 раз/квартал": rate("quarterly"),
    "ежеквартально, 2023 год": rate("quarterly", "2023-01", "2023-12"),
    "ежеквартально с марта 2023": rate("quarterly", "2023-03"),
    "2023 г. (1 раз в квартал)": rate("quarterly", "2023-01", "2023-12"),
    "ежемесячно": rate("monthly"),
    "1 раз в 2 месяца": rate("monthly", interval=2),
    "2 раза в месяц": rate("monthly", times=2),
    "ежемесячно до 5 числа": rate("monthly", days=((5, 5),), until=True),
    "до 5-го числа каждого месяца": rate("monthly", days=((5, 5),), until=True),
    "ежемесячно, не позднее 5 числа месяца, следующего за отчётным": rate(
        "monthly", days=((5, 5),), until=True
    ),
    "с 1 по 10 число каждого месяца": rate("monthly", days=((1, 10),)),
    "15 числа каждого месяца": rate("monthly", days=((15, 15),)),
    "первая декада каждого месяца": rate("monthly", days=((1, 10),)),
    "ежемесячно во второй декаде": rate("monthly", days=((11, 20),)),
    "конец месяца": rate("monthly", days=((21, -1),)),
    "середина каждого месяца": rate("monthly", days=((11, 20),)),
    "последняя среда месяца": rate("monthly", weekdays=("-1WE",)),
    "каждую последнюю пятницу месяца": rate("monthly", weekdays=("-1FR",)),
    "2-й и 4-й вторник каждого месяца": rate("monthly", weekdays=("2TU", "4TU")),
    "ежемесячно, последний четверг": rate("monthly", weekdays=("-1TH",)),
    "ежемесячно с сентября по май": rate(
        "monthly", months=(1, 2, 3, 4, 5, 9, 10, 11, 12), spans=((9, 5),)
    ),
    "ежемесячно в течение учебного года": rate(
        "monthly", months=(1, 2, 3, 4, 5, 9, 10, 11, 12), spans=((9, 5),)
    ),
    "ежемесячно с сентября 2023 по май 2024": rate(
        "monthly", "2023-09", "2024-05", months=(1, 2, 3, 4, 5, 9, 10, 11, 12)
    ),
    "ежемесячно до 31 декабря 2023 г.": rate("monthly", "2023-01-01", "2023-12-31"),
    "еженедельно": rate("weekly"),
    "каждую неделю": rate("weekly"),
    "каждый четверг": rate("weekly", weekdays=("TH",)),
    "по вторникам и четвергам": rate("weekly", weekdays=("TU", "TH")),
    "еженедельно (вторник)": rate("weekly", weekdays=("TU",)),
    "каждые две недели": rate("weekly", interval=2),
    "ежедневно": rate("daily"),
    "1 раз в 10 дней": rate("daily", interval=10),
    "1 раз в полугодие": rate("half_yearly"),
    "раз в полгода": rate("half_yearly"),
    "2 раза в год": rate("yearly", times=2),
    "дважды в год": rate("yearly", times=2),
    "1 раз в год": rate("yearly"),
    "один раз в три года": rate("yearly", interval=3),
    "ежегодно, начиная с 2024 года": rate("yearly", "2024-01"),
    "в течение года": rate("yearly", continuous=True),
    "в течение всего календарного года": rate("yearly", continuous=True),
    "2023, 2024": rate("yearly"),
    "2023 и 2024 годы": rate("yearly"),
}
YEARS = {
    "2023": window("2023-01", "2023-12"),
    "2023-2024 гг.": window("2023-01", "2024-12"),
    "2023 − 2024 г.г.": window("2023-01", "2024-12"),
    "с 2023 по 2024 год": window("2023-01", "2024-12"),
    "в течение 2023 года": window("2023-01", "2023-12", continuous=True),
    "2023-2024 учебный год": school(2023),
    "2023/24 уч. год": school(2023),
    "23-24 уч. г.": school(2023),
    "в 2023/2024 учебном году": school(2023),
    "в течение 2023-2024 учебного года": school(2023, continuous=True),
    "2022/2023, 2023/2024 уч. годы": school(2022, 2023),
    "сентябрь 2023/2024 уч. года": window("2023-09"),
    "май 2023/2024 уч. года": window("2024-05"),
    "I полугодие 2023-2024 учебного года": window("2023-09", "2023-12"),
    "II полугодие 2023-2024 учебного года": window("2024-01", "2024-05"),
    "постоянно": window("2023-01", "2024-12", continuous=True),
    "на постоянной основе": window("2023-01", "2024-12", continuous=True),
    "весь период": window("2023-01", "2024-12", continuous=True),
    "в течение всего периода реализации программы": window(
        "2023-01", "2024-12", continuous=True
    ),
    "постоянно, с марта 2023": window("2023-03", "2024-12", continuous=True),
}
OTHERS = {
    "": Schedule(Kind.UNDATED),
    " — ": Schedule(Kind.UNDATED),
    "срок не указан": Schedule(Kind.UNDATED),
    "по мере необходимости": Schedule(Kind.AS_NEEDED),
    "при необходимости в течение года": Schedule(Kind.AS_NEEDED),
    "по запросу": Schedule(Kind.AS_NEEDED),
    "по мере необходимости в 2023 году": Schedule(Kind.AS_NEEDED, "2023-01", "2023-12"),
    "по графику": on_schedule("График"),
    "по отдельному плану": on_schedule("Отдельный план"),
    "согласно утвержденного графика": on_schedule("Утвержденный график"),
    "согласно плану работы ИРО на 2023 год": on_schedule(
        "План работы ИРО", "2023-01", "2023-12"
    ),
    "октябрь 2023 (по отдельному графику)": on_schedule(
        "Отдельный график", "2023-10", "2023-10"
    ),
    "в соответствии с планом-графиком курсов": on_schedule("План-график курсов"),
    "в сроки, установленные приказом министерства": on_schedule("Приказ министерства"),
    "1 раз в квартал по графику": rate("quarterly", ref="График"),
}
TABLES = {**QUARTERS, **MONTHS, **DAYS, **DUE, **RATES, **YEARS, **OTHERS}


@pytest.mark.parametrize(("text", "expected"), TABLES.items())
def test_phrasing_is_read(text, expected):
    assert meaning(read(text, PROGRAM)) == expected


@pytest.mark.parametrize("text", TABLES)
def test_letter_case_and_spaces_do_not_matter(text):
    spaced = "\u00a0 " + text.upper().replace(" ", " \u00a0") + " . "

    found, plain = read(spaced, PROGRAM), read(text, PROGRAM)

    same = meaning(found) == meaning(plain)
    assert same or found.ref  # the name of a document keeps its letters


@pytest.mark.parametrize("text", TABLES)
@pytest.mark.parametrize("dash", ["-", "–", "—", "−", " – ", " — "])
def test_dashes_do_not_matter(text, dash):
    if "-" not in text or "план-" in text or "2023-04-15" in text:
        return

    assert meaning(read(text.replace("-", dash), PROGRAM)) == TABLES[text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("апрель", window("2023-04")),
        ("до 1 сентября", due("2022-09-01", "2022-09")),
        ("сентябрь, апрель", dates(
            ("2022-09", "2022-09"), ("2023-04", "2023-04"),
            months=(4, 9), years=(2022, 2023))),
        ("I полугодие", window("2022-09", "2022-12")),
        ("II полугодие", window("2023-01", "2023-05")),
        ("зима", window("2022-12", "2023-02")),
        ("2022-2023", school(2022)),
        ("2022-2023 гг.", window("2022-01", "2023-12")),
        ("в течение учебного года", school(2022, continuous=True)),
        ("в течение года", school(2022, continuous=True)),
        ("до конца учебного года", due("2023-05-31", "2022-09")),
        ("ежемесячно", rate("monthly", "2022-09", "2023-08")),
    ],
)  # fmt: skip
def test_a_school_year_gives_the_year(text, expected):
    assert meaning(read(text, SCHOOL)) == expected


@pytest.mark.parametrize(
    ("text", "right", "code"),
    [
        ("В течении 2023 г.", "В течение 2023 г.", "TYPO"),
        ("сентябырь 2023", "сентябрь 2023", "TYPO"),
        ("ежеквартадьно", "ежеквартально", "TYPO"),
        ("еженедельнно", "еженедельно", "TYPO"),
        ("II кврартал 2023", "II квартал 2023", "TYPO"),
        ("1 раз в полугодее", "1 раз в полугодие", "TYPO"),
        ("фервраль 2023", "февраль 2023", "TYPO"),
        ("Cентябрь 2023", "Сентябрь 2023", "LATIN_LETTERS"),
        ("c 1 по 5 мая", "с 1 по 5 мая", "LATIN_LETTERS"),
    ],
)
def test_misprints_are_read_and_remarked(text, right, code):
    found = read(text, PROGRAM)

    assert meaning(found) == meaning(read(right, PROGRAM))
    assert code in codes(found)
    assert code not in codes(read(right, PROGRAM))


@pytest.mark.parametrize(
    ("text", "inferred"),
    [
        ("апрель", ("start", "end", "years")),
        ("апрель 2023", ()),
        ("осень 2023", ("start", "end")),
        ("начало мая", ("start", "end", "days", "years")),
        ("до 1 сентября 2023 г.", ("start",)),
        ("с марта 2023 г.", ("end",)),
        ("до сентября 2023", ("start", "end")),
        ("ежемесячно", ("start", "end", "months", "years")),
        ("ежеквартально 2023-2024 гг.", ()),
        ("2023/2024 уч. год", ("start", "end")),
        ("постоянно", ("start", "end")),
        ("по графику", ("start", "end")),
        ("по графику, 2023 год", ()),
    ],
)
def test_guesses_are_named(text, inferred):
    assert read(text, PROGRAM).inferred == inferred


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("апрель", {"YEAR_MISSING"}),
        ("1 раз в квартал", {"RECURRENCE_WITHOUT_YEARS"}),
        ("сентябрь ежегодно", {"RECURRENCE_WITHOUT_YEARS"}),
        ("до сентября 2023", {"BOUND_UNCLEAR"}),
        ("май 2024 - апрель 2023", {"END_BEFORE_START"}),
        ("сентябрь 2024 - май 2025", {"DEADLINE_OUTSIDE_PERIOD"}),
        ("сентябрь 2022 - май 2023", {"OCCURRENCE_OUTSIDE_PERIOD"}),
        ("май 2022", {"DEADLINE_OUTSIDE_PERIOD"}),
        ("май 2023", set()),
        ("", set()),
    ],
)
def test_findings_are_told(text, expected):
    assert codes(read(text, PROGRAM)) == expected


@pytest.mark.parametrize("text", TABLES)
@pytest.mark.parametrize("period", [PROGRAM, SCHOOL])
def test_the_russian_words_say_the_same(text, period):
    found = read(text, period)

    again = read(words(found, language="ru"), period)

    assert meaning(again) == meaning(found)


def test_years_named_are_not_those_of_the_program():
    assert read("апрель 2023, 2024", PROGRAM).years == BOTH
    assert read("апрель ежегодно", PROGRAM).years == ()
