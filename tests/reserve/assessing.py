"""A competition under assessment as tests need it: applications, experts, sheets."""

from __future__ import annotations

from dataclasses import dataclass, field

from portal.models import Unit, User
from reserve.models import Application, Competition, Expert, Sheet, Stage
from reserve.services import experts, scores, sheets
from reserve.services.scores import Filling
from tests import factories as portal_rows
from tests.reserve import factories

ASSESSING = Competition.Status.ASSESSING


@dataclass
class Case:
    """A competition with applications from several municipalities."""

    competition: Competition
    ministry: User
    applications: list[Application] = field(default_factory=list)
    experts: list[Expert] = field(default_factory=list)

    @property
    def defense(self) -> Stage:
        """The stage with two criteria of 5 points."""
        return self.competition.stages.get(kind="defense")

    @property
    def test(self) -> Stage:
        """The stage of 100 points."""
        return self.competition.stages.get(kind="test")


def case(region: Unit, ministry: User, count: int = 3, **fields: object) -> Case:
    """A competition with admitted applications, each of its own municipality."""
    factories.readiness(region)
    competition = factories.competition(region, ministry, status=ASSESSING, **fields)
    found = Case(competition, ministry)
    for _number in range(count):
        school = portal_rows.organization(portal_rows.municipality(region))
        found.applications.append(
            factories.application(
                competition, school, status=Application.Status.ADMITTED
            )
        )
    return found


def with_experts(found: Case, count: int = 3) -> Case:
    """Add experts who work outside the region."""
    for number in range(count):
        user = factories.expert_user(found.competition.unit, f"expert{number}")
        found.experts.append(
            experts.add(found.competition.pk, user=user, by=found.ministry)
        )
    return found


def fill(sheet: Sheet, *points: int, strengths: str = "", advice: str = "") -> Sheet:
    """Hand in the sheet with these points by the criteria in order."""
    criteria = sheet.stage.criteria.values_list("pk", flat=True)
    given = dict(zip(criteria, points, strict=True))
    return scores.hand_in(
        sheet.pk, filling=Filling(given, strengths, advice), by=sheet.expert.user
    )


def judged(found: Case, *rows: tuple[int, ...]) -> Case:
    """Give all the sheets; each application's experts hand in the same points."""
    sheets.give(found.defense.pk, by=found.ministry)
    for application, points in zip(found.applications, rows, strict=True):
        for sheet in application.sheets.select_related("expert__user", "stage"):
            fill(sheet, *points, strengths="Ясная цель", advice="Добавить расчёт")
    return found
