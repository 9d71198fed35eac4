"""Rows of the reserve as tests need them; what is not said is plausible."""

from __future__ import annotations

import datetime as dt
import itertools

from django.utils import timezone

from portal.models import Membership, Person, Position, Unit, User
from reserve.models import (
    Application,
    Competition,
    Consent,
    ConsentText,
    ExclusionGround,
    Level,
    Member,
    Nomination,
    NominationStep,
    Readiness,
    Stage,
    StageCriterion,
    Transition,
    Vacancy,
)
from tests import factories

numbers = itertools.count(1)
TODAY = dt.date(2026, 11, 20)


def region_of(unit: Unit) -> Unit:
    """The region of the unit."""
    return Unit.objects.get(pk=unit.ancestor_ids[0])


def readiness(region: Unit, code: str = "now", **fields: object) -> Readiness:
    """An entry of the dictionary of readiness."""
    values = {"name": "Готов сейчас", "months": 0, **fields}
    return Readiness.objects.get_or_create(owner=region, code=code, defaults=values)[0]


def ground(region: Unit, code: str = "own_request") -> ExclusionGround:
    """A ground to exclude a member."""
    name = "Собственное заявление"
    return ExclusionGround.objects.get_or_create(
        owner=region, code=code, defaults={"name": name}
    )[0]


def consent_text(region: Unit, purpose: str = "processing") -> ConsentText:
    """The text people agree to."""
    return ConsentText.objects.get_or_create(
        owner=region,
        purpose=purpose,
        version=1,
        defaults={"text": "Согласен на обработку.", "valid_from": dt.date(2020, 1, 1)},
    )[0]


def consent(person: Person, region: Unit, purpose: str = "processing") -> Consent:
    """A person's consent, in force."""
    return Consent.objects.get_or_create(
        person=person,
        text=consent_text(region, purpose),
        withdrawn_at=None,
        defaults={"given_at": timezone.now()},
    )[0]


def candidate_user(username: str = "candidate", **fields: object) -> User:
    """Somebody with an account and a person, without any role."""
    person = factories.person(**fields)
    return User.objects.create_user(username, password="x", person=person)


def expert_user(region: Unit, username: str = "expert") -> User:
    """An expert of the reserve."""
    return factories.user(username, Membership.Role.EXPERT, region)


def competition(unit: Unit, by: User, **fields: object) -> Competition:
    """An announced competition with a test and a defense of two criteria."""
    level = Level.REGIONAL if unit.kind == Unit.Kind.REGION else Level.MUNICIPAL
    values: dict[str, object] = {
        "name": f"Конкурс {next(numbers)}",
        "level": level,
        "status": Competition.Status.ANNOUNCED,
        "opens_on": dt.date(2026, 1, 1),
        "closes_on": dt.date(2099, 1, 1),
        "decides_on": dt.date(2099, 2, 1),
        "consent_text": consent_text(region_of(unit)),
        **fields,
    }
    made = Competition.objects.create(unit=unit, created_by=by, **values)
    kinds = [
        ("documents", 0),
        ("test", "0.3"),
        ("defense", "0.4"),
        ("interview", "0.3"),
    ]
    for position, (kind, weight) in enumerate(kinds, 1):
        Stage.objects.create(
            competition=made,
            kind=kind,
            name=Stage.Kind(kind).label,
            position=position,
            starts_on=made.opens_on,
            ends_on=made.closes_on,
            weight=weight,
            maximum=100 if kind == "test" else 10,
        )
    for stage in made.stages.filter(kind__in=Stage.EXPERT):
        for name in ("Замысел", "Расчёт"):
            StageCriterion.objects.create(stage=stage, name=name)
    return made


def application(
    competition: Competition, unit: Unit, person: Person | None = None, **fields: object
) -> Application:
    """An application handed in by somebody who consents; `unit` is where they work."""
    person = person or factories.person()
    consent(person, region_of(unit))
    values: dict[str, object] = {
        "number": competition.applications.count() + 1,
        "status": Application.Status.SUBMITTED,
        "submitted_at": timezone.now(),
        "job_title": "Заместитель директора",
        "education": Application.Education.HIGHER,
        "years_in_education": 8,
        "years_in_management": 3,
        **fields,
    }
    return Application.objects.create(
        competition=competition, person=person, unit=unit, **values
    )


def member(unit: Unit, person: Person | None = None, **fields: object) -> Member:
    """An active member who works in the unit and consents; of the region's reserve."""
    person = person or factories.person()
    region = region_of(unit)
    consent(person, region)
    values: dict[str, object] = {
        "owner": region,
        "level": Level.REGIONAL,
        "readiness": readiness(region),
        "status": Member.Status.TRAINING,
        "job_title": "Заместитель директора",
        "included_on": TODAY - dt.timedelta(days=200),
        "term_ends_on": TODAY + dt.timedelta(days=895),
        "state_since": TODAY - dt.timedelta(days=30),
        **fields,
    }
    made = Member.objects.create(person=person, unit=unit, **values)
    Transition.objects.create(member=made, target=made.status, on=made.included_on)
    return made


def post(unit: Unit, kind: str = Position.Kind.HEAD) -> Position:
    """The post of head at the unit."""
    return Position.objects.get_or_create(
        unit=unit, kind=kind, defaults={"title": "Директор"}
    )[0]


def vacancy(unit: Unit, by: User, **fields: object) -> Vacancy:
    """A vacancy of the head of the unit, free in a month unless said otherwise."""
    values: dict[str, object] = {
        "kind": Vacancy.Kind.FORECAST,
        "free_on": timezone.localdate() + dt.timedelta(days=30),
        "reason": "Кончается контракт",
        "position": post(unit),
        **fields,
    }
    return Vacancy.objects.create(opened_by=by, **values)


def nomination(
    of: Vacancy, who: Member, by: User, status: str = "submitted", **fields: object
) -> Nomination:
    """A member nominated to the vacancy, under approval."""
    if status in Nomination.RUNNING:
        Member.objects.filter(pk=who.pk).update(status=Member.Status.APPROVAL)
    today = timezone.localdate()
    made = Nomination.objects.create(
        vacancy=of,
        person=who.person,
        member=who,
        status=status,
        **{
            "submitted_by": by,
            "submitted_on": today,
            "due_on": today + dt.timedelta(days=5),
            **fields,
        },
    )
    NominationStep.objects.create(nomination=made, status=status, by=by)
    return made
