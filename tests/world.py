"""A small world with one row of everything, for sweeps over every page."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from monitoring import engine
from monitoring.models import (
    Cycle,
    Direction,
    Indicator,
    Letter,
    Methodology,
    RecommendationText,
    Rule,
    Submission,
)
from monitoring.services import advice, letter_drafts, letters
from portal.models import Attachment, Job, Membership, Notification, Unit, User
from portal.services import attachments
from tests import factories, paper
from tests.programs import world as programs
from tests.reserve import world as reserve
from tests.reserve.factories import candidate_user, expert_user

Role = Membership.Role
OPENED = "2026-11-02T00:00:00Z"


@dataclass(frozen=True)
class World:
    """The rows, and a user for each role; strangers work elsewhere."""

    region: Unit
    municipality: Unit
    school: Unit
    other_school: Unit
    users: dict[str, User]
    methodology: Methodology
    indicator: Indicator
    collecting: Cycle
    computed: Cycle
    submission: Submission
    letter: Letter
    other_letter: Letter
    job: Job
    notification: Notification
    topic = "entry"  # of the help
    attachment: Attachment
    reserve: dict[str, Any]
    programs: dict[str, Any]
    owner: str = "monitoring.submission"


def build() -> World:
    """Return the world: a computed cycle with letters sent, and one collecting."""
    region = factories.region()
    factories.body(region)
    municipality = factories.municipality(region)
    school = factories.organization(municipality)
    other_school = factories.organization(factories.municipality(region))
    users = _users(region, municipality, school, other_school)
    method, indicator = _method(region)
    computed = factories.cycle(method, region, year=2025)
    for unit, numerator in ((school, 1), (other_school, 9)):
        factories.value(computed, unit, indicator, numerator, 10)
    Submission.objects.filter(cycle=computed).update(
        status=Submission.Status.ACCEPTED, submitted_at=OPENED
    )
    Cycle.objects.filter(pk=computed.pk).update(status=Cycle.Status.COMPUTED)
    engine.compute(computed.pk)
    advice.recommend(computed.pk)
    letter_drafts.prepare(computed.pk)
    for row in Letter.objects.filter(cycle=computed):
        letters.make(row.pk)
    Letter.objects.filter(cycle=computed).update(issued_at=OPENED)
    collecting = factories.cycle(method, region, year=2026, previous=computed)
    submission = factories.submission(collecting, school)
    factories.submission(collecting, other_school)
    return World(
        region=region,
        municipality=municipality,
        school=school,
        other_school=other_school,
        users=users,
        methodology=method,
        indicator=indicator,
        collecting=collecting,
        computed=Cycle.objects.get(pk=computed.pk),
        submission=submission,
        letter=Letter.objects.get(cycle=computed, unit=school),
        other_letter=Letter.objects.get(cycle=computed, unit=other_school),
        job=Job.objects.create(
            kind="cycle",
            key=f"cycle:{computed.pk}",
            subject_id=computed.pk,
            unit=region,
            step="letters",
            last_step="letters",
            status=Job.Status.DONE,
            title="Расчёт",
        ),
        notification=Notification.objects.create(
            user=users["head"], key="letter", text="Ваше письмо", url="/"
        ),
        attachment=attachments.attach(
            paper.upload("Приказ.pdf", paper.PDF), to=submission, by=users["head"]
        ),
        reserve=reserve.build(school, users),
        programs=programs.build(school, users),
    )


def _users(
    region: Unit, municipality: Unit, school: Unit, other: Unit
) -> dict[str, User]:
    elsewhere = factories.region()
    return {
        "ministry": factories.user("ministry", Role.MINISTRY, region),
        "operator": factories.user("operator", Role.OPERATOR, region),
        "administrator": factories.user("admin", Role.ADMINISTRATOR, region),
        "municipal": factories.user("municipal", Role.MUNICIPAL, municipality),
        "head": factories.head_user(school, "head", last_name="Своева"),
        "other_municipal": factories.user("municipal2", Role.MUNICIPAL, other.parent),
        "other_head": factories.head_user(other, "head2", last_name="Чужакова"),
        "stranger": factories.user("stranger", Role.MINISTRY, elsewhere),
        "nobody": factories.user("nobody"),
        "candidate": candidate_user(last_name="Искомова"),
        "expert": expert_user(region),
    }


def _method(region: Unit) -> tuple[Methodology, Indicator]:
    method = factories.methodology(region, high_from=Decimal(80))
    indicator = factories.indicator(method, code="1.1")
    direction = Direction.objects.create(code="nt-1", name="Оценка", source="Документ")
    text = RecommendationText.objects.create(
        direction=direction,
        code="nt-1-01",
        title="Обновите положение об оценке качества",
        measure="Обсудите положение с педагогами и утвердите его приказом.",
        deadline_days=60,
        helper="Методический центр",
    )
    Rule.objects.create(
        methodology=method,
        code="r-1",
        indicator=indicator,
        levels=["low"],
        text=text,
        priority=1,
        finding="Значение {value} %, уровень {level}.",
    )
    method.status, method.order_number = Methodology.Status.APPROVED, "1"
    method.order_on = "2025-01-15"
    method.save()
    return method, indicator
