"""Pages of the assessment: what experts may know, and what each page does."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from portal import files
from portal.models import Attachment, JournalEntry, Unit, User
from reserve.models import (
    Application,
    Competition,
    Decision,
    Member,
    Sheet,
    Stage,
    StageResult,
)
from reserve.services import points, scores, sheets
from tests import factories as portal_rows
from tests import paper
from tests.reserve import assessing, factories
from tests.reserve.assessing import Case

Status = Sheet.Status


@pytest.fixture
def case(region: Unit, ministry: User) -> Case:
    """One application of somebody who names themselves in the project."""
    found = assessing.with_experts(assessing.case(region, ministry, count=0))
    municipality = portal_rows.municipality(
        region, name="Вяземский муниципальный округ", short_name="Вяземский округ"
    )
    school = portal_rows.organization(
        municipality, name="МБОУ «Лицей Росток»", short_name="Лицей Росток"
    )
    person = portal_rows.person(
        last_name="Заозёрская", first_name="Эвелина", patronymic="Марковна"
    )
    found.applications.append(
        factories.application(
            found.competition,
            school,
            person,
            status=Application.Status.ADMITTED,
            project="Я, Эвелина Заозёрская, веду Лицей Росток. Проект Заозёрской."
            " Вяземский округ растёт.",
        )
    )
    sheets.give(found.defense.pk, by=ministry)
    return found


def signed_in(user: User) -> Client:
    """A client of the user."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def expert(case: Case) -> Client:
    """The first expert."""
    return signed_in(case.experts[0].user)


@pytest.fixture
def secretary(case: Case) -> Client:
    """Who runs the competition."""
    return signed_in(case.ministry)


def sheet_of(case: Case, number: int = 0) -> Sheet:
    """The expert's sheet."""
    return Sheet.objects.get(expert=case.experts[number])


def document(case: Case, name: str, kind: str) -> Attachment:
    """A document of the application, in the store."""
    stored = files.write_once("attachments/x", paper.PDF + name.encode(), ".pdf")
    return Attachment.objects.create(
        unit=case.competition.unit,
        owner="reserve.application",
        owner_id=case.applications[0].pk,
        kind=kind,
        name=name,
        content_type="application/pdf",
        created_by=case.ministry,
        **vars(stored),
    )


def filled(case: Case, *values: int, **more: str) -> dict[str, object]:
    """The fields of a sheet with these points."""
    criteria = case.defense.criteria.values_list("pk", flat=True)
    given = {f"criterion-{pk}": v for pk, v in zip(criteria, values, strict=False)}
    return {"strengths": "Цель", "advice": "Расчёт", **given, **more}


LEAKS = ("Заозёрск", "Эвелин", "Марковн", "Росток", "Вяземск", "Заместитель директора")


def test_a_blind_sheet_tells_nothing_of_the_candidate(
    case: Case, expert: Client
) -> None:
    document(case, "Проект Заозёрской.pdf", "essay")
    document(case, "Диплом Заозёрской.pdf", "diploma")

    for url in (
        reverse("reserve:sheets"),
        reverse("reserve:sheet", args=[sheet_of(case).pk]),
        reverse("reserve:sheet_recuse", args=[sheet_of(case).pk]),
        reverse("notifications"),
    ):
        text = expert.get(url).content.decode()
        assert [word for word in LEAKS if word in text] == [], url
    page = expert.get(reverse("reserve:sheet", args=[sheet_of(case).pk]))
    assert "веду" in page.content.decode()


def test_a_blind_document_has_a_number_for_a_name(case: Case, expert: Client) -> None:
    document(case, "Проект Заозёрской.pdf", "essay")
    document(case, "Диплом Заозёрской.pdf", "diploma")
    url = reverse("reserve:sheet_document", args=[sheet_of(case).pk, 1])

    response = expert.get(url)

    assert response.getvalue().startswith(b"%PDF")
    assert 'filename="1-1.pdf"' in response.headers["Content-Disposition"]
    assert JournalEntry.objects.filter(action="reserve_file_opened").exists()
    diploma = reverse("reserve:sheet_document", args=[sheet_of(case).pk, 2])
    assert expert.get(diploma).status_code == 404


def test_an_open_competition_shows_the_name_and_records_it(
    case: Case, expert: Client
) -> None:
    Competition.objects.update(is_blind=False)

    page = expert.get(reverse("reserve:sheet", args=[sheet_of(case).pk]))

    assert "Заозёрская" in page.content.decode()
    entry = JournalEntry.objects.get(action="reserve_file_opened")
    assert entry.by == case.experts[0].user


def test_experts_reach_their_own_sheets_only(case: Case, expert: Client) -> None:
    other = sheet_of(case, 1)
    names = ("sheet", "sheet_recuse", "sheet_draft")

    for name in names:
        url = reverse(f"reserve:{name}", args=[other.pk])
        assert expert.post(url).status_code == 404
    for name in ("competition_experts", "ranking", "protocol", "competition_points"):
        url = reverse(f"reserve:{name}", args=[case.competition.pk])
        assert expert.get(url).status_code == 404


