"""Two people at the same moment: one step is taken, the other hears why not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from portal.errors import Refused
from programs.models import Occurrence
from programs.services import occurrences
from tests.programs import factories
from tests.programs.tracking import proven, report, series

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def row(region, ministry):
    """A date with evidence."""
    program = factories.program(region, published_by=ministry)
    found = factories.occurrence(factories.event(program))
    proven(found, ministry)
    return found


def test_of_two_marks_one_counts(transactional_db, row, ministry, operator) -> None:
    answers = at_once(
        lambda: occurrences.hold(row.pk, version=0, by=ministry, **report()),
        lambda: occurrences.hold(row.pk, version=0, by=operator, **report()),
    )

    assert sum(isinstance(one, Refused) for one in answers) == 1
    row.refresh_from_db()
    assert (row.status, row.version) == ("held", 1)


def test_held_against_cancelled(transactional_db, row, ministry, operator) -> None:
    answers = at_once(
        lambda: occurrences.hold(row.pk, version=None, by=ministry, **report()),
        lambda: occurrences.cancel(row.pk, reason="Нет лектора", by=operator),
    )

    assert sum(isinstance(one, Refused) for one in answers) == 1
    assert Occurrence.objects.filter(status__in=["held", "cancelled"]).count() == 1


def test_two_shifts_of_a_series_both_count(transactional_db, row, operator) -> None:
    event, rows = series(row.event.program)

    answers = at_once(
        lambda: occurrences.shift_series(event.pk, days=7, reason="а", by=operator),
        lambda: occurrences.shift_series(event.pk, days=7, reason="б", by=operator),
    )

    assert answers == [3, 3]
    moved = list(event.occurrences.order_by("number").values_list("moves_count"))
    assert moved == [(2,)] * len(rows)


def at_once(*acts):
    """Do all of it at the same moment; return what each gave."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=10)
            return act()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
