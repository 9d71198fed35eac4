"""Points entered by the staff, and who stops below the pass mark."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from portal.errors import Refused
from portal.models import Unit, User
from reserve.models import Application, Stage, StageResult
from reserve.reading import standing
from reserve.services import points, sheets
from tests.reserve import assessing
from tests.reserve.assessing import Case

Status = Application.Status


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def case(region: Unit, ministry: User) -> Case:
    """Three applications; the test passes from 60."""
    found = assessing.case(region, ministry)
    Stage.objects.filter(pk=found.test.pk).update(pass_mark=60)
    return found


def enter(case: Case, **values: int) -> points.Entered:
    """Enter the points of the test: n1=50."""
    given = {int(name[1:]): Decimal(value) for name, value in values.items()}
    return points.enter(case.test.pk, points=given, by=case.ministry)


def test_points_are_entered_by_number(case: Case) -> None:
    entered = enter(case, n1=82, n2=59, n9=10)

    assert (entered.count, entered.unknown) == (2, [9])
    assert standing.points_of(case.applications) == {
        case.applications[0].pk: {"test": 82},
        case.applications[1].pk: {"test": 59},
    }


def test_points_beyond_the_maximum_are_refused_whole(case: Case) -> None:
    with pytest.raises(Refused, match="№ 2"):
        enter(case, n1=82, n2=101)

    assert not StageResult.objects.exists()


def test_points_are_entered_by_who_runs_the_competition(
    case: Case, officer: User, outsider: User
) -> None:
    for user in (officer, outsider):
        with pytest.raises(PermissionDenied):
            points.enter(case.test.pk, points={1: Decimal(1)}, by=user)


def test_a_stage_with_sheets_takes_no_points_by_hand(case: Case) -> None:
    assessing.with_experts(case)
    sheets.give(case.defense.pk, by=case.ministry)

    with pytest.raises(Refused, match="sheets give"):
        points.enter(case.defense.pk, points={1: Decimal(1)}, by=case.ministry)


def test_the_pass_mark_stops_with_a_reason_and_is_undone(case: Case) -> None:
    enter(case, n1=82, n2=59, n3=60)

    assert points.stop_below(case.test.pk, by=case.ministry) == 1

    stopped = case.applications[1]
    stopped.refresh_from_db()
    assert (stopped.status, stopped.stopped_at) == (Status.STOPPED, case.test)
    assert "59" in stopped.reason
    assert "60" in stopped.reason
    assert [row.number for row in standing.ranked(case.competition)] == [1, 3]

    points.let_back(stopped.pk, by=case.ministry)

    stopped.refresh_from_db()
    assert (stopped.status, stopped.reason) == (Status.ADMITTED, "")
    assert len(standing.ranked(case.competition)) == 3


def test_only_a_stopped_application_is_let_back(case: Case) -> None:
    with pytest.raises(Refused):
        points.let_back(case.applications[0].pk, by=case.ministry)
