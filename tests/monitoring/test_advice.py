"""Rules to recommendations: which are called, for whom, in which order, by when."""

import datetime as dt
from decimal import Decimal

import pytest

from monitoring import engine
from monitoring.models import Cycle, Direction, Recommendation, RecommendationText, Rule
from monitoring.services import advice, letter_content
from tests import factories
from tests.monitoring import example

RUN_ON = dt.date(factories.YEAR, 12, 14)


@pytest.fixture
def made(db) -> example.Example:
    """The worked example, computed; it has no rules yet."""
    made = example.make()
    engine.compute(made.before.pk)
    engine.compute(made.cycle.pk)
    return made


def text(code: str, **deadline: int) -> RecommendationText:
    direction, _ = Direction.objects.get_or_create(
        code="d", defaults={"name": "Направление", "source": "Документ"}
    )
    return RecommendationText.objects.create(
        direction=direction,
        code=code,
        title=f"Текст {code}",
        measure="Сделайте это.",
        helper="Институт",
        **(deadline or {"deadline_days": 30}),
    )


def rule(made: example.Example, code: str, **fields: object) -> Rule:
    fields.setdefault("text", None)
    fields["text"] = fields["text"] or text(f"t-{code}-{fields.get('version', 1)}")
    return Rule.objects.create(
        methodology=made.method,
        code=code,
        **{"priority": 5, "finding": "Значение {value} %.", **fields},
    )


def called(made: example.Example, name: str) -> list[Recommendation]:
    advice.recommend(made.cycle.pk)
    rows = Recommendation.objects.filter(cycle=made.cycle, unit=made.units[name])
    return list(rows.select_related("rule", "text").in_order())


def codes(made: example.Example, name: str) -> list[str]:
    return [row.rule.code for row in called(made, name)]


def test_a_level_of_an_indicator_calls_its_text_with_the_figures(made):
    rule(made, "low", indicator=made.indicators["share"], levels=["low"])

    (row,) = called(made, "B3")

    assert (row.numerator, row.denominator, row.value) == (1, 3, Decimal("33.3"))
    assert (row.level, row.previous_value, row.years_in_row) == ("low", None, 2)
    assert row.person == made.movers["mover"]
    assert letter_content.finding(row, 1) == "Значение 33,3 %."
    assert codes(made, "A1") == []


def test_no_data_calls_nothing(made):
    rule(made, "any", indicator=made.indicators["share"])

    assert codes(made, "A3") == []  # O = 0
    assert codes(made, "B1") == []  # not reported
    assert codes(made, "A1") == ["any"]


def test_a_trend_calls(made):
    rule(made, "grew", indicator=made.indicators["share"], trends=["grew"])

    assert codes(made, "A1") == ["grew"]
    assert codes(made, "A2") == []  # stable
    assert codes(made, "B3") == []  # no previous value


def test_a_track_and_the_whole_call_by_their_own_values(made):
    rule(made, "track", track=made.method.tracks.get(number=2), levels=["medium"])
    rule(made, "whole", levels=["medium"])

    assert codes(made, "B2") == ["track", "whole"]  # both 75
    assert codes(made, "A2") == ["whole"]  # 66.7, no value in the track


def test_organization_types_bound_a_rule(made):
    rule(made, "nursery", levels=["low"], organization_types=["preschool"])

    assert codes(made, "B3") == ["nursery"]
    assert codes(made, "B1") == []


def test_repeated_risk_calls_for_those_in_risk_again_only(made):
    rule(made, "again", levels=["low"], repeated_risk=True)

    assert codes(made, "B3") == ["again"]  # the head was in risk elsewhere
    assert codes(made, "B1") == []


def test_without_a_head_there_is_a_recommendation_to_nobody(made):
    rule(made, "whole", levels=["medium"])

    assert called(made, "A2")[0].person is None


def test_one_recommendation_for_a_text_by_its_most_pressing_rule(made):
    shared = text("shared")
    rule(made, "weak", levels=["low"], text=shared, priority=4)
    rule(made, "strong", indicator=made.indicators["share"], text=shared, priority=2)

    assert codes(made, "B3") == ["strong"]
    assert codes(made, "B1") == ["weak"]


def test_order_is_priority_then_weaker_value_then_code(made):
    share, yes_no = made.indicators["share"], made.indicators["yes_no"]
    rule(made, "c", indicator=share, priority=2)
    rule(made, "b", indicator=yes_no, priority=2)
    rule(made, "a", indicator=share, priority=2)
    rule(made, "z", priority=1)

    assert codes(made, "B3") == ["z", "b", "a", "c"]
    assert [row.rank for row in called(made, "B3")] == [1, 2, 3, 4]


def test_the_letter_takes_the_first_ones_only(made):
    Cycle.objects.filter(pk=made.cycle.pk).update(recommendations_in_letter=2)
    for number in range(3):
        rule(made, f"r{number}", levels=["low"], priority=number + 1)

    assert [row.in_letter for row in called(made, "B3")] == [True, True, False]


def test_the_newest_version_of_a_rule_holds(made):
    rule(made, "r", levels=["low"])
    newer = rule(made, "r", version=2, levels=["high"])

    assert codes(made, "B3") == []
    assert [row.rule for row in called(made, "A1")] == [newer]


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ({"deadline_days": 45}, RUN_ON + dt.timedelta(days=45)),
        ({"deadline_month": 12, "deadline_day": 25}, dt.date(factories.YEAR, 12, 25)),
        ({"deadline_month": 12, "deadline_day": 14}, RUN_ON.replace(year=2027)),
        ({"deadline_month": 4, "deadline_day": 1}, dt.date(factories.YEAR + 1, 4, 1)),
    ],
)
def test_deadlines_count_from_the_day_of_the_run(made, deadline, day):
    rule(made, "low", levels=["low"], text=text("t", **deadline))

    assert called(made, "B3")[0].deadline_on == day


def test_again_gives_the_same_and_drops_what_no_longer_holds(made):
    kept, gone = rule(made, "kept", levels=["low"]), rule(made, "gone", levels=["low"])
    before = advice.recommend(made.cycle.pk)
    Recommendation.objects.filter(rule=gone).delete()
    gone.delete()

    assert before == 4  # two rules, two organizations
    assert advice.recommend(made.cycle.pk) == 2
    assert {row.rule for row in called(made, "B3")} == {kept}


def test_a_method_without_rules_recommends_nothing(made):
    assert advice.recommend(made.cycle.pk) == 0