def test_a_refused_sheet_is_gone_for_its_expert(case: Case, expert: Client) -> None:
    url = reverse("reserve:sheet_recuse", args=[sheet_of(case).pk])

    answer = expert.post(url, {"reason": "Работали вместе"})

    assert answer.headers["Location"] == reverse("reserve:sheets")
    assert sheet_of(case).recusal == "Работали вместе"
    page = reverse("reserve:sheet", args=[sheet_of(case).pk])
    assert expert.get(page).status_code == 404


def test_a_sheet_is_handed_in_by_a_plain_form(case: Case, expert: Client) -> None:
    url = reverse("reserve:sheet", args=[sheet_of(case).pk])

    answer = expert.post(url, filled(case, 4, 5, hand_in="1"))

    assert answer.headers["Location"] == reverse("reserve:sheets")
    assert sheet_of(case).status == Status.DONE
    assert StageResult.objects.get().points == 9
    assert "9" in expert.get(url).content.decode()


def test_handing_in_too_early_keeps_the_draft(case: Case, expert: Client) -> None:
    url = reverse("reserve:sheet", args=[sheet_of(case).pk])

    page = expert.post(url, filled(case, 4, hand_in="1"), follow=True)

    assert "Расчёт" in page.content.decode()
    assert sheet_of(case).status == Status.GIVEN
    assert sheet_of(case).scores.get().points == 4
    assert sheet_of(case).strengths == "Цель"


def test_the_script_keeps_a_draft(case: Case, expert: Client) -> None:
    url = reverse("reserve:sheet_draft", args=[sheet_of(case).pk])

    assert expert.post(url, filled(case, 2)).json().keys() == {"saved"}
    assert sheet_of(case).scores.get().points == 2
    assert expert.post(url, filled(case, 9)).status_code == 400

    scores.hand_in(
        sheet_of(case).pk,
        filling=scores.Filling(
            dict.fromkeys(case.defense.criteria.values_list("pk", flat=True), 3)
        ),
        by=case.experts[0].user,
    )
    assert expert.post(url, filled(case, 1)).status_code == 409


def test_the_secretary_adds_and_removes_an_expert(
    case: Case, secretary: Client, region: Unit
) -> None:
    late = factories.expert_user(region, "late")
    url = reverse("reserve:competition_experts", args=[case.competition.pk])

    secretary.post(url, {"user": late.pk, "unit": case.applications[0].unit_id})

    added = case.competition.experts.get(user=late)
    assert added.unit == case.applications[0].unit
    assert "№ 1" in secretary.get(url).content.decode()
    secretary.post(reverse("reserve:expert_remove", args=[added.pk]))
    assert not case.competition.experts.filter(user=late).exists()


def test_sheets_are_given_by_rule_and_by_hand(case: Case, secretary: Client) -> None:
    Sheet.objects.all().delete()
    page = reverse("reserve:competition_sheets", args=[case.competition.pk])
    assert "3" in secretary.get(page).content.decode()

    secretary.post(
        f"{page}?stage={case.defense.pk}",
        {"application": case.applications[0].pk, "expert": case.experts[2].pk},
    )
    secretary.post(
        reverse("reserve:sheets_give", args=[case.competition.pk]),
        {"stage": case.defense.pk},
    )

    assert Sheet.objects.count() == 3
    secretary.post(reverse("reserve:sheets_remind", args=[case.competition.pk]))
    assert JournalEntry.objects.filter(action="experts_reminded").exists()


def test_the_secretary_replaces_an_expert_by_choice(
    case: Case, secretary: Client
) -> None:
    sheet_of(case, 2).delete()
    url = reverse("reserve:sheet_recuse", args=[sheet_of(case).pk])

    secretary.post(url, {"reason": "Болен", "expert": case.experts[2].pk})

    assert sheet_of(case, 2).status == Status.GIVEN


def test_points_are_typed_or_pasted(case: Case, secretary: Client) -> None:
    url = reverse("reserve:competition_points", args=[case.competition.pk])
    url = f"{url}?stage={case.test.pk}"

    secretary.post(url, {"points-1": "67,5", "pasted": ""})
    assert StageResult.objects.get(stage=case.test).points == Decimal("67.5")

    secretary.post(url, {"points-1": "67,5", "pasted": "№ 1\t80,25\n"})
    assert StageResult.objects.get(stage=case.test).points == Decimal("80.25")

    answer = secretary.post(url, {"points-1": "80,25", "pasted": "первый 5"})
    assert "первый 5" in answer.content.decode()

    secretary.post(url, {"points-1": "", "pasted": ""})
    assert StageResult.objects.get(stage=case.test).points is None


