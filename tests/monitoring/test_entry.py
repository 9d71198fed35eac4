"""Saving of values: the service, the database's guards, the page's requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from monitoring import validation
from monitoring.models import Cycle, Indicator, Submission, Value, ValueHistory
from monitoring.services import entry
from monitoring.services.cells import Cell, State
from monitoring.services.entry import Conflict, Invalid
from portal.errors import Refused
from portal.models import Membership, Unit
from tests import factories


@pytest.fixture
def method(region: Unit):
    return factories.methodology(region)


@pytest.fixture
def share(method) -> Indicator:
    return factories.indicator(method, "1.1")


@pytest.fixture
def cycle(method, share: Indicator, region: Unit, school: Unit) -> Cycle:
    made = factories.cycle(method, region)
    factories.submission(made, school)
    return made


def typed(unit: Unit, what: Indicator, k=None, o=None, version=0, **more) -> Cell:
    figures = [None if figure is None else Decimal(str(figure)) for figure in (k, o)]
    return Cell(unit.pk, what.pk, *figures, version=version, **more)


def stored(unit: Unit, what: Indicator) -> Value:
    return Value.objects.get(unit=unit, indicator=what)


# The service


def test_a_cell_is_saved_with_its_author_and_history(
    cycle, school, share, head
) -> None:
    row = entry.save_cell(cycle.pk, typed(school, share, 9, 14), by=head)

    assert (row.numerator, row.denominator, row.version) == (9, 14, 1)
    assert row.updated_by == head
    history = ValueHistory.objects.get(unit_id=school.pk)
    assert (history.operation, history.numerator) == ("insert", 9)


def test_a_second_save_over_the_seen_version_counts_it_up(cycle, school, share, head):
    entry.save_cell(cycle.pk, typed(school, share, 9, 14), by=head)

    row = entry.save_cell(cycle.pk, typed(school, share, 10, 14, version=1), by=head)

    assert (row.numerator, row.version) == (10, 2)
    assert ValueHistory.objects.filter(unit_id=school.pk).count() == 2


def test_the_same_figures_again_change_nothing(cycle, school, share, head, officer):
    entry.save_cell(cycle.pk, typed(school, share, 9, 14), by=head)

    row = entry.save_cell(cycle.pk, typed(school, share, 9, 14), by=officer)

    assert (row.version, row.updated_by) == (1, head)
    assert ValueHistory.objects.count() == 1


def test_half_a_pair_is_kept_while_the_other_is_to_come(cycle, school, share, head):
    row = entry.save_cell(cycle.pk, typed(school, share, 9), by=head)

    assert (row.numerator, row.denominator) == (9, None)
    assert not row.is_complete


def test_an_outdated_version_is_a_conflict_with_the_others_value(
    cycle, school, share, head, officer
) -> None:
    entry.save_cell(cycle.pk, typed(school, share, 5, 14), by=officer)

    with pytest.raises(Conflict) as conflict:
        entry.save_cell(cycle.pk, typed(school, share, 4, 14), by=head)

    assert conflict.value.value.numerator == 5
    assert conflict.value.value.updated_by == officer
    assert stored(school, share).numerator == 5


@pytest.mark.parametrize(
    ("kind", "k", "o"),
    [
        ("share", 21, 17),
        ("share", "1.5", 3),
        ("share", -1, 3),
        ("share", 1, 10**12),
        ("yes_no", 2, 1),
        ("plan", -1, 5),
    ],
)
def test_a_broken_rule_is_refused_by_service_and_database_alike(
    kind, k, o, method, region, school, head
) -> None:
    what = factories.indicator(method, kind=kind)
    cycle = factories.cycle(method, region)
    factories.submission(cycle, school)

    with pytest.raises(Invalid):
        entry.save_cell(cycle.pk, typed(school, what, k, o), by=head)
    assert validation.problems(kind, Decimal(str(k)), Decimal(str(o)))
    if o < 10**12:
        with pytest.raises(IntegrityError), transaction.atomic():
            Value.objects.create(
                cycle=cycle, unit=school, indicator=what, kind=kind, numerator=k,
                denominator=o,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "k", "o"),
    [("share", 0, 0), ("share", 3, 3), ("yes_no", 1, 1), ("plan", 12, 10)],
)
def test_rules_let_good_pairs_pass(kind, k, o, method, region, school, head) -> None:
    what = factories.indicator(method, kind=kind)
    cycle = factories.cycle(method, region)
    factories.submission(cycle, school)

    assert entry.save_cell(cycle.pk, typed(school, what, k, o), by=head).numerator == k


def test_a_yes_or_no_indicator_has_one_below(method, region, school, head) -> None:
    what = factories.indicator(method, kind="yes_no")
    cycle = factories.cycle(method, region)
    factories.submission(cycle, school)

    row = entry.save_cell(cycle.pk, typed(school, what, 0), by=head)

    assert (row.numerator, row.denominator) == (0, 1)


def test_not_applicable_needs_a_reason_and_no_figures(cycle, school, share, head):
    row = entry.save_cell(cycle.pk, typed(school, share, reason="Нет резерва"), by=head)
    assert row.is_complete

    with pytest.raises(Invalid):
        entry.save_cell(
            cycle.pk, typed(school, share, 1, 2, version=1, reason="Нет"), by=head
        )


def test_figures_drop_the_stored_reason_and_keep_the_comment(
    cycle, school, share, head
) -> None:
    entry.save_cell(
        cycle.pk, typed(school, share, reason="Нет", comment="см. приказ"), by=head
    )

    row = entry.save_cell(cycle.pk, typed(school, share, 1, 2, version=1), by=head)

    assert (row.not_applicable_reason, row.comment) == ("", "см. приказ")


def test_a_stranger_and_a_foreign_unit_are_unknown(
    cycle, school, other_school, share, head, outsider
) -> None:
    factories.submission(cycle, other_school)

    for user, unit in ((outsider, school), (head, other_school)):
        outcome = entry.save_block(cycle.pk, [typed(unit, share, 1, 2)], by=user)[0]
        assert outcome.state == State.UNKNOWN
    assert not Value.objects.exists()


def test_without_the_right_to_enter_it_is_refused(cycle, school, share, administrator):
    with pytest.raises(Refused):
        entry.save_cell(cycle.pk, typed(school, share, 1, 2), by=administrator)


@pytest.mark.parametrize("status", [Cycle.Status.PLANNED, Cycle.Status.VERIFYING])
def test_outside_of_the_collection_it_is_refused(
    status, cycle, school, share, head
) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(status=status)

    with pytest.raises(Refused):
        entry.save_cell(cycle.pk, typed(school, share, 1, 2), by=head)


def test_submitted_values_are_closed_for_the_service_and_for_direct_sql(
    cycle, school, share, head
) -> None:
    entry.save_cell(cycle.pk, typed(school, share, 1, 2), by=head)
    Submission.objects.update(status="submitted", submitted_at="2026-11-20T00:00Z")

    with pytest.raises(Refused):
        entry.save_cell(cycle.pk, typed(school, share, 2, 2, version=1), by=head)
    for sql in (
        "UPDATE monitoring_value SET numerator = 2",
        "DELETE FROM monitoring_value",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            connection.cursor().execute(sql)
    assert stored(school, share).numerator == 1


def test_the_databases_refusal_is_told_in_words(
    cycle, school, share, head, monkeypatch
) -> None:
    monkeypatch.setattr(entry.validation, "problems", lambda *figures: [])

    with pytest.raises(Refused) as refusal:
        entry.save_cell(cycle.pk, typed(school, share, 21, 17), by=head)

    assert str(refusal.value) == validation.constraint_message(
        "monitoring_value_part_of_whole"
    )


def test_an_indicator_of_another_type_is_refused(method, region, school, head) -> None:
    what = factories.indicator(method, organization_types=["preschool"])
    cycle = factories.cycle(method, region)
    factories.submission(cycle, school)

    with pytest.raises(Refused):
        entry.save_cell(cycle.pk, typed(school, what, 1, 2), by=head)


# Blocks


def test_a_block_saves_the_good_cells_and_names_the_bad(
    method, region, municipality, officer
) -> None:
    what = [factories.indicator(method) for _ in range(2)]
    cycle = factories.cycle(method, region)
    schools = [factories.organization(municipality) for _ in range(3)]
    for school in schools:
        factories.submission(cycle, school)
    Submission.objects.filter(unit=schools[2]).update(
        status="submitted", submitted_at="2026-11-20T00:00Z"
    )
    factories.value(cycle, schools[1], what[1], 7, 7)

    outcomes = entry.save_block(
        cycle.pk,
        [
            typed(schools[0], what[0], 3, 4),
            typed(schools[0], what[1], 5, 4),
            typed(schools[1], what[0], 1, 4),
            typed(schools[1], what[1], 1, 4),
            typed(schools[2], what[0], 1, 4),
        ],
        by=officer,
    )

    assert [outcome.state for outcome in outcomes] == [
        State.SAVED,
        State.INVALID,
        State.SAVED,
        State.CONFLICT,
        State.REFUSED,
    ]
    assert outcomes[3].value.numerator == 7
    assert Value.objects.filter(numerator__in=[3, 1]).count() == 2


@pytest.mark.parametrize("count", [2, 40])
def test_a_block_takes_a_constant_number_of_queries(
    count, method, region, municipality, officer, django_assert_num_queries
) -> None:
    what = factories.indicator(method)
    cycle = factories.cycle(method, region)
    schools = [factories.organization(municipality) for _ in range(count)]
    for school in schools:
        factories.submission(cycle, school)
    cells = [typed(school, what, 1, 2) for school in schools]
    assert officer.held_roles

    with django_assert_num_queries(11):
        entry.save_block(cycle.pk, cells, by=officer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", [0, 1])
def test_of_twenty_writers_exactly_one_wins(
    seen, cycle, school, share, officer
) -> None:
    if seen:
        factories.value(cycle, school, share, 1, 100)

    def write(number: int) -> str:
        try:
            entry.save_cell(
                cycle.pk, typed(school, share, number, 100, version=seen), by=officer
            )
        except Conflict:
            return "conflict"
        else:
            return f"saved {number}"
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        told = list(pool.map(write, range(10, 30)))

    saved = [word for word in told if word != "conflict"]
    assert len(saved) == 1
    assert told.count("conflict") == 19
    row = stored(school, share)
    assert (f"saved {row.numerator:.0f}", row.version) == (saved[0], seen + 1)
    assert ValueHistory.objects.count() == seen + 1


# The page's requests

Post = Callable[..., tuple[int, dict]]


@pytest.fixture
def post(client: Client) -> Post:
    def send(name: str, cycle: Cycle, unit: Unit, data: object) -> tuple[int, dict]:
        url = reverse(f"monitoring:{name}", args=[cycle.pk, unit.pk])
        answer = client.post(url, json.dumps(data), content_type="application/json")
        is_json = answer["Content-Type"].startswith("application/json")
        return answer.status_code, answer.json() if is_json else {}

    return send


def cell_of(unit: Unit, what: Indicator, k: str, o: str, version: int = 0, **more):
    return {
        "unit": unit.pk, "indicator": what.pk, "numerator": k, "denominator": o,
        "version": version, **more,
    }  # fmt: skip


def test_a_cell_is_saved_by_request(client, post, cycle, school, share, head) -> None:
    client.force_login(head)

    status, told = post("entry_cell", cycle, school, cell_of(school, share, "9", "14"))

    assert (status, told["state"], told["row"]["version"]) == (200, "saved", 1)
    assert stored(school, share).denominator == 14


def test_wrong_unreadable_and_conflicting_cells_are_told_apart(
    client, post, cycle, school, share, officer, head
) -> None:
    client.force_login(head)
    entry.save_cell(cycle.pk, typed(school, share, 5, 14), by=officer)

    wrong = post("entry_cell", cycle, school, cell_of(school, share, "21", "17", 1))
    unread = post("entry_cell", cycle, school, cell_of(school, share, "abc", "17", 1))
    other = post("entry_cell", cycle, school, cell_of(school, share, "4", "14"))

    assert (wrong[0], wrong[1]["state"]) == (422, "invalid")
    assert "21" in wrong[1]["message"]
    assert "«abc»" in unread[1]["message"]
    assert (other[0], other[1]["row"]["numerator"]) == (409, "5")
    assert other[1]["row"]["by"] == str(officer)


def test_a_pasted_not_applicable_asks_for_the_reason(
    client, post, cycle, school, share, head
) -> None:
    client.force_login(head)

    status, _told = post("entry_cell", cycle, school, cell_of(school, share, "н/п", ""))
    again, told = post(
        "entry_cell",
        cycle,
        school,
        cell_of(school, share, "", "", reason="Нет 9 классов"),
    )

    assert (status, again, told["row"]["reason"]) == (422, 200, "Нет 9 классов")


def test_a_block_is_saved_by_request(client, post, cycle, school, share, head) -> None:
    client.force_login(head)

    status, told = post(
        "entry_paste",
        cycle,
        school,
        {
            "cells": [
                cell_of(school, share, "1 0", "2"),
                cell_of(school, share, "1", "2"),
            ]
        },
    )

    assert status == 200
    assert [row["state"] for row in told["cells"]] == ["invalid", "saved"]


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"cells": 5},
        {"cells": [5]},
        {"cells": [{"unit": "x", "indicator": 1}]},
        {"cells": [{"unit": 1, "indicator": 1, "numerator": 5}]},
        {"cells": [{"unit": 1, "indicator": -1}]},
        {"cells": [{"unit": 10**30, "indicator": 1}]},
    ],
)
def test_a_garbled_request_is_400(data, client, post, cycle, school, head) -> None:
    client.force_login(head)

    assert post("entry_paste", cycle, school, data)[0] == 400


def test_a_foreign_unit_does_not_exist(
    client, post, cycle, school, other_school, share, head
) -> None:
    factories.submission(cycle, other_school)
    client.force_login(head)
    foreign = cell_of(other_school, share, "1", "2")

    assert post("entry_cell", cycle, other_school, foreign)[0] == 404
    assert post("entry_cell", cycle, school, foreign)[0] == 404
    page = client.get(reverse("monitoring:entry", args=[cycle.pk, other_school.pk]))
    assert page.status_code == 404
    assert not Value.objects.exists()


def test_get_saves_nothing(client, cycle, school, head) -> None:
    client.force_login(head)

    for name in ("entry_cell", "entry_paste"):
        url = reverse(f"monitoring:{name}", args=[cycle.pk, school.pk])
        assert client.get(url).status_code == 405


# The page without scripts


def test_a_row_is_saved_by_its_plain_form(client, cycle, school, share, head) -> None:
    client.force_login(head)
    url = reverse("monitoring:entry", args=[cycle.pk, school.pk])
    name = share.pk

    answer = client.post(
        url, {"unit": school.pk, f"n-{name}": "9", f"d-{name}": "14", f"v-{name}": "0"}
    )

    assert answer.status_code == 302
    assert stored(school, share).numerator == 9


def test_what_was_typed_wrong_is_shown_again_with_the_reason(
    client, cycle, school, share, head
) -> None:
    client.force_login(head)
    url = reverse("monitoring:entry", args=[cycle.pk, school.pk])
    name = share.pk

    answer = client.post(
        url, {"unit": school.pk, f"n-{name}": "21", f"d-{name}": "17", f"v-{name}": "0"}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="21"' in page
    assert "cell--invalid" in page
    assert not Value.objects.exists()


@pytest.mark.parametrize("fields", [{"unit": "0"}, {"unit": "x"}, {}])
def test_a_row_of_nobody_is_404(fields, client, cycle, school, head) -> None:
    client.force_login(head)
    url = reverse("monitoring:entry", args=[cycle.pk, school.pk])

    assert client.post(url, fields).status_code == 404


def test_the_page_says_why_it_cannot_be_filled(client, cycle, school, head) -> None:
    Cycle.objects.update(status=Cycle.Status.VERIFYING)
    client.force_login(head)

    page = client.get(reverse("monitoring:entry", args=[cycle.pk, school.pk]))

    assert "readonly" in page.content.decode()


def test_last_years_value_stands_beside(client, method, region, school, head) -> None:
    what = factories.indicator(method, "1.1")
    past = factories.cycle(method, region, year=2025, status=Cycle.Status.PUBLISHED)
    cycle = factories.cycle(method, region, previous=past)
    factories.submission(cycle, school)
    past.results.create(
        unit=school, indicator=what, numerator=10, denominator=17, value="58.8",
        level="medium", state="counted", reported=1, expected=1,
    )  # fmt: skip
    client.force_login(head)

    page = client.get(reverse("monitoring:entry", args=[cycle.pk, school.pk]))

    assert "58,8" in page.content.decode()


@pytest.mark.parametrize("count", [10, 45])
def test_the_grid_takes_a_constant_number_of_queries(
    count, client, method, region, municipality, officer, django_assert_max_num_queries
) -> None:
    what = [factories.indicator(method) for _ in range(3)]
    cycle = factories.cycle(method, region)
    for _ in range(count):
        school = factories.organization(municipality)
        factories.submission(cycle, school)
        factories.value(cycle, school, what[0], 1, 2)
    client.force_login(officer)
    url = reverse("monitoring:entry", args=[cycle.pk, municipality.pk])
    client.get(url)

    with django_assert_max_num_queries(30) as queries:
        page = client.get(url)

    assert page.content.decode().count("data-row") == count
    assert len(queries) == QUERIES.setdefault("grid", len(queries))


QUERIES: dict[str, int] = {}


def test_the_grid_shows_fifty_at_a_time_and_filters(
    client, method, region, municipality, officer
) -> None:
    factories.indicator(method)
    cycle = factories.cycle(method, region)
    for number in range(60):
        school = factories.organization(municipality, short_name=f"Школа {number:03}")
        factories.submission(cycle, school)
    client.force_login(officer)
    url = reverse("monitoring:entry", args=[cycle.pk, municipality.pk])

    first = client.get(url).content.decode()
    found = client.get(url, {"q": "школа 007", "status": "draft"}).content.decode()

    assert first.count("<tr data-row>") == 50
    assert found.count("<tr data-row>") == 1


def test_a_ministry_fills_in_for_municipalities(
    client, method, region, municipality, ministry
) -> None:
    factories.indicator(method, collected_at="municipality")
    cycle = factories.cycle(method, region)
    factories.submission(cycle, municipality)
    client.force_login(ministry)

    page = client.get(reverse("monitoring:entry", args=[cycle.pk, region.pk]))

    assert municipality.short_name in page.content.decode()


def test_a_role_taken_away_closes_the_next_save(
    client, post, cycle, school, share, head
) -> None:
    client.force_login(head)
    Membership.objects.filter(user=head).delete()

    assert post("entry_cell", cycle, school, cell_of(school, share, "1", "2"))[0] == 404
