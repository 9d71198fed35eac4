"""Two rivals at the same moment: one is approved, the other hears why not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from portal.errors import Refused
from reserve.models import Nomination
from reserve.services import nominations
from tests.reserve import factories

pytestmark = pytest.mark.django_db(transaction=True)
Status = Nomination.Status


@pytest.fixture
def rivals(school, officer):
    """Two candidates to one post, both past the interview."""
    vacancy = factories.vacancy(school, officer)
    people = [factories.member(school, status="ready") for _number in range(2)]
    return [
        factories.nomination(vacancy, who, officer, status="interview")
        for who in people
    ]


def test_one_of_two_rivals_is_approved(transactional_db, rivals, ministry):
    answers = at_once(*(row.pk for row in rivals), by=ministry)

    (refusal,) = [str(one) for one in answers if isinstance(one, Refused)]
    assert refusal
    assert "%(" not in refusal
    states = Nomination.objects.values_list("status", flat=True)
    assert sorted(states) == [Status.APPROVED, Status.INTERVIEW]


def at_once(*pks, by):
    """Approve all of them at the same moment; return what each gave."""
    gate = threading.Barrier(len(pks))

    def run(pk):
        try:
            gate.wait(timeout=10)
            return nominations.move(pk, Status.APPROVED, by=by)
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(pks)) as pool:
        return list(pool.map(run, pks))
