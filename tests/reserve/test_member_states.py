"""Every step of a member by every role: the table that says who may take it."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.core.exceptions import PermissionDenied

from portal.errors import Refused
from portal.models import Membership, Unit, User
from reserve.models import Level, Member, Transition
from reserve.services import members
from tests import factories as portal_rows
from tests.reserve import factories

Role = Membership.Role
S = Member.Status
TODAY = dt.date(2026, 11, 20)
PREPARING = (S.TRAINING, S.INTERNSHIP, S.PROJECT, S.READY)
ACTIVE = (*PREPARING, S.APPROVAL)
STAFF = {"ministry", "operator", "municipal"}
# who may take which step, by source and target; what is not here nobody may
MAY: dict[tuple[str, str], set[str]] = {
    **dict.fromkeys(itertools.permutations(PREPARING, 2), STAFF),
    (S.READY, S.APPROVAL): STAFF | {"head"},
    (S.APPROVAL, S.READY): STAFF | {"head", "own"},
    **{(source, S.APPOINTED): {"ministry", "municipal"} for source in ACTIVE},
    **{(source, S.EXCLUDED): {"ministry", "municipal"} for source in ACTIVE},
    **{(source, S.EXPIRED): {"ministry", "municipal"} for source in ACTIVE},
}
WHO = (
    "ministry",
    "operator",
    "municipal",
    "other_municipal",
    "head",
    "other_head",
    "administrator",
    "expert",
    "own",
    "stranger",
)


@pytest.fixture
def users(region: Unit, municipality: Unit, school: Unit, other_school: Unit):
    """One of each role; "own" is the member."""
    made = {
        "ministry": portal_rows.user("ministry", Role.MINISTRY, region),
        "operator": portal_rows.user("operator", Role.OPERATOR, region),
        "municipal": portal_rows.user("municipal", Role.MUNICIPAL, municipality),
        "other_municipal": portal_rows.user(
            "elsewhere", Role.MUNICIPAL, other_school.parent
        ),
        "head": portal_rows.head_user(school, "head"),
        "other_head": portal_rows.head_user(other_school, "other_head"),
        "administrator": portal_rows.user("admin", Role.ADMINISTRATOR, region),
        "expert": factories.expert_user(region),
        "own": factories.candidate_user(),
    }
    made["stranger"] = portal_rows.user("far", Role.MINISTRY, portal_rows.region())
    return made


def take(member: Member, target: str, user: User, *, is_own: bool) -> None:
    """Take the step through the service that is its door."""
    if target == S.EXCLUDED:
        ground = factories.ground(factories.region_of(member.unit))
        members.exclude(member.pk, ground=ground, reason="", by=user)
    else:
        members.move(member.pk, target, by=user, on=TODAY, is_own=is_own)


def outcome(member: Member, target: str, user: User, *, is_own: bool) -> str:
    """Return what became of the step."""
    try:
        take(member, target, user, is_own=is_own)
    except Refused:
        return "no such step"
    except PermissionDenied:
        return "not theirs"
    return "done"


def expected(source: str, target: str, who: str) -> str:
    """Return what the table says."""
    whose = MAY.get((source, target))
    if whose is None:
        return "no such step"
    return "done" if who in whose else "not theirs"


def as_it_was(member: Member, source: str) -> None:
    """Put the member back to the state, with a term that is over."""
    done = source in Member.DONE
    Member.objects.filter(pk=member.pk).update(
        status=source,
        state_since=member.state_since,
        left_on=TODAY if done else None,
        ground=factories.ground(factories.region_of(member.unit)),
    )


@pytest.mark.parametrize("source", S.values)
def test_each_step_is_taken_by_whom_the_table_names(
    source: str, school: Unit, municipality: Unit, users: dict[str, User]
) -> None:
    member = factories.member(
        school,
        users["own"].person,
        owner=municipality,
        level=Level.MUNICIPAL,
        included_on=TODAY - dt.timedelta(days=1100),
        term_ends_on=TODAY - dt.timedelta(days=2),
    )
    wrong = []

    for target, who in itertools.product(S.values, WHO):
        as_it_was(member, source)
        got = outcome(member, target, users[who], is_own=who == "own")
        if got != expected(source, target, who):
            wrong.append((source, target, who, got))

    assert wrong == []


def test_the_own_step_is_only_the_person_s(
    school: Unit, users: dict[str, User]
) -> None:
    member = factories.member(school, status=S.APPROVAL)

    with pytest.raises(PermissionDenied):
        members.move(member.pk, S.READY, by=users["expert"], is_own=True)


def test_a_municipality_decides_nothing_for_the_region_s_reserve(
    school: Unit, users: dict[str, User]
) -> None:
    member = factories.member(school)
    ground = factories.ground(member.owner)

    with pytest.raises(PermissionDenied):
        members.exclude(member.pk, ground=ground, reason="", by=users["municipal"])


def test_a_step_leaves_its_history(school: Unit, users: dict[str, User]) -> None:
    member = factories.member(school)

    members.move(member.pk, S.INTERNSHIP, by=users["operator"], on=TODAY, reason="Да")

    row = Transition.objects.filter(member=member).latest("pk")
    assert (row.source, row.target, row.reason) == (S.TRAINING, S.INTERNSHIP, "Да")
    member.refresh_from_db()
    assert member.state_since == TODAY
