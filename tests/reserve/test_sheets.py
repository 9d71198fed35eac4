"""Score sheets: given by rule, refused on a conflict, filled in, discussed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from reserve.models import Competition, Score, Sheet, Stage, StageResult
from reserve.services import experts, scores, sheets
from reserve.services.scores import Filling
from tests import factories as portal_rows
from tests.reserve import assessing, factories
from tests.reserve.assessing import Case, fill

Status = Sheet.Status


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def case(region: Unit, ministry: User) -> Case:
    """Three applications and three experts."""
    return assessing.with_experts(assessing.case(region, ministry))


def test_every_application_gets_its_experts_once(case: Case) -> None:
    given = sheets.give(case.defense.pk, by=case.ministry)
    again = sheets.give(case.defense.pk, by=case.ministry)

    assert (given.count, again.count) == (9, 0)
    assert given.short == []
    assert Notification.objects.filter(user=case.experts[0].user).count() == 2
    assert JournalEntry.objects.filter(action="sheets_given").count() == 1


def test_a_conflict_is_passed_over_and_named(case: Case) -> None:
    school = case.applications[0].unit
    case.experts[0].unit = school
    case.experts[0].save()

    given = sheets.give(case.defense.pk, by=case.ministry)

    assert given.count == 8
    assert given.short[0].conflicts == {"А": "organization"}
    assert not case.applications[0].sheets.filter(expert=case.experts[0]).exists()


def test_by_hand_a_conflict_is_refused(case: Case) -> None:
    neighbor = portal_rows.organization(case.applications[0].unit.parent)
    case.experts[0].unit = neighbor
    case.experts[0].save()

    with pytest.raises(Refused, match="same municipality"):
        sheets.give_to(
            case.defense.pk,
            application_id=case.applications[0].pk,
            expert_id=case.experts[0].pk,
            by=case.ministry,
        )


def test_by_hand_one_sheet_is_given_once(case: Case) -> None:
    ids = {
        "application_id": case.applications[0].pk,
        "expert_id": case.experts[0].pk,
    }

    sheet = sheets.give_to(case.defense.pk, by=case.ministry, **ids)

    assert sheet.status == Status.GIVEN
    with pytest.raises(Refused, match="has, or had"):
        sheets.give_to(case.defense.pk, by=case.ministry, **ids)


def test_sheets_are_given_by_who_runs_the_competition(
    case: Case, outsider: User, officer: User
) -> None:
    for user in (outsider, officer, case.experts[0].user):
        with pytest.raises(PermissionDenied):
            sheets.give(case.defense.pk, by=user)


def test_sheets_are_given_while_the_assessment_goes_on(case: Case) -> None:
    case.competition.status = Competition.Status.ANNOUNCED
    case.competition.save()

    with pytest.raises(Refused, match="while the assessment"):
        sheets.give(case.defense.pk, by=case.ministry)


def test_a_test_has_no_sheets(case: Case) -> None:
    with pytest.raises(Refused, match="no score sheets"):
        sheets.give(case.test.pk, by=case.ministry)


def test_an_expert_recuses_and_is_replaced_by_rule(
    region: Unit, ministry: User
) -> None:
    case = assessing.with_experts(
        assessing.case(region, ministry, count=1, experts_per_application=2)
    )
    sheets.give(case.defense.pk, by=ministry)
    sheet = Sheet.objects.get(expert=case.experts[0])

    other = sheets.recuse(sheet.pk, reason="Знакомы лично", by=case.experts[0].user)

    sheet.refresh_from_db()
    assert sheet.status == Status.RECUSED
    assert other is not None
    assert other.expert == case.experts[2]
    assert sheets.give(case.defense.pk, by=ministry).count == 0


def test_a_recusal_takes_the_points_away(case: Case) -> None:
    assessing.judged(case, (5, 5), (4, 4), (3, 3))
    sheet = case.applications[0].sheets.first()

    left = sheets.recuse(sheet.pk, reason="Родственник", by=case.ministry)

    assert left is None
    assert not sheet.scores.exists()
    result = StageResult.objects.get(application=case.applications[0])
    assert result.points == 10


def test_a_recusal_needs_a_reason_and_a_right(case: Case, outsider: User) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = case.experts[0].sheets.first()

    with pytest.raises(Refused, match="Say why"):
        sheets.recuse(sheet.pk, reason=" ", by=case.ministry)
    for user in (outsider, case.experts[1].user):
        with pytest.raises(PermissionDenied):
            sheets.recuse(sheet.pk, reason="Знакомы", by=user)


def test_handing_in_makes_the_mean_of_the_stage(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    one, two, three = case.applications[0].sheets.order_by("expert__label")

    for sheet, points in ((one, (5, 4)), (two, (4, 4)), (three, (5, 5))):
        fill(sheet, *points)

    result = StageResult.objects.get(application=case.applications[0])
    assert result.points == Decimal("9.00")


def test_criteria_count_by_their_weights(case: Case) -> None:
    case.defense.criteria.filter(name="Расчёт").update(weight="1.5")
    sheets.give(case.defense.pk, by=case.ministry)

    sheet = fill(case.experts[0].sheets.first(), 4, 3)

    assert sheet.points == Decimal("8.5")


def test_a_sheet_with_a_gap_is_not_handed_in(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = case.experts[0].sheets.first()
    first = case.defense.criteria.first()

    with pytest.raises(Refused, match="Расчёт"):
        scores.hand_in(
            sheet.pk, filling=Filling({first.pk: 3}), by=case.experts[0].user
        )


def test_a_draft_is_kept_and_counts_nothing(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = case.experts[0].sheets.first()
    first = case.defense.criteria.first()

    scores.save(
        sheet.pk, filling=Filling({first.pk: 3}, " Хорошо "), by=case.experts[0].user
    )

    sheet.refresh_from_db()
    assert (sheet.status, sheet.points, sheet.strengths) == ("given", None, "Хорошо")
    assert sheet.scores.get().points == 3
    assert not StageResult.objects.exists()


@pytest.mark.parametrize("points", [-1, 6])
def test_points_beyond_the_criterion_are_refused(case: Case, points: int) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = case.experts[0].sheets.first()
    first = case.defense.criteria.first()

    with pytest.raises(Refused, match="range"):
        scores.save(
            sheet.pk, filling=Filling({first.pk: points}), by=case.experts[0].user
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(sheet=sheet, criterion=first, points=points)


def test_nobody_else_fills_in_a_sheet(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = case.experts[0].sheets.first()

    for user in (case.ministry, case.experts[1].user):
        with pytest.raises(PermissionDenied):
            scores.save(sheet.pk, filling=Filling({}), by=user)


def test_a_sheet_changes_until_the_stage_closes(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = fill(case.experts[0].sheets.first(), 3, 3)
    fill(sheet, 4, 4)
    long_ago = dt.date(2026, 1, 2)
    Stage.objects.filter(pk=case.defense.pk).update(ends_on=long_ago)
    Sheet.objects.filter(pk=sheet.pk).update(due_on=long_ago)

    with pytest.raises(Refused, match="closed"):
        fill(sheet, 5, 5)

    sheet.refresh_from_db()
    assert sheet.points == 8


def test_outliers_are_discussed_and_handed_in_anew(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    one, two, three = case.applications[0].sheets.order_by("expert__label")
    for sheet, points in ((one, (5, 5)), (two, (1, 1)), (three, (3, 3))):
        fill(sheet, *points)

    count = scores.send_back(
        case.defense.pk,
        application_id=case.applications[0].pk,
        note="Разница 8 баллов",
        by=case.ministry,
    )

    result = StageResult.objects.get(application=case.applications[0])
    assert count == 3
    assert (result.points, result.note) == (6, "Разница 8 баллов")
    Stage.objects.filter(pk=case.defense.pk).update(ends_on=dt.date(2026, 1, 2))
    fill(two, 3, 3)
    result.refresh_from_db()
    assert result.points == Decimal("7.33")
    two.refresh_from_db()
    assert two.status == Status.DONE


def test_a_discussion_waits_for_all_and_needs_a_note(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    fill(case.applications[0].sheets.first(), 5, 5)
    key = {"application_id": case.applications[0].pk, "by": case.ministry}

    with pytest.raises(Refused, match="all experts"):
        scores.send_back(case.defense.pk, note="Обсудите", **key)
    with pytest.raises(Refused, match="what the experts"):
        scores.send_back(case.defense.pk, note="", **key)


def test_withdrawn_consent_takes_the_sheet_away(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    sheet = case.experts[0].sheets.first()
    consent = factories.consent(sheet.application.person, case.competition.unit)
    consent.withdrawn_at = consent.given_at
    consent.save()

    assert sheet not in Sheet.objects.of_expert(case.experts[0].user)
    with pytest.raises(PermissionDenied):
        scores.save(sheet.pk, filling=Filling({}), by=case.experts[0].user)


def test_letters_of_experts_are_free_ones(case: Case) -> None:
    assert [expert.label for expert in case.experts] == ["А", "Б", "В"]
    experts.remove(case.experts[1].pk, by=case.ministry)
    user = factories.expert_user(case.competition.unit, "late")

    assert experts.add(case.competition.pk, user=user, by=case.ministry).label == "Б"
    with pytest.raises(Refused, match="already"):
        experts.add(case.competition.pk, user=user, by=case.ministry)


def test_an_expert_works_where_they_are_appointed(
    case: Case, head: User, school: Unit
) -> None:
    assert experts.add(case.competition.pk, user=head, by=case.ministry).unit == school


def test_an_expert_with_a_handed_in_sheet_stays(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    fill(case.experts[0].sheets.first(), 3, 3)

    with pytest.raises(Refused, match="handed in"):
        experts.remove(case.experts[0].pk, by=case.ministry)


def test_reminders_go_to_who_is_late_once_a_day(case: Case) -> None:
    sheets.give(case.defense.pk, by=case.ministry)
    for sheet in case.experts[0].sheets.all():
        fill(sheet, 3, 3)

    assert sheets.remind(case.competition.pk, by=case.ministry) == 2
    before = Notification.objects.count()
    sheets.remind(case.competition.pk, by=case.ministry)
    assert Notification.objects.count() == before
