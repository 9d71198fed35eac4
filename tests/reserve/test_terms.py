"""The end of a term against a nomination that comes at the same moment."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from portal.models import Unit, User
from reserve.models import Member, Nomination
from reserve.services import nominations, terms
from tests.meanwhile import meanwhile
from tests.reserve import factories


@pytest.mark.django_db(transaction=True)
def test_nobody_expires_who_is_nominated_while_the_terms_are_ended(
    school: Unit, officer: User
) -> None:
    today = timezone.localdate()
    member = factories.member(
        school,
        status=Member.Status.READY,
        included_on=today - dt.timedelta(days=900),
        term_ends_on=today - dt.timedelta(days=1),
    )
    vacancy = factories.vacancy(school, officer)

    with meanwhile(lambda: terms.expire_due(today)) as pause:
        made = nominations.submit(vacancy.pk, member_id=member.pk, by=officer)
        pause()

    member.refresh_from_db()
    made.refresh_from_db()
    assert (member.status, made.status) == (
        Member.Status.APPROVAL,
        Nomination.Status.SUBMITTED,
    )
