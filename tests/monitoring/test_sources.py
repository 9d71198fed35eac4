"""Indicators counted by the portal: what is written, what is left, what is asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring import readiness
from monitoring.models import (
    CountedValue,
    Cycle,
    Methodology,
    Submission,
    Value,
    ValueHistory,
)
from monitoring.services import cycles, entry, sources, submissions
from monitoring.services.cells import Cell
from monitoring.services.entry import Invalid
from portal.accounts import robot
from portal.errors import Refused
from portal.models import JournalEntry
from tests import factories
from tests.monitoring import trial_source


@pytest.fixture
def method(region):
    return factories.methodology(region)


@pytest.fixture
def share(method, settings):
    settings.INDICATOR_SOURCES = {
        f"{method.code}:1.1": "tests.monitoring.trial_source.SOURCE"
    }
    return factories.indicator(method, "1.1")


@pytest.fixture
def cycle(method, share, region, school) -> Cycle:
    made = factories.cycle(method, region)
    factories.submission(made, school)
    return made


@pytest.fixture
def counts(school, monkeypatch):
    pairs = {school.pk: (3, 5)}
    monkeypatch.setattr(trial_source, "PAIRS", pairs)
    return pairs


def typed(unit, what, k, o, **more) -> Cell:
    return Cell(unit.pk, what.pk, Decimal(k), Decimal(o), **more)


def value(unit) -> Value:
    return Value.objects.get(unit=unit)


def pair(row) -> tuple[int, int]:
    return int(row.numerator), int(row.denominator)


# Counting


def test_a_count_becomes_the_value_where_nothing_is_typed(
    cycle, school, counts, ministry
):
    tally = sources.count(cycle.pk, by=ministry)

    assert (tally.counted, tally.written) == (1, 1)
    assert pair(value(school)) == pair(CountedValue.objects.get()) == (3, 5)
    assert value(school).updated_by == robot()
    assert Submission.objects.get().filled == 1
    entry_ = JournalEntry.objects.get(action="values_counted")
    assert (entry_.by, entry_.details) == (ministry, {"counted": 1, "written": 1})


def test_a_value_that_was_the_count_follows_it(cycle, school, counts, ministry):
    sources.count(cycle.pk, by=ministry)
    counts[school.pk] = (4, 5)

    sources.count(cycle.pk, by=ministry)

    assert pair(value(school)) == (4, 5)
    assert value(school).version == 2


def test_counting_the_same_again_changes_nothing(cycle, school, counts, ministry):
    sources.count(cycle.pk, by=ministry)
    before = value(school).updated_at

    tally = sources.count(cycle.pk, by=robot())

    assert (tally.counted, tally.written) == (0, 0)
    assert value(school).updated_at == before
    assert ValueHistory.objects.count() == 1
    assert JournalEntry.objects.filter(action="values_counted").count() == 1


def test_what_somebody_typed_is_not_overwritten(
    cycle, school, share, counts, head, ministry
):
    entry.save_cell(cycle.pk, typed(school, share, 1, 5), by=head)

    sources.count(cycle.pk, by=ministry)
    counts[school.pk] = (2, 5)
    sources.count(cycle.pk, by=ministry)

    assert pair(value(school)) == (1, 5)
    assert pair(CountedValue.objects.get()) == (2, 5)


def test_an_emptied_value_is_filled_again(cycle, school, share, counts, head, ministry):
    sources.count(cycle.pk, by=ministry)
    entry.save_cell(cycle.pk, Cell(school.pk, share.pk, version=1), by=head)

    sources.count(cycle.pk, by=ministry)

    assert pair(value(school)) == (3, 5)


def test_what_is_handed_in_keeps_its_value_and_its_count(
    cycle, school, counts, head, ministry
):
    sources.count(cycle.pk, by=ministry)
    submissions.submit(Submission.objects.get().pk, by=head)
    counts[school.pk] = (5, 5)

    sources.count(cycle.pk, by=ministry)

    assert pair(value(school)) == pair(CountedValue.objects.get()) == (3, 5)


def test_a_count_that_is_gone_is_forgotten_and_the_value_stays(
    cycle, school, counts, ministry
):
    sources.count(cycle.pk, by=ministry)
    counts.clear()

    sources.count(cycle.pk, by=ministry)

    assert not CountedValue.objects.exists()
    assert pair(value(school)) == (3, 5)


def test_units_that_are_not_asked_get_no_value(
    cycle, school, other_school, counts, ministry
):
    counts[other_school.pk] = (1, 1)

    sources.count(cycle.pk, by=ministry)

    assert list(Value.objects.values_list("unit", flat=True)) == [school.pk]


def test_opening_the_collection_counts(method, share, region, school, counts, ministry):
    planned = factories.cycle(method, region, status=Cycle.Status.PLANNED)
    Methodology.objects.filter(pk=method.pk).update(
        status="approved", order_number="1", order_on="2026-01-01"
    )

    cycles.open_collection(planned.pk, by=ministry)

    assert pair(value(school)) == (3, 5)


def test_the_beat_counts_what_collects(cycle, school, counts):
    assert sources.count_collecting() == 1
    assert pair(value(school)) == (3, 5)


def test_only_who_runs_cycles_counts_and_only_while_collecting(
    cycle, counts, officer, outsider, ministry
):
    for user in (officer, outsider):
        with pytest.raises(PermissionDenied):
            sources.count(cycle.pk, by=user)
    Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.VERIFYING)
    with pytest.raises(Refused):
        sources.count(cycle.pk, by=ministry)


# Overrides


def test_another_figure_needs_a_reason(cycle, school, share, counts, head, ministry):
    sources.count(cycle.pk, by=ministry)

    with pytest.raises(Invalid, match="3 / 5"):
        entry.save_cell(cycle.pk, typed(school, share, 4, 5, version=1), by=head)
    with_reason = typed(school, share, 4, 5, version=1, comment="Приказ № 7")
    row = entry.save_cell(cycle.pk, with_reason, by=head)

    assert pair(row) == (4, 5)
    assert CountedValue.objects.with_override().get().is_overridden


def test_the_counted_figure_needs_none(cycle, school, share, counts, head, ministry):
    sources.count(cycle.pk, by=ministry)

    entry.save_cell(cycle.pk, typed(school, share, 3, 5, version=1), by=head)

    assert not CountedValue.objects.with_override().get().is_overridden


def test_a_reason_why_it_does_not_apply_is_reason_enough(
    cycle, school, share, counts, head, ministry
):
    sources.count(cycle.pk, by=ministry)
    cell = Cell(school.pk, share.pk, reason="Нет классов", version=1)

    entry.save_cell(cycle.pk, cell, by=head)

    assert CountedValue.objects.with_override().get().is_overridden


def test_figures_typed_before_the_count_cannot_be_handed_in_bare(
    cycle, school, share, counts, head, ministry
):
    entry.save_cell(cycle.pk, typed(school, share, 1, 5), by=head)
    sources.count(cycle.pk, by=ministry)
    submission = Submission.objects.select_related("cycle", "unit__organization").get()

    fault = readiness.of(submission).faults[0]

    assert "3 / 5" in fault.message
    with pytest.raises(Refused):
        submissions.submit(submission.pk, by=head)


def test_back_to_the_count(cycle, school, share, counts, head, ministry, outsider):
    sources.count(cycle.pk, by=ministry)
    other = typed(school, share, 4, 5, version=1, comment="Приказ № 7")
    entry.save_cell(cycle.pk, other, by=head)

    with pytest.raises(Refused):
        sources.restore(cycle.pk, school.pk, share.pk, by=outsider)
    sources.restore(cycle.pk, school.pk, share.pk, by=head)

    assert pair(value(school)) == (3, 5)
    assert value(school).comment == ""


# Pages


def rows_url(cycle, unit, indicator) -> str:
    return reverse("monitoring:counted_rows", args=[cycle.pk, unit.pk, indicator.pk])


def test_the_rows_page_tells_all(client, cycle, school, share, counts, head, ministry):
    sources.count(cycle.pk, by=ministry)
    other = typed(school, share, 4, 5, version=1, comment="Приказ № 7")
    entry.save_cell(cycle.pk, other, by=head)
    client.force_login(head)

    page = client.get(rows_url(cycle, school, share)).content.decode()

    for text in ("Запись первая", "Выборка не та", "Как считается", "Приказ № 7"):
        assert text in page


def test_the_page_puts_the_count_back(
    client, cycle, school, share, counts, head, ministry
):
    sources.count(cycle.pk, by=ministry)
    other = typed(school, share, 4, 5, version=1, comment="Приказ № 7")
    entry.save_cell(cycle.pk, other, by=head)
    client.force_login(head)

    args = [cycle.pk, school.pk, share.pk]
    response = client.post(reverse("monitoring:counted_restore", args=args))

    assert response.status_code == 302
    assert pair(value(school)) == (3, 5)


def test_the_button_counts(client, cycle, school, counts, ministry):
    client.force_login(ministry)
    page = client.get(reverse("monitoring:collection", args=[cycle.pk]))
    url = reverse("monitoring:collection_count", args=[cycle.pk])

    client.post(url)

    assert url in page.content.decode()
    assert pair(value(school)) == (3, 5)


def test_the_entry_page_names_the_count_and_the_reason(
    client, cycle, school, share, counts, head, ministry
):
    sources.count(cycle.pk, by=ministry)
    other = typed(school, share, 4, 5, version=1, comment="Приказ № 7")
    entry.save_cell(cycle.pk, other, by=head)
    client.force_login(head)
    submission = Submission.objects.get()

    for url in (
        reverse("monitoring:entry", args=[cycle.pk, school.pk]),
        reverse("monitoring:submission", args=[submission.pk]),
    ):
        page = client.get(url).content.decode()
        assert rows_url(cycle, school, share) in page
        assert "Приказ № 7" in page


def test_queries_of_the_grid_do_not_grow(
    client, cycle, municipality, share, counts, ministry, officer
):
    client.force_login(officer)
    url = reverse("monitoring:entry", args=[cycle.pk, municipality.pk])
    client.get(url)

    def queries() -> int:
        sources.count(cycle.pk, by=ministry)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    few = queries()
    for _ in range(5):
        school = factories.organization(municipality)
        factories.submission(cycle, school)
        counts[school.pk] = (1, 2)

    assert queries() == few
