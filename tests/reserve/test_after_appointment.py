"""After the appointment: whose cycle is whose, and how the schools grew."""

from __future__ import annotations

import datetime as dt

import pytest

from monitoring import engine
from monitoring.models import Cycle, Letter, RiskEntry, Submission
from monitoring.services import letter_drafts
from reserve.reading import graduates
from reserve.services import nominations
from tests import factories as base
from tests.reserve import factories


@pytest.fixture
def method(region):
    made = base.methodology(region)
    made.indicator = base.indicator(made, code="1.1")
    return made


def planned(method, region, year, previous=None):
    """A cycle of the year, not computed yet."""
    return base.cycle(method, region, year=year, previous=previous)


def run(cycle, method, values):
    for unit, numerator in values.items():
        base.value(cycle, unit, method.indicator, numerator, 100)
    Submission.objects.filter(cycle=cycle).update(
        status=Submission.Status.ACCEPTED, submitted_at="2026-01-01T00:00:00Z"
    )
    Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.COMPUTED)
    engine.compute(cycle.pk)
    letter_drafts.prepare(cycle.pk)


def test_the_next_cycle_is_the_new_head_s_and_the_old_stays(
    method, region, school, officer
):
    former = base.appoint(base.person(), school).person
    old = planned(method, region, 2025)
    run(old, method, {school: 10})
    member = factories.member(school, status="ready")
    made = factories.nomination(
        factories.vacancy(school, officer), member, officer, status="approved"
    )

    nominations.appoint(
        made.pk, starts_on=dt.date(2026, 9, 1), order_number="7-к", by=officer
    )
    new = planned(method, region, 2026, previous=old)
    run(new, method, {school: 20})

    def whose(model):
        rows = model.objects.filter(unit=school)
        return {row.cycle_id: row.person_id for row in rows}

    both = {old.pk: former.pk, new.pk: member.person_id}
    assert whose(RiskEntry) == both
    assert whose(Letter) == both
    assert RiskEntry.objects.get(cycle=new).years_in_row == 1


def test_growth_is_told_from_five_schools_on(method, region, municipality, ministry):
    schools = [base.organization(municipality) for _ in range(9)]
    old = planned(method, region, 2025)
    run(old, method, dict.fromkeys(schools, 50))
    new = planned(method, region, 2026, previous=old)
    for school in schools[:5]:
        held = base.appoint(base.person(), school, starts_on=dt.date(2026, 1, 1))
        factories.nomination(
            factories.vacancy(school, ministry, status="filled"),
            factories.member(school, held.person),
            ministry,
            status="appointed",
            appointment=held,
        )
    run(new, method, {unit: 60 if unit in schools[:5] else 52 for unit in schools})

    found = graduates.growth(ministry, new)

    assert (found.graduates, found.of_graduates) == (5, 10)
    assert (found.others, found.of_others) == (4, None)
