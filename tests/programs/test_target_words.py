"""Targets read from their words: the documents', others', and nothing invented."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.target_words import TargetWords, is_yearly, read

INNOVATIVE = (
    "обучено не менее 60 % управленческих команд, образовательных организаций,"
    " входящих в инновационную инфраструктуру сферы образования"
)
AT_SCHOOL_RISK = (
    "приняли участие не менее 50% руководителей образовательных организаций,"
    " функционирующих в условиях риска снижения образовательных результатов"
)
# measure, operator, value, unit, population
SHARES = [
    (
        "оказана адресная помощь не менее 40% муниципальных образований края по"
        " вопросам\nуправления образованием",
        "gte",
        40,
        "municipalities",
    ),
    (
        "обучено не менее 40% руководителей образовательных организаций",
        "gte",
        40,
        "heads",
    ),
    ("обучено не менее 40 % руководителей ОО", "gte", 40, "heads"),
    (INNOVATIVE, "gte", 60, "teams_innovative"),
    (AT_SCHOOL_RISK, "gte", 50, "heads_low_results"),
    (
        "приняли участие не менее 50% руководителей образовательных функционирующих"
        " в условиях риска снижения образовательных результатов",
        "gte",
        50,
        "heads_low_results",
    ),
    (
        "Проведен обмен опытом использования ВСОКО в управленческой практике;"
        " приняли участие не менее 30% руководителей образовательных организаций края",
        "gte",
        30,
        "heads",
    ),
    ("обучено не менее 60 % работников ОО", "gte", 60, "staff"),
    (
        "Обучено не менее 80 % специалистов, входящих в кадровый резерв руководителей"
        " сферы образования Хабаровского края",
        "gte",
        80,
        "reserve",
    ),
    (
        "Не менее 10% управленческих команд общеобразовательных организаций ежегодно"
        " повышают квалификацию, в том числе в формате стажировки",
        "gte",
        10,
        "teams",
    ),
    (
        "Не менее 10% общеобразовательных организаций ежегодно включены в программы"
        " управленческого наставничества (менторства)",
        "gte",
        10,
        "organizations",
    ),
    ("100 % руководителей", "gte", 100, "heads"),
    ("охват не ниже 75 процентов директоров школ", "gte", 75, "heads"),
    (
        "охвачено более половины руководителей образовательных организаций",
        "gt",
        50,
        "heads",
    ),
    (
        "все муниципальные образования края приняли участие",
        "gte",
        100,
        "municipalities",
    ),
    ("не менее двух третей участников кадрового резерва", "gte", "66.67", "reserve"),
    ("обучены 80% лиц, включённых в кадровый резерв", "gte", 80, "reserve"),
    ("не менее 40 % руководителей группы риска", "gte", 40, "heads_at_risk"),
    (
        "увеличение доли руководителей, прошедших КПК, до 80 процентов",
        "gte",
        80,
        "heads",
    ),
    ("Доля резервистов, прошедших стажировку, не менее 50 %", "gte", 50, "reserve"),
    ("участники кадрового резерва — не менее 90,5%", "gte", "90.5", "reserve"),
    (
        "не менее четверти организаций инновационной инфраструктуры",
        "gte",
        25,
        "organizations_innovative",
    ),
]
NOBODY = [
    "обучено не менее 40% руководителей образовательных организаций, специалистов ОМСУ",
    "не менее 30 % педагогов",
    "не менее 30 % руководителей сельских школ",
    "не менее 30 % вновь назначенных руководителей",
    "не менее 30 % руководителей, имеющих стаж до трёх лет",
    "не менее 30 % заместителей руководителей ОО",
    "не менее 30 % резервистов и управленческих команд",
    "не менее 30 % членов управленческих команд",
    "не менее 30 % руководителей муниципальных органов управления образованием",
    "обучено не менее 40 %",
]
IN_WORDS = [
    (
        "Разработаны и утверждены распорядительным актом министерства Положение,"
        " состав, план работы регионального управленческого актива",
        "document",
    ),
    ("разработана и утверждена распорядительным актом Концепция", "document"),
    (
        "Разработан индивидуальный план работы в системе «резервист» - «наставник»",
        "document",
    ),
    ("Разработан сборник лучших управленческих практик", "product"),
    ("разработаны рекомендации, направлены в ОО", "product"),
    (
        "Разработаны и направлены руководителям образовательных организаций"
        " методические рекомендации по повышению эффективности",
        "product",
    ),
    ("4. Создан кадровый резерв руководителей образовательных организаций", "boolean"),
    ("сформирована система постоянно действующих семинаров/ вебинаров", "qualitative"),
    ("Выявлен лучший опыт в системе «резервист» - «наставник»", "qualitative"),
    ("Обновление кадрового резерва руководителей", "qualitative"),
    ("Функционирует система стажировочных площадок", "qualitative"),
    ("1 раз в квартал", "qualitative"),
    ("36 ч.", "qualitative"),
    ("план на 2023 год, приказ № 5 от 12.01.2023", "qualitative"),
]


def one(text: str) -> TargetWords:
    """Return the only target of the words."""
    found = read(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(("text", "operator", "value", "population"), SHARES)
def test_share_has_its_population(
    text: str, operator: str, value: object, population: str
) -> None:
    """Bounds, numbers in digits and words, and who is counted."""
    found = one(text)
    assert (found.measure, found.operator, found.unit_name) == (
        "share",
        operator,
        "percent",
    )
    assert found.value == Decimal(str(value))
    assert found.population == population
    assert "population" not in found.unknown


@pytest.mark.parametrize("text", NOBODY)
def test_unknown_population_is_not_invented(text: str) -> None:
    """A group that the portal does not count, or a narrower one, stays open."""
    found = one(text)
    assert (found.measure, found.population) == ("share", "")
    assert "population" in found.unknown
    assert found.measured_by == "hand"


@pytest.mark.parametrize(("text", "measure"), IN_WORDS)
def test_results_without_a_number(text: str, measure: str) -> None:
    """Documents, products, yes or no, and what stays in words."""
    found = one(text)
    assert found.measure == measure
    assert found.population == ""
    assert found.value == (1 if measure == "boolean" else None)


def test_types_of_organizations_are_kept() -> None:
    """«Школ» are general schools, «ДОО» preschools."""
    assert one("не менее 75 % директоров школ").organization_types == ("general",)
    assert one("не менее 75 % руководителей ДОО").organization_types == ("preschool",)
    assert one("не менее 75 % руководителей ОО").organization_types == ()


def test_growth_by_a_second_test() -> None:
    """«не менее, чем на 10%» is growth of the reserve's tests."""
    found = one(
        "повышение уровня профессиональных компетенций у резервистов не менее, чем"
        " на 10% (по результатам повторного тестирования)"
    )
    assert (found.measure, found.operator, found.value) == ("growth", "gte", 10)
    assert (found.population, found.measured_by) == ("reserve", "reserve_test")


