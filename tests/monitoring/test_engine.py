"""The computation against figures worked out by hand, and its promises."""

import threading
from decimal import Decimal

import pytest
from django.db import connection, connections

from monitoring import engine
from monitoring.models import Cycle, Result, RiskEntry, Submission, Summary
from tests import factories
from tests.monitoring import example
from tests.monitoring.oracle import compare

D = Decimal


@pytest.fixture
def made(db) -> example.Example:
    """The worked example, both cycles computed."""
    made = example.make()
    engine.compute(made.before.pk)
    engine.compute(made.cycle.pk)
    return made


def result(made: example.Example, name: str, code: str, type_: str = "") -> Result:
    return made.cycle.results.get(
        unit=made.unit(name), indicator=made.indicators[code], organization_type=type_
    )


def summary(made: example.Example, name: str, track: int | None = None) -> Summary:
    return made.cycle.summaries.get(
        unit=made.unit(name), organization_type="", track__number=track
    )


@pytest.mark.parametrize(
    ("name", "code", "numerator", "denominator", "value", "level", "state"),
    [
        ("A1", "share", 12, 15, "80.0", "high", "counted"),
        ("A2", "share", 5, 5, "100.0", "high", "counted"),
        ("A3", "share", 0, 0, None, "", "no_data"),
        ("B1", "share", None, None, None, "", "missing"),  # a draft
        ("B2", "share", None, None, None, "", "not_applicable"),
        ("B3", "share", 1, 3, "33.3", "low", "counted"),
        ("A2", "yes_no", 0, 1, "0.0", "low", "counted"),
        ("B1", "yes_no", 0, 1, "0.0", "low", "counted"),  # a draft: silence is no
        ("B2", "yes_no", None, None, None, "", "not_applicable"),
        ("B3", "yes_no", 0, 1, "0.0", "low", "counted"),  # not filled: silence is no
        ("A1", "plan", 15, 10, "150.0", "high", "counted"),
        ("A2", "plan", None, None, None, "", "missing"),  # not filled
        ("A", "municipal", 2, 4, "50.0", "medium", "counted"),
        ("B", "municipal", None, None, None, "", "missing"),
    ],
)
def test_units_have_their_own_values(
    made, name, code, numerator, denominator, value, level, state
):
    row = result(made, name, code)

    assert (row.numerator, row.denominator) == (numerator, denominator)
    assert row.value == (None if value is None else D(value))
    assert (row.level, row.state) == (level, state)


@pytest.mark.parametrize(
    ("name", "type_", "code", "figures", "value", "median", "given"),
    [
        ("A", "", "share", (17, 20), "85.0", "90.0", (3, 3)),
        ("A", "general", "share", (17, 20), "85.0", "90.0", (2, 2)),
        ("A", "preschool", "share", (0, 0), None, None, (1, 1)),
        ("B", "", "share", (1, 3), "33.3", "33.3", (1, 2)),  # B2 is not asked
        ("B", "general", "share", (None, None), None, None, (0, 1)),
        ("R", "", "share", (18, 23), "78.3", "80.0", (4, 5)),
        ("R", "preschool", "share", (1, 3), "33.3", "33.3", (2, 2)),
        ("A", "", "yes_no", (2, 3), "66.7", "100.0", (3, 3)),
        ("B", "", "yes_no", (0, 2), "0.0", "0.0", (0, 2)),  # silence, not an answer
        ("R", "", "yes_no", (2, 5), "40.0", "0.0", (3, 5)),
        ("R", "general", "plan", (21, 18), "116.7", "112.5", (2, 4)),
        ("R", "", "municipal", (2, 4), "50.0", "50.0", (1, 2)),
    ],
)
def test_aggregates_divide_sums(made, name, type_, code, figures, value, median, given):
    row = result(made, name, code, type_)

    assert (row.numerator, row.denominator) == figures
    assert row.value == (None if value is None else D(value))
    assert row.median == (None if median is None else D(median))
    assert (row.reported, row.expected) == given


def test_places_are_among_organizations_of_the_same_type(made):
    places = {
        name: (row.rank, row.peers)
        for name in ("A1", "A2", "A3", "B1", "B3", "A", "B", "R")
        for row in [result(made, name, "share")]
    }

    assert places == {
        "A1": (2, 2),
        "A2": (1, 2),
        "A3": (None, None),
        "B1": (None, None),
        "B3": (1, 1),
        "A": (1, 2),
        "B": (2, 2),
        "R": (None, None),
    }


def test_equal_values_share_a_place_and_the_next_one_skips(made):
    general = [result(made, name, "yes_no") for name in ("A1", "A2", "B1")]

    assert [row.rank for row in general] == [1, 2, 2]


def test_changes_are_from_the_cycle_before(made):
    rows = [result(made, name, "share") for name in ("A1", "A2", "A3", "B3")]

    assert [row.previous_value for row in rows] == [75, 100, 25, None]
    assert [row.change for row in rows] == [5, 0, None, None]
    assert [row.trend for row in rows] == ["grew", "stable", "", ""]
    assert result(made, "A", "share").previous_value == D("73.3")  # 11 of 15


