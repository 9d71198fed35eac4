"""Drafts changed: what another took out stays out, a new period costs few queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Clause, Program, TargetValue
from programs.services import draft_events, draft_parts, drafts, findings
from tests.programs import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(region: Unit) -> Program:
    """A draft of the region."""
    return factories.program(region)


def test_a_row_that_was_taken_out_is_not_written_again(
    draft: Program, ministry: User, operator: User
) -> None:
    row = factories.event(draft)
    draft_events.remove(row.pk, by=operator)

    with pytest.raises(Refused):
        draft_events.keep(row, responsible=[], helping=[], by=ministry)

    assert not draft.events.exists()


def test_a_clause_that_was_taken_out_is_not_written_again(
    draft: Program, ministry: User, operator: User
) -> None:
    row = Clause.objects.create(program=draft, kind="task", text="Обучить")
    draft_parts.remove(Clause.objects.get(pk=row.pk), by=operator)

    with pytest.raises(Refused):
        draft_parts.keep(row, by=ministry)

    assert not draft.clauses.exists()


def test_a_target_that_was_taken_out_is_not_written_again(
    draft: Program, ministry: User, operator: User
) -> None:
    value = TargetValue.objects.get(indicator=factories.indicator(draft))
    draft_parts.remove_value(value.pk, by=operator)

    with pytest.raises(Refused):
        draft_parts.keep_value(value, by=ministry)

    assert not TargetValue.objects.exists()


def test_a_row_of_another_program_is_not_moved_over(
    draft: Program, region: Unit, ministry: User
) -> None:
    """The parts a row stands on are those of its own program."""
    row = factories.event(draft)
    row.section = factories.section(factories.program(region))

    with pytest.raises(Refused):
        draft_events.keep(row, responsible=[], helping=[], by=ministry)


def test_another_period_reads_plans_of_any_length_with_the_same_queries(
    draft: Program, ministry: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "check", lambda _program: None)
    assert ministry.held_roles  # read once for all that the person does
    counts = []
    for _time in range(2):
        for _number in range(3):
            factories.event(draft)
        draft.ends_on += dt.timedelta(days=30)
        with CaptureQueriesContext(connection) as queries:
            drafts.change(draft, by=ministry)
        counts.append(len(queries))

    assert counts[0] == counts[1]
