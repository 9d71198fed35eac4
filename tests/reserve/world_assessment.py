"""Rows and addresses of one family of pages, for the sweeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import files
from portal.models import Attachment, Person, Unit, User
from reserve.models import Application, Competition, Protocol, Sheet
from reserve.services import experts, protocols, sheets
from reserve.services.protocols import Heading
from tests import paper
from tests.reserve import assessing, factories
from tests.sweep import SIGNED_IN, Pages

RUNNING = ("ministry", "operator")  # they run the region's competitions
ASSESSED = ("reserve.assessed.pk",)
SHEET = ("reserve.sheet.pk",)
LETTER = ("reserve.letter.pk",)

PAGES: Pages = {
    "reserve:competition_experts": (ASSESSED, RUNNING, ()),
    "reserve:expert_remove": (("reserve.sheet.expert_id",), RUNNING, ()),
    "reserve:competition_sheets": (ASSESSED, RUNNING, ()),
    "reserve:competition_points": (ASSESSED, RUNNING, ()),
    "reserve:points_stop": (("reserve.test_stage.pk",), RUNNING, ()),
    "reserve:ranking": (ASSESSED, RUNNING, ()),
    "reserve:ranking_names": (ASSESSED, RUNNING, ()),
    "reserve:ranking_xlsx": (ASSESSED, RUNNING, ()),
    "reserve:sheets_discuss": (
        ("reserve.assessed_application.pk", "reserve.sheet.stage_id"),
        RUNNING,
        (),
    ),
    "reserve:sheets": ((), SIGNED_IN, ()),
    "reserve:sheet": (SHEET, ("expert",), ()),
    "reserve:sheet_recuse": (SHEET, (*RUNNING, "expert"), ()),
    "reserve:sheet_document": (
        ("reserve.sheet.pk", "reserve.document_number"),
        ("expert",),
        (),
    ),
    "reserve:protocol": (ASSESSED, RUNNING, ()),
    "reserve:protocol_decisions": (ASSESSED, RUNNING, ()),
    "reserve:protocol_sign": (ASSESSED, ("ministry",), ("operator",)),
    "reserve:protocol_docx": (ASSESSED, RUNNING, ()),
    "reserve:protocol_pdf": (ASSESSED, RUNNING, ()),
    "reserve:candidate_letter": (LETTER, RUNNING, ()),
    "reserve:candidate_letter_pdf": (LETTER, RUNNING, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "reserve:sheets_give": ASSESSED,
    "reserve:sheets_remind": ASSESSED,
    "reserve:sheet_draft": ("reserve.other_sheet.pk",),
    "reserve:points_let_back": ("reserve.assessed_application.pk",),
    "reserve:protocol_propose": ASSESSED,
    "reserve:candidate_letter_read": LETTER,
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {
    "reserve:ranking_names",
    "reserve:ranking_xlsx",
    "reserve:sheet_document",
    "reserve:protocol_docx",
    "reserve:protocol_pdf",
    "reserve:candidate_letter",
    "reserve:candidate_letter_pdf",
}
HEADING = Heading("3", dt.date(2026, 5, 29), "А. П. Лесная", "И. О. Речная")


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name."""
    competition, application = _competition(school, users, users["candidate"].person)
    defense = competition.stages.get(kind="defense")
    test = competition.stages.get(kind="test")
    test.pass_mark = 60
    test.save()
    other = factories.expert_user(competition.unit, "other_expert")
    for user in (users["expert"], other):
        experts.add(competition.pk, user=user, by=users["ministry"])
    sheets.give(defense.pk, by=users["ministry"])
    sheet = competition.experts.get(user=users["expert"]).sheets.get()
    _hand_in(sheet)
    protocols.draw_up(competition.pk, heading=HEADING, by=users["ministry"])
    _document(application, users["candidate"])
    return {
        "assessed": competition,
        "assessed_application": application,
        "test_stage": test,
        "sheet": sheet,
        "other_sheet": Sheet.objects.get(expert__user=other),
        "letter": _letter(school, users),
        "document_number": 1,
    }


def _competition(
    school: Unit, users: dict[str, User], person: Person | None = None
) -> tuple[Competition, Application]:
    competition = factories.competition(
        factories.region_of(school),
        users["ministry"],
        status=Competition.Status.ASSESSING,
    )
    application = factories.application(
        competition,
        school,
        person,
        status=Application.Status.ADMITTED,
    )
    return competition, application


def _hand_in(sheet: Sheet) -> None:
    assessing.fill(sheet, 4, 4, strengths="Ясная цель", advice="Добавить расчёт")


def _document(application: Application, by: User) -> None:
    stored = files.write_once("attachments/essay", paper.PDF, ".pdf")
    Attachment.objects.create(
        unit=application.competition.unit,
        owner="reserve.application",
        owner_id=application.pk,
        kind="essay",
        name="Проект Своевой.pdf",
        content_type="application/pdf",
        created_by=by,
        **vars(stored),
    )


def _letter(school: Unit, users: dict[str, User]) -> object:
    """Sign the protocol of another competition; nobody is included."""
    competition, application = _competition(school, users)
    factories.readiness(competition.unit)
    Competition.objects.filter(pk=competition.pk).update(places=0)
    protocols.draw_up(competition.pk, heading=HEADING, by=users["ministry"])
    protocols.sign(competition.pk, by=users["ministry"])
    assert Protocol.objects.get(competition=competition).signed_at
    application.refresh_from_db()
    return application.letter
