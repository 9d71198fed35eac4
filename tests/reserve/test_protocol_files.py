"""The protocol on paper and the letters to candidates."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from portal.models import JournalEntry, Notification, Unit, User
from reserve import candidate_letter_pdf
from reserve.models import (
    Application,
    CandidateLetter,
    Competition,
    Consent,
    Protocol,
    Stage,
)
from reserve.protocol_files import docx, pdf
from reserve.reading import letters
from reserve.reading import protocol as reading
from reserve.services import points, protocols
from reserve.services.protocols import Heading
from tests.reserve import assessing, factories
from tests.reserve.assessing import Case

HEADING = Heading(
    number="3-р",
    held_on=dt.date(2026, 5, 29),
    chair="А. П. Лесная",
    secretary="И. О. Речная",
    attendees="К. К. Полевой, директор\nМ. М. Озёрная",
)


@pytest.fixture
def case(region: Unit, ministry: User) -> Case:
    """Three judged applications for one place, the protocol drawn up."""
    found = assessing.with_experts(assessing.case(region, ministry, places=1))
    assessing.judged(found, (3, 3), (5, 5), (4, 4))
    protocols.draw_up(found.competition.pk, heading=HEADING, by=ministry)
    return found


def paper_of(case: Case) -> reading.Paper:
    """The protocol as text."""
    return reading.paper(Protocol.objects.get(competition=case.competition))


def docx_text(data: bytes) -> str:
    """All words of a DOCX, tables after paragraphs."""
    document = Document(io.BytesIO(data))
    parts = [row.text for row in document.paragraphs]
    parts += [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    return "\n".join(parts)


def pdf_text(data: bytes, folder: Path) -> str:
    """The words of a PDF on one line."""
    place = folder / "file.pdf"
    place.write_bytes(data)
    found = subprocess.run(
        ["pdftotext", "-layout", str(place), "-"], capture_output=True, check=True
    )
    return " ".join(found.stdout.decode().split())


EXPECTED = (
    "Протокол заседания комиссии",
    "3-р",
    "29 мая 2026",
    "А. П. Лесная",
    "К. К. Полевой, директор",
    "Подано 3 заявки",
    "Включить в кадровый резерв",
    "Не включать в кадровый резерв",
    "Готов сейчас",
    "ПРОЕКТ",
)


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_docx_says_who_decided_what(case: Case) -> None:
    text = plain(docx_text(docx.rendered(paper_of(case))))

    assert [word for word in EXPECTED if word not in text] == []
    for application in case.applications:
        assert application.person.full_name in text
        assert f"№ {application.number}" in text
    document = Document(io.BytesIO(docx.rendered(paper_of(case))))
    assert [len(table.rows) for table in document.tables] == [2, 3]
    assert document.core_properties.language == "ru-RU"


def test_the_pdf_says_the_same_and_is_tagged(case: Case, tmp_path: Path) -> None:
    data = pdf.rendered(paper_of(case))
    text = plain(pdf_text(data, tmp_path))

    assert [word for word in EXPECTED if word not in text] == []
    for application in case.applications:
        assert application.person.last_name in text
    root = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ru"


def test_a_signed_protocol_is_no_draft(case: Case) -> None:
    protocols.sign(case.competition.pk, by=case.ministry)

    assert "ПРОЕКТ" not in docx_text(docx.rendered(paper_of(case)))


def test_who_withdrew_consent_is_not_named(case: Case) -> None:
    protocols.sign(case.competition.pk, by=case.ministry)
    gone = case.applications[0].person
    consent = Consent.objects.get(person=gone)
    consent.withdrawn_at = consent.given_at
    consent.save()

    text = docx_text(docx.rendered(paper_of(case)))

    assert gone.last_name not in text
    assert reading.HIDDEN in text


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_downloads_are_for_who_has_rights_and_on_record(
    case: Case, officer: User, operator: User, suffix: str
) -> None:
    url = reverse(f"reserve:protocol_{suffix}", args=[case.competition.pk])
    statuses = {}

    for user in (officer, case.experts[0].user, operator):
        client = Client()
        client.force_login(user)
        statuses[user.username] = client.get(url).status_code

    assert statuses == {"municipal": 404, "expert0": 404, "operator": 200}
    entry = JournalEntry.objects.get(action="protocol_exported")
    assert (entry.by, entry.details["form"]) == (operator, suffix)


# ---- letters ----


def signed(case: Case) -> dict[int, CandidateLetter]:
    """The letters by the numbers of the applications."""
    protocols.sign(case.competition.pk, by=case.ministry)
    rows = letters.CandidateLetter.objects.select_related("application")
    return {row.application.number: row for row in rows}


def test_everybody_gets_strengths_and_advice(case: Case) -> None:
    for letter in signed(case).values():
        shown = letters.of(letter)
        assert shown.strengths == ["Ясная цель"]
        assert shown.advice == ["Добавить расчёт"]
        assert shown.next_step


def test_only_who_is_included_learns_the_exact_place(case: Case) -> None:
    made = signed(case)

    assert made[2].content["place"] == 1
    assert made[1].content["place"] is None
    assert made[1].content["third"] is None  # three candidates: a third is a place
    assert letters.of(made[1]).reason


def test_of_six_the_refused_learn_their_third(region: Unit, ministry: User) -> None:
    case = assessing.with_experts(
        assessing.case(region, ministry, count=6, places=1), 3
    )
    assessing.judged(case, *[(value, 3) for value in (5, 4, 3, 2, 1, 0)])
    protocols.draw_up(case.competition.pk, heading=HEADING, by=ministry)

    made = signed(case)

    thirds = [made[n].content["third"] for n in (2, 3, 4, 5, 6)]
    assert thirds == [1, 2, 2, 3, 3]


def test_a_letter_names_no_expert_and_nobody_else(case: Case, tmp_path: Path) -> None:
    letter = signed(case)[1]

    text = plain(pdf_text(candidate_letter_pdf.rendered(letter), tmp_path))

    assert "Ясная цель" in text
    assert case.competition.name in text
    others = [row.person.last_name for row in case.applications[1:]]
    hidden = [*(expert.user.username for expert in case.experts), *others]
    own = case.applications[0].person.last_name
    assert [word for word in hidden if word in text and word != own] == []


def test_without_texts_the_criteria_speak(region: Unit, ministry: User) -> None:
    case = assessing.with_experts(assessing.case(region, ministry, count=1), 3)
    assessing.judged(case, (5, 1))
    case.applications[0].sheets.update(strengths="", advice="")
    protocols.draw_up(case.competition.pk, heading=HEADING, by=ministry)

    shown = letters.of(signed(case)[1])

    assert shown.strengths == ["Замысел"]
    assert shown.advice == ["Расчёт"]


def test_stopped_and_rejected_get_letters_too(case: Case) -> None:
    Stage.objects.filter(pk=case.test.pk).update(pass_mark=60)
    points.enter(case.test.pk, points={1: 10, 2: 90, 3: 90}, by=case.ministry)
    points.stop_below(case.test.pk, by=case.ministry)
    rejected = factories.application(
        case.competition,
        case.applications[0].unit,
        status=Application.Status.REJECTED,
        reason="Нет диплома",
    )
    protocols.draw_up(case.competition.pk, heading=HEADING, by=case.ministry)

    made = signed(case)

    assert made[1].content["verdict"] == "stopped"
    assert case.test.name in letters.of(made[1]).decided
    assert letters.of(made[rejected.number]).reason == "Нет диплома"


def test_the_candidate_reads_it_and_others_do_not(
    case: Case, officer: User, region: Unit
) -> None:
    user = factories.candidate_user()
    Application.objects.filter(pk=case.applications[1].pk).update(person=user.person)
    factories.consent(user.person, region)
    letter = signed(case)[2]
    page = reverse("reserve:candidate_letter", args=[letter.pk])
    mine, theirs = Client(), Client()
    mine.force_login(user)
    theirs.force_login(officer)

    assert Notification.objects.filter(user=user, url=page).exists()
    assert mine.get(page).status_code == 200
    assert theirs.get(page).status_code == 404
    mine.post(reverse("reserve:candidate_letter_read", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.read_at
    assert not JournalEntry.objects.filter(action="reserve_file_opened").exists()

    staff = Client()
    staff.force_login(case.ministry)
    assert staff.get(page).status_code == 200
    assert JournalEntry.objects.filter(action="reserve_file_opened").count() == 1
    pdf_page = reverse("reserve:candidate_letter_pdf", args=[letter.pk])
    assert mine.get(pdf_page).content.startswith(b"%PDF")


def test_a_decided_competition_keeps_its_ranking(case: Case) -> None:
    signed(case)

    client = Client()
    client.force_login(case.ministry)
    page = client.get(reverse("reserve:ranking", args=[case.competition.pk]))

    assert Competition.objects.get().status == Competition.Status.DECIDED
    assert "№ 2" in page.content.decode()
