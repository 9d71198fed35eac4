"""Rows of plans, pairs, internships, groups and teams as tests need them."""

from __future__ import annotations

import datetime as dt
import itertools

from django.utils import timezone

from portal.models import Person, Unit, User
from reserve.models import (
    Deficit,
    DevelopmentPlan,
    Internship,
    InternshipSite,
    ManagementTeam,
    Member,
    Mentorship,
    PlanItem,
    PlanTemplate,
    Readiness,
    StudyGroup,
    TeamMember,
    TeamRole,
)
from tests import factories as people
from tests.reserve.factories import region_of

__all__ = [
    "group",
    "internship",
    "member_user",
    "pair",
    "plan",
    "region_of",
    "role",
    "site",
    "team",
    "team_member",
    "template",
]

numbers = itertools.count(1)
YEAR = dt.timedelta(days=364)


def member_user(member: Member, username: str = "member") -> User:
    """The member's own account, without any role."""
    return User.objects.create_user(username, password="x", person=member.person)


def plan(
    member: Member, status: str = "draft", by: User | None = None, **fields: object
) -> DevelopmentPlan:
    """A plan with one deficit and one activity of 40 hours."""
    begins = timezone.localdate() - dt.timedelta(days=30)
    approved = status in ("approved", "done")
    made = DevelopmentPlan.objects.create(
        member=member,
        status=status,
        **{
            "starts_on": begins,
            "ends_on": begins + YEAR,
            "due_on": begins + dt.timedelta(days=30),
            "approved_at": timezone.now() if approved else None,
            "approved_by": by if approved else None,
            **fields,
        },
    )
    weak = Deficit.objects.create(
        plan=made,
        topic="Работа с командой",
        source=Deficit.Source.ASSESSMENT,
        goal="Вести педагогический совет",
        before=48,
    )
    PlanItem.objects.create(
        plan=made,
        deficit=weak,
        kind="course",
        name="Курс «Управленческие компетенции»",
        hours=40,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
    )
    return made


def pair(member: Member, mentor: Person, **fields: object) -> Mentorship:
    """A running pair of a mentor and the member."""
    return Mentorship.objects.create(
        mentor=mentor,
        mentee=member.person,
        member=member,
        unit=member.unit,
        **{
            "purpose": Mentorship.Purpose.RESERVE,
            "order_number": "12-к",
            "order_on": dt.date(2026, 8, 25),
            "starts_on": dt.date(2026, 9, 1),
            "ends_on": dt.date(2099, 8, 31),
            **fields,
        },
    )


def site(unit: Unit, places: int = 1, **fields: object) -> InternshipSite:
    """A site of one place."""
    return InternshipSite.objects.create(
        unit=unit,
        places=places,
        **{
            "profile": f"Управление школой {next(numbers)}",
            "contact_post": "Заместитель директора",
            **fields,
        },
    )


def internship(
    member: Member, at: InternshipSite | None = None, **fields: object
) -> Internship:
    """A planned internship of three weeks."""
    return Internship.objects.create(
        member=member,
        site=at,
        **{
            "kind": Internship.Kind.INTERNSHIP,
            "unit": at.unit if at else member.unit,
            "starts_on": dt.date(2099, 2, 2),
            "ends_on": dt.date(2099, 2, 20),
            **fields,
        },
    )


def group(owner: Unit, **fields: object) -> StudyGroup:
    """A group of the beginning head's school."""
    return StudyGroup.objects.create(
        owner=owner,
        **{
            "name": f"Группа {next(numbers)}",
            "starts_on": dt.date(2026, 9, 1),
            "ends_on": dt.date(2027, 5, 31),
            "topics": ["Финансы", "Кадры"],
            **fields,
        },
    )


def team(unit: Unit, **fields: object) -> ManagementTeam:
    """A team formed last autumn."""
    return ManagementTeam.objects.create(
        unit=unit,
        **{
            "name": f"Команда {next(numbers)}",
            "formed_on": dt.date(2025, 9, 1),
            **fields,
        },
    )


def role(region: Unit, code: str = "leader", name: str = "Руководитель") -> TeamRole:
    """A role of the region's dictionary."""
    return TeamRole.objects.get_or_create(
        owner=region, code=code, defaults={"name": name}
    )[0]


def team_member(of: ManagementTeam, person: Person | None = None) -> TeamMember:
    """Somebody who leads the team."""
    return TeamMember.objects.create(
        team=of,
        person=person or people.person(),
        role=role(region_of(of.unit)),
    )


def template(region: Unit, readiness: Readiness, **fields: object) -> PlanTemplate:
    """A template with one activity of 36 hours in the second month."""
    values = {"name": f"Шаблон {next(numbers)}", **fields}
    made = PlanTemplate.objects.create(owner=region, readiness=readiness, **values)
    made.items.create(kind="course", name="Курс", hours=36, month=2, position=1)
    return made