def test_growth_without_a_number_says_so() -> None:
    """The word alone gives no number."""
    found = one(
        "повышение уровня компетенций у представителей кадрового резерва"
        " (по результатам повторного тестирования)"
    )
    assert (found.measure, found.value, found.unknown) == ("growth", None, ("value",))


def test_growth_in_points_and_fall() -> None:
    """Percentage points are another unit; a fall is growth below zero."""
    points = one("рост доли обученных руководителей на 10 п.п.")
    assert (points.measure, points.unit_name) == ("growth", "points")
    fall = one("Снижение доли неуспешных школ не менее чем на 5 %")
    assert (fall.operator, fall.value) == ("lte", -5)


def test_dynamics_is_a_sign() -> None:
    """«положительная динамика» is a change above zero."""
    found = one(
        "1. Положительная ежегодная динамика уровня профессиональной компетентности"
        " руководителей общеобразовательных организаций"
    )
    assert (found.measure, found.operator, found.value) == ("dynamics", "gt", 0)
    assert (found.population, found.per) == ("heads", "year")


def test_counts() -> None:
    """Things and people by number; «раз в квартал» is a schedule, not a target."""
    practices = one("5. Не менее 20 эффективных управленческих практик размещаются")
    assert (practices.measure, practices.value) == ("count", 20)
    assert (practices.unit_name, practices.measured_by) == ("practice", "practices")
    seminars = one("проведено не менее трёх семинаров для руководителей школ")
    assert (seminars.value, seminars.unit_name) == (3, "event")
    assert seminars.population == ""
    two = read("обучено 25 руководителей, охвачено 12 муниципальных образований")
    assert [(row.value, row.population) for row in two] == [
        (25, "heads"),
        (12, "municipalities"),
    ]


def test_bound_that_is_not_said_is_listed() -> None:
    """«80 %» alone is taken as a minimum and says that it was taken so."""
    assert "operator" in one("80 % руководителей обучены").unknown
    assert "operator" not in one("не менее 80 % руководителей обучены").unknown
    up_to = one("до 80 процентов руководителей")
    assert (up_to.operator, "operator" in up_to.unknown) == ("lte", True)


def test_range_has_two_bounds() -> None:
    """«от 40 до 60 %» is a floor and a ceiling."""
    found = read("от 40 до 60 % руководителей ОО")
    assert [(row.operator, row.value) for row in found] == [("gte", 40), ("lte", 60)]


def test_original_words_are_kept() -> None:
    """The subject is spelled as in the document."""
    found = one("Обучено не менее 40 % Руководителей ОО")
    assert found.subject == "Руководителей ОО"
    assert found.original == "Обучено не менее 40 % Руководителей ОО"
    assert one("ё" * 900).original == "ё" * 500


@pytest.mark.parametrize("text", ["", "  ", "—", "\n;\n", "%", "не менее", "100%"])
def test_odd_words_do_no_harm(text: str) -> None:
    """Whatever stands in the cell is read without an error."""
    assert all(row.population == "" for row in read(text))


def test_yearly_words() -> None:
    """«ежегодно» and «за год» make the target one of every year."""
    assert is_yearly("ежегодно не менее 10 %")
    assert is_yearly("165 разных людей за год")
    assert not is_yearly("не менее 40 % в 2023-2024 гг.")
