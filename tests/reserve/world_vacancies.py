"""Rows and addresses of vacancies and succession, for the sweeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from monitoring.models import Cycle
from portal.models import Appointment, Unit, User
from reserve.models import EffectiveHead, NeedsAction, NeedsAnalysis
from tests.reserve import factories
from tests.sweep import Pages

STAFF = ("ministry", "operator", "municipal", "other_municipal", "stranger")
HERE = ("ministry", "operator", "municipal")
OTHERS = (
    "administrator",
    "head",
    "other_head",
    "nobody",
    "candidate",
    "expert",
)
PAGES: Pages = {
    "reserve:vacancies": ((), STAFF, OTHERS),
    "reserve:vacancies_xlsx": ((), STAFF, OTHERS),
    "reserve:vacancy_add": ((), STAFF, OTHERS),
    "reserve:vacancy": (("reserve.vacancy.pk",), HERE, ()),
    "reserve:vacancy_cancel": (("reserve.vacancy.pk",), HERE, ()),
    "reserve:nomination_add": (("reserve.vacancy.pk",), (), ()),  # asks for a member
    "reserve:nomination_outside": (("reserve.vacancy.pk",), HERE, ()),
    "reserve:nomination": (("reserve.nomination.pk",), HERE, ()),
    "reserve:nomination_step": (
        ("reserve.nomination.pk", "reserve.withdrawn"),
        HERE,
        (),
    ),
    "reserve:nomination_appoint": (
        ("reserve.nomination.pk",),
        ("ministry", "municipal"),
        ("operator",),
    ),
    "reserve:succession": ((), STAFF, OTHERS),
    "reserve:succession_xlsx": ((), STAFF, OTHERS),
    "reserve:succession_unit": (("municipality.pk",), HERE, ()),
    "reserve:attestations": ((), STAFF, OTHERS),
    "reserve:attestations_xlsx": ((), STAFF, OTHERS),
    "reserve:attestation": (("reserve.held.pk",), HERE, ()),
    "reserve:effective": ((), STAFF, OTHERS),
    "reserve:effective_ask": ((), STAFF, OTHERS),
    "reserve:effective_answer": (("reserve.effective.pk",), ("head",), ()),
    "reserve:needs": ((), STAFF, OTHERS),
    "reserve:needs_analysis": (("reserve.needs.pk",), HERE, ()),
    "reserve:needs_recount": (("reserve.needs.pk",), HERE, ()),
    "reserve:needs_approve": (
        ("reserve.needs.pk",),
        ("ministry", "municipal"),
        ("operator",),
    ),
    "reserve:needs_add": (("reserve.needs.pk",), HERE, ()),
    "reserve:needs_action": (("reserve.action.pk",), HERE, ()),
    "reserve:needs_xlsx": (("reserve.needs.pk",), HERE, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "reserve:needs_action_drop": ("reserve.action.pk",)
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {
    "reserve:nomination",
    "reserve:vacancies_xlsx",
    "reserve:succession_xlsx",
    "reserve:attestations_xlsx",
    "reserve:needs_xlsx",
}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name."""
    place = school.parent
    assert place is not None
    vacancy = factories.vacancy(school, users["ministry"])
    member = factories.member(school, status="ready")
    needs = NeedsAnalysis.objects.create(
        owner=place,
        year=2026,
        until=dt.date(2027, 12, 31),
        counted_on=dt.date(2026, 11, 20),
        lines=[
            {
                "unit": place.pk,
                "name": place.short_name,
                **dict.fromkeys(COUNTS, 1),
            }
        ],
    )
    head = users["head"].person
    return {
        "vacancy": vacancy,
        "nomination": factories.nomination(vacancy, member, users["municipal"]),
        "withdrawn": "withdrawn",
        "held": Appointment.objects.get(person=head),
        "effective": EffectiveHead.objects.create(
            person=head,
            unit=school,
            cycle=Cycle.objects.filter(owner=place.parent).latest("pk"),
            facts={"is_high": True, "value": "90.0", "previous": "85.0"},
        ),
        "needs": needs,
        "action": NeedsAction.objects.create(
            analysis=needs,
            unit=place,
            kind="competition",
            people=1,
            due_on=dt.date(2027, 4, 1),
        ),
    }


COUNTS = ("posts", "free", "full", "thin", "bare", "ready", "prospective")