@pytest.mark.parametrize(
    ("name", "track", "value", "level", "weight", "indicators"),
    [
        ("A1", None, "102.5", "high", 4, 3),  # (2 × 80 + 100 + 150) / 4
        ("A1", 1, "86.7", "high", 3, 2),  # (2 × 80 + 100) / 3
        ("A1", 2, "150.0", "high", 1, 1),
        ("A2", None, "66.7", "medium", 3, 2),  # (2 × 100 + 0) / 3
        ("A2", 2, None, "", 0, 0),
        ("B1", None, "0.0", "low", 1, 1),
        ("B3", None, "22.2", "low", 3, 2),  # (2 × 33.3 + 0) / 3
        ("A", None, "87.3", "high", 5, 4),  # (2 × 85 + 66.7 + 150 + 50) / 5
        ("A", 2, "100.0", "high", 2, 2),
    ],
)
def test_summaries_are_weighted_means(
    made, name, track, value, level, weight, indicators
):
    row = summary(made, name, track)

    assert row.value == (None if value is None else D(value))
    assert (row.level, row.weight, row.indicators) == (level, weight, indicators)


def test_years_in_risk_follow_the_person(made):
    found = {
        entry.person_id: (entry.unit_id, entry.value, entry.years_in_row)
        for entry in RiskEntry.objects.filter(cycle=made.cycle)
    }

    assert found == {
        made.movers["steady"].pk: (made.units["B1"].pk, 0, 1),
        made.movers["mover"].pk: (made.units["B3"].pk, D("22.2"), 2),
    }


def test_the_oracle_agrees(made):
    assert compare(made.before) == []
    assert compare(made.cycle) == []


def test_computing_twice_gives_the_same_rows(made):
    once = rows_of(made.cycle)

    counts = engine.compute(made.cycle.pk)

    assert rows_of(made.cycle) == once
    assert counts.results == len(once[0])


def test_counts_tell_what_was_made(made):
    counts = engine.compute(made.cycle.pk)

    assert (counts.units, counts.answers, counts.risks) == (8, 12, 2)
    assert counts.summaries == made.cycle.summaries.count()
    assert not counts.in_one_snapshot  # the test's own transaction is open


def test_digest_depends_on_what_counts_only(made):
    digest = engine.compute(made.cycle.pk).digest
    made.cycle.submissions.filter(unit=made.units["A1"]).update(status="accepted")
    same = engine.compute(made.cycle.pk).digest
    Submission.objects.filter(cycle=made.cycle, unit=made.units["B1"]).update(
        status="submitted", submitted_at="2026-12-01T00:00Z"
    )

    assert same == digest
    assert engine.compute(made.cycle.pk).digest != digest


def test_only_accepted_values_count_where_the_cycle_says_so(made):
    Cycle.objects.filter(pk=made.cycle.pk).update(counts_from="accepted")
    made.cycle.submissions.filter(unit=made.units["A1"]).update(status="accepted")
    engine.compute(made.cycle.pk)

    assert result(made, "A1", "share").state == "counted"
    assert result(made, "A2", "share").state == "missing"
    assert compare(Cycle.objects.get(pk=made.cycle.pk)) == []


def test_a_cycle_without_submissions_has_no_rows(region):
    cycle = factories.cycle(factories.methodology(region), region)

    counts = engine.compute(cycle.pk)

    assert (counts.units, counts.answers, counts.results, counts.summaries) == (0,) * 4
    assert not Result.objects.filter(cycle=cycle).exists()


def test_other_cycles_stay_as_they_are(made):
    before = rows_of(made.before)

    engine.compute(made.cycle.pk)

    assert rows_of(made.before) == before


def test_nothing_of_the_work_stays(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'work\\_%%'")
        assert cursor.fetchall() == []
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE '%%\\_new%%'")
        assert cursor.fetchall() == []


@pytest.mark.django_db(transaction=True)
def test_computations_side_by_side_give_one_consistent_set():
    made = example.make()
    engine.compute(made.before.pk)
    found: list[engine.Counts] = []

    def compute() -> None:
        try:
            found.append(engine.compute(made.cycle.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=compute) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 3
    assert found[0].in_one_snapshot
    assert found == [found[0]] * 3
    assert compare(made.cycle) == []


def rows_of(cycle: Cycle) -> tuple[list, list, list]:
    """All that the engine made for the cycle, without keys of its own choice."""
    summaries = cycle.summaries.order_by("unit", "organization_type", "track")
    names = [one.name for one in Summary._meta.fields if one.name != "id"]
    return (
        list(cycle.results.order_by("pk").values_list()),
        list(summaries.values_list(*names)),
        list(
            cycle.risk_entries.order_by("person", "unit").values_list("person", "value")
        ),
    )