def test_the_pass_mark_asks_first_and_is_undone(case: Case, secretary: Client) -> None:
    Stage.objects.filter(pk=case.test.pk).update(pass_mark=60)
    points.enter(case.test.pk, points={1: Decimal(10)}, by=case.ministry)
    url = reverse("reserve:points_stop", args=[case.test.pk])

    assert "№ 1: 10" in secretary.get(url).content.decode()
    secretary.post(url)
    case.applications[0].refresh_from_db()
    assert case.applications[0].status == Application.Status.STOPPED

    secretary.post(reverse("reserve:points_let_back", args=[case.applications[0].pk]))
    case.applications[0].refresh_from_db()
    assert case.applications[0].status == Application.Status.ADMITTED


def test_the_ranking_hides_names_until_they_are_opened(
    case: Case, secretary: Client
) -> None:
    assessing.fill(sheet_of(case), 5, 5)
    plain = reverse("reserve:ranking", args=[case.competition.pk])
    named = reverse("reserve:ranking_names", args=[case.competition.pk])

    text = secretary.get(f"{plain}?why=1").content.decode()
    assert [word for word in LEAKS if word in text] == []
    assert not JournalEntry.objects.filter(action="ranking_names_opened").exists()

    assert "Заозёрская" in secretary.get(named).content.decode()
    assert JournalEntry.objects.filter(action="ranking_names_opened").exists()
    book = reverse("reserve:ranking_xlsx", args=[case.competition.pk])
    assert secretary.get(book).content.startswith(b"PK")


def test_outliers_are_sent_back_in_one_click(case: Case, secretary: Client) -> None:
    for number, value in enumerate((5, 1, 3)):
        assessing.fill(sheet_of(case, number), value, value)
    url = reverse(
        "reserve:sheets_discuss", args=[case.applications[0].pk, case.defense.pk]
    )

    assert "2, 6, 10" in secretary.get(url).content.decode()
    secretary.post(url, {"note": "Обсудите расчёт"})

    assert set(Sheet.objects.values_list("status", flat=True)) == {Status.DISCUSSION}
    page = reverse("reserve:sheet", args=[sheet_of(case).pk])
    assert (
        "Обсудите расчёт" in signed_in(case.experts[0].user).get(page).content.decode()
    )


def test_the_protocol_is_written_decided_and_signed(
    case: Case, secretary: Client
) -> None:
    for number in range(3):
        assessing.fill(sheet_of(case, number), 5, 4)
    url = reverse("reserve:protocol", args=[case.competition.pk])
    heading = {
        "number": "7",
        "held_on": "2026-05-29",
        "chair": "А. П. Лесная",
        "secretary": "И. О. Речная",
        "attendees": "",
    }

    secretary.post(url, heading)
    key = f"d{case.applications[0].pk}"
    secretary.post(
        reverse("reserve:protocol_decisions", args=[case.competition.pk]),
        {
            f"{key}-verdict": "decline",
            f"{key}-reason": "Снялся",
            f"{key}-readiness": "",
        },
    )
    assert Decision.objects.get().reason == "Снялся"
    secretary.post(reverse("reserve:protocol_propose", args=[case.competition.pk]))
    assert Decision.objects.get().verdict == "include"
    secretary.get(reverse("reserve:protocol_sign", args=[case.competition.pk]))
    secretary.post(reverse("reserve:protocol_sign", args=[case.competition.pk]))

    assert Member.objects.get().person.last_name == "Заозёрская"
    assert "Заозёрская" in secretary.get(url).content.decode()


def test_a_line_without_a_reason_is_shown_again(case: Case, secretary: Client) -> None:
    for number in range(3):
        assessing.fill(sheet_of(case, number), 5, 4)
    url = reverse("reserve:protocol", args=[case.competition.pk])
    heading = {"number": "7", "held_on": "2026-05-29", "chair": "А", "secretary": "Б"}
    secretary.post(url, heading)
    key = f"d{case.applications[0].pk}"

    answer = secretary.post(
        reverse("reserve:protocol_decisions", args=[case.competition.pk]),
        {f"{key}-verdict": "decline", f"{key}-reason": "", f"{key}-readiness": ""},
    )

    assert answer.status_code == 200
    assert "№ 1" in answer.content.decode()
    assert Decision.objects.get().verdict == "include"


def test_the_home_page_names_the_sheets_that_wait(case: Case, expert: Client) -> None:
    text = expert.get(reverse("home")).content.decode()

    assert reverse("reserve:sheets") in text
    assert case.competition.name in text
    assert [word for word in LEAKS if word in text] == []


def test_the_page_of_the_competition_shows_places_and_drift(
    case: Case, secretary: Client
) -> None:
    for number in range(3):
        assessing.fill(sheet_of(case, number), 5 - 2 * number, 5 - 2 * number)

    page = secretary.get(reverse("reserve:competition", args=[case.competition.pk]))

    text = page.content.decode()
    assert 'class="dotplot"' in text
    assert 'class="diverge"' in text
    discuss = reverse(
        "reserve:sheets_discuss", args=[case.applications[0].pk, case.defense.pk]
    )
    assert discuss in text
