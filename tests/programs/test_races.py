"""Two people at work on one document or meeting: nobody is turned out by a deadlock."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from programs.models import Meeting
from programs.services import (
    decisions,
    documents,
    drafts,
    editions,
    findings,
    imports,
    meetings,
    occurrences,
    participation,
)
from tests.meanwhile import meanwhile
from tests.programs import factories, plan_files
from tests.programs.check_texts import event, text
from tests.programs.plan_files import Piece

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings wait for nobody here."""
    monkeypatch.setattr(findings, "is_blocked", lambda _program: False)


def test_settling_a_finding_waits_for_who_writes_the_draft(region, ministry) -> None:
    rows = (event(number="1.1"), event("Вебинар", number="1.3"))
    program = documents.write(text(events=rows), unit=region, by=ministry)
    gap = program.findings.get(code="EVENT_NUMBER_GAP")
    renumber = [one["do"] for one in gap.facts["options"]].index("renumber")

    with meanwhile(lambda: findings.settle(gap.pk, renumber, by=ministry)) as pause:
        draft = drafts.opened(program.pk, ministry)
        pause()
        drafts.changed(draft, by=ministry, part="passport")

    gap.refresh_from_db()
    assert gap.state == "gone"


def test_changing_a_decision_waits_for_who_adds_one(region, ministry) -> None:
    meeting = factories.meeting(region, status=Meeting.Status.HELD)
    first = factories.decision(meeting, region)
    names = ("unit", "text", "owner", "due_on")
    values = {name: getattr(first, name) for name in names}
    other = {**values, "text": "Иначе"}

    with meanwhile(
        lambda: decisions.change(first.pk, values=other, by=ministry)
    ) as pause:
        meetings.opened(meeting.pk, ministry)
        pause()
        decisions.add(meeting.pk, values=values, by=ministry)

    found = set(meeting.decisions.values_list("text", flat=True))
    assert found == {values["text"], "Иначе"}


def test_a_date_is_marked_while_a_new_edition_comes_into_force(
    region, ministry, operator
) -> None:
    draft = documents.write(text(indicators=()), unit=region, by=ministry)
    former = editions.publish(draft.pk, by=ministry)
    row = former.events.get().occurrences.get()
    draft = editions.new_edition(former.pk, edition_on=None, by=ministry)

    with meanwhile(
        lambda: occurrences.cancel(row.pk, reason="Нет лектора", by=operator)
    ) as pause:
        new = editions.publish(draft.pk, by=ministry)
        pause()

    assert new.events.get().occurrences.get().status == "cancelled"


def test_people_are_added_while_a_new_edition_comes_into_force(
    region, ministry, operator, school
) -> None:
    draft = documents.write(text(indicators=()), unit=region, by=ministry)
    former = editions.publish(draft.pk, by=ministry)
    row = former.events.get().occurrences.get()
    draft = editions.new_edition(former.pk, edition_on=None, by=ministry)
    named = [participation.Named(school.pk)]

    with meanwhile(
        lambda: participation.add(row.pk, named, source="hand", by=operator)
    ) as pause:
        editions.publish(draft.pk, by=ministry)
        pause()

    assert row.participations.get().unit == school


def test_an_import_waits_for_who_publishes_the_draft(region, ministry) -> None:
    program = documents.write(text(), unit=region, by=ministry)
    data = plan_files.docx(Piece(("Мероприятие", "Срок"), [["Форум", "май 2026"]]))
    draft = imports.start(program.pk, file_name="plan.docx", data=data, by=ministry)

    def publish_first() -> None:
        with meanwhile(lambda: imports.drop(draft.pk, by=ministry)) as pause:
            editions.publish(program.pk, by=ministry)
            pause()

    with pytest.raises(Refused):
        publish_first()


def test_two_begin_a_document_of_one_kind_and_year(region, ministry) -> None:
    def unsaved():
        row = factories.program(region)
        row.delete()
        row.pk, row.code = None, ""
        return row

    first, second = unsaved(), unsaved()

    with meanwhile(lambda: drafts.begin(second, by=ministry)) as pause:
        drafts.begin(first, by=ministry)
        pause()

    assert first.code != second.code
