"""Findings: kept at every save, settled, accepted, taken back; their page."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from programs import checks, text_files
from programs.models import Finding, Program
from programs.services import documents, drafts, editions, findings
from tests.programs import factories

State = Finding.State


def written(name: str, unit: Unit, by: User) -> Program:
    """A draft of one of the five documents, looked through."""
    program = documents.write(text_files.read(name), unit=unit, by=by)
    findings.check(program.pk)
    return program


def one(program: Program, code: str, place: str = "") -> Finding:
    """The finding of the code; of the place where there are several."""
    rows = program.findings.filter(code=code)
    return rows.get(place__contains=place) if place else rows.get()


def way(finding: Finding, do: str) -> int:
    """The number of a way to settle it."""
    return [option["do"] for option in finding.facts["options"]].index(do)


def signed_in(user: User) -> Client:
    """A client of the user."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def municipal_program(region: Unit, ministry: User) -> Program:
    return written("kamyshin-2022", region, ministry)


@pytest.fixture
def project(region: Unit, ministry: User) -> Program:
    return written("khabarovsk-2023", region, ministry)


def test_text_from_the_database_has_the_findings_of_the_file(project):
    from_file = checks.of_text(text_files.read("khabarovsk-2023"))

    kept = project.findings.values_list("code", "place")
    assert sorted(kept) == sorted((found.code, found.place) for found in from_file)


def test_check_changes_nothing_the_second_time(project):
    before = list(project.findings.order_by("pk").values())

    findings.check(project.pk)

    assert list(project.findings.order_by("pk").values()) == before


def test_check_asks_the_same_queries_whatever_the_length(project, municipal_program):
    counts = []
    for program in (project, municipal_program):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            findings.check(program.pk)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_accepted_stays_accepted_after_the_next_check(project, ministry):
    finding = one(project, "EVENT_NUMBER_GAP")
    findings.accept(finding.pk, reason="Так в протоколе", by=ministry)

    findings.check(project.pk)

    finding.refresh_from_db()
    assert (finding.state, finding.reason) == (State.ACCEPTED, "Так в протоколе")


def test_new_edition_keeps_what_was_accepted(project, ministry):
    finding = one(project, "EVENT_NUMBER_GAP")
    findings.accept(finding.pk, reason="Так в протоколе", by=ministry)
    Program.objects.filter(pk=project.pk).update(
        status="published", published_at="2026-01-01T00:00:00Z", published_by=ministry
    )

    edition = editions.new_edition(project.pk, edition_on=None, by=ministry)
    findings.check(edition.pk)

    kept = one(edition, "EVENT_NUMBER_GAP")
    assert (kept.state, kept.reason) == (State.ACCEPTED, "Так в протоколе")


def test_error_cannot_be_accepted(project, ministry):
    with pytest.raises(Refused):
        findings.accept(
            one(project, "SAMPLE_SELECTS_OUTCOME").pk, reason="Так надо", by=ministry
        )


def test_accepting_needs_a_reason(project, ministry):
    with pytest.raises(Refused):
        findings.accept(one(project, "EVENT_NO_DEADLINE").pk, reason=" ", by=ministry)


def test_note_needs_no_decision(project, ministry):
    with pytest.raises(Refused):
        findings.accept(one(project, "DUPLICATE_NAME").pk, reason="Да", by=ministry)


def test_head_may_not_accept(project, head):
    with pytest.raises(PermissionDenied):
        findings.accept(one(project, "EVENT_NO_DEADLINE").pk, reason="Да", by=head)


def test_decision_can_be_taken_back(project, ministry):
    finding = one(project, "EVENT_NO_DEADLINE")
    findings.accept(finding.pk, reason="Ждём графика", by=ministry)

    findings.reopen(finding.pk, by=ministry)

    finding.refresh_from_db()
    assert (finding.state, finding.reason) == (State.OPEN, "")
    assert (
        JournalEntry.objects.get(action="program_finding_reopened").reason
        == "Ждём графика"
    )
    with pytest.raises(Refused):
        findings.reopen(finding.pk, by=ministry)


def test_variant_is_chosen_with_a_reason(municipal_program, ministry):
    finding = one(municipal_program, "TARGET_CONFLICT")
    with pytest.raises(Refused):
        findings.settle(finding.pk, 1, by=ministry)

    settled = findings.settle(finding.pk, 1, by=ministry, reason="Решение совета")

    assert settled.state == State.GONE
    values = municipal_program.indicators.get(number="5").values
    assert values.get(is_chosen=True).variant == "раздел 4"


def test_deadline_moved_to_a_later_year_settles_order_too(municipal_program, ministry):
    finding = one(municipal_program, "EVENT_ORDER")
    words = finding.facts["options"][0]["words"]

    findings.settle(finding.pk, 0, by=ministry)

    assert words == "июнь, июль 2023, 2024"
    for code in ("EVENT_ORDER", "EVENT_BEFORE_PROGRAMME", "EVENT_NOT_REPEATED"):
        assert one(municipal_program, code).state == State.GONE


def test_deadline_is_asked_for_in_words(project, ministry):
    finding = one(project, "EVENT_NO_DEADLINE")
    number = way(finding, "ask_deadline")
    with pytest.raises(Refused):
        findings.settle(finding.pk, number, by=ministry)
    with pytest.raises(Refused):
        findings.settle(finding.pk, number, by=ministry, answer="когда-нибудь потом")

    findings.settle(finding.pk, number, by=ministry, answer="май 2024 г.")

    event = project.events.get(number="1.7")
    assert (event.schedule_corrected, event.schedule_original) == ("май 2024 г.", "")


@pytest.mark.parametrize(
    ("document", "code", "place", "do", "answer"),
    [
        ("khabarovsk-2023", "EVENT_NUMBER_GAP", "", "renumber", ""),
        ("khabarovsk-2023", "EVENT_NUMBER_MISSING", "", "number", ""),
        ("khabarovsk-2023", "INDICATOR_NUMBER_MISSING", "", "number_indicators", ""),
        ("khabarovsk-2023", "FORMULA_NO_PERCENT", "", "add_percent", ""),
        ("khabarovsk-2023", "EVENT_NO_DEADLINE", "", "bounds", ""),
        ("khabarovsk-2023", "TARGET_SUBJECT_MISMATCH", "1.6", "population", ""),
        ("khabarovsk-2023", "TARGET_SUBJECT_MISMATCH", "2.3", "type", ""),
        ("khabarovsk-2023", "TARGET_WITHOUT_NUMBER", "", "event_value", ""),
        ("kamyshin-2022", "TABLE_ROW_UNNUMBERED", "", "number_clauses", ""),
        ("kamyshin-2022", "ANNEX_MISSING", "", "annex_there", ""),
        ("kamyshin-2022", "TARGET_BELOW_BASELINE", "", "ask_value", "15,5"),
        ("kamyshin-2022", "EVENT_BEFORE_PROGRAMME", "", "deadline", ""),
        ("kamyshin-2022", "EVENT_BEFORE_PROGRAMME", "", "remove_event", ""),
        ("smolensk-2022", "DEADLINE_OUTSIDE_PERIOD", "Выезд", "deadline", ""),
        ("nizhnyaya-tura-2024", "DUPLICATE_DOCUMENT", "", "remove_repeats", ""),
        ("nizhnyaya-tura-2024", "DUPLICATE_ITEM", "section 3", "remove_event", ""),
    ],
)
def test_way_settles_its_finding(region, ministry, document, code, place, do, answer):
    program = written(document, region, ministry)
    finding = one(program, code, place)

    settled = findings.settle(
        finding.pk, way(finding, do), by=ministry, reason="Исправлено", answer=answer
    )

    assert settled.state == State.GONE
    entry = JournalEntry.objects.get(action="program_finding_settled")
    assert entry.details["way"] == do


@pytest.mark.parametrize("answer", ["", "много", "5", "NaN", "1e99"])
def test_target_worse_than_the_baseline_is_refused(municipal_program, ministry, answer):
    finding = one(municipal_program, "TARGET_BELOW_BASELINE")

    with pytest.raises(Refused):
        findings.settle(finding.pk, 0, by=ministry, answer=answer)


def test_issued_text_is_not_settled(project, ministry):
    Program.objects.filter(pk=project.pk).update(
        status="published", published_at="2026-01-01T00:00:00Z", published_by=ministry
    )
    finding = one(project, "FORMULA_NO_PERCENT")

    with pytest.raises(Refused):
        findings.settle(finding.pk, 0, by=ministry)


def test_way_that_is_not_offered_is_refused(project, ministry):
    with pytest.raises(Refused):
        findings.settle(one(project, "EVENT_NO_DEADLINE").pk, 9, by=ministry)


def test_way_to_another_page_is_refused(project, ministry):
    finding = one(project, "RESULT_WITHOUT_EVENT", "task 5")

    with pytest.raises(Refused):
        findings.settle(finding.pk, 0, by=ministry)


def test_program_is_blocked_until_errors_are_settled_and_warnings_decided(
    municipal_program, ministry
):
    assert findings.is_blocked(municipal_program)
    findings.settle(
        one(municipal_program, "TARGET_CONFLICT").pk, 0, by=ministry, reason="Паспорт"
    )
    findings.settle(one(municipal_program, "EVENT_ORDER").pk, 0, by=ministry)
    for row in municipal_program.findings.blocking():
        findings.accept(row.pk, reason="Так в документе", by=ministry)

    assert not findings.is_blocked(municipal_program)


def test_page_shows_place_reason_and_ways(project, ministry):
    page = signed_in(ministry).get(reverse("programs:findings", args=[project.pk]))

    text = page.content.decode()
    assert page.status_code == 200
    assert "SAMPLE_SELECTS_OUTCOME" in text
    assert "1.7" in text
    assert 'value="accept"' in text


def test_page_offers_nothing_to_readers(project, ministry, head):
    Program.objects.filter(pk=project.pk).update(
        status="published", published_at="2026-01-01T00:00:00Z", published_by=ministry
    )

    page = signed_in(head).get(reverse("programs:findings", args=[project.pk]))

    assert page.status_code == 200
    assert "finding_settle" not in page.content.decode()
    assert 'name="option"' not in page.content.decode()


def test_page_asks_the_same_queries_whatever_is_found(project, region, ministry):
    client = signed_in(ministry)
    small = documents.write(
        text_files.read("molchanovo-2022"), unit=region, by=ministry
    )
    findings.check(small.pk)
    counts = []
    for program in (project, small):
        url = reverse("programs:findings", args=[program.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_filter_narrows_and_odd_values_do_no_harm(project, ministry):
    client = signed_in(ministry)
    url = reverse("programs:findings", args=[project.pk])

    errors = client.get(url, {"severity": "error"}).content.decode()
    odd = client.get(url, {"severity": "x", "code": "'--", "state": "?"})

    assert "SAMPLE_SELECTS_OUTCOME" in errors
    assert "finding-" in errors
    assert len(errors) < len(odd.content.decode())
    assert odd.status_code == 200


def test_form_accepts_and_says_what_is_wrong(project, ministry):
    client = signed_in(ministry)
    finding = one(project, "EVENT_NO_DEADLINE")
    url = reverse("programs:finding_settle", args=[finding.pk])

    empty = client.post(url, {"option": "accept", "reason": ""})
    none = client.post(url, {"reason": "Да"})
    done = client.post(url, {"option": "accept", "reason": "Ждём графика"})

    assert empty.status_code == none.status_code == 200
    assert "alert" in empty.content.decode()
    assert "alert" in none.content.decode()
    assert done.url == reverse("programs:findings", args=[project.pk])
    finding.refresh_from_db()
    assert finding.state == State.ACCEPTED


def test_form_settles_and_tells_whether_it_helped(project, ministry):
    client = signed_in(ministry)
    finding = one(project, "FORMULA_NO_PERCENT")

    client.post(
        reverse("programs:finding_settle", args=[finding.pk]),
        {"option": "0", "reason": ""},
    )

    finding.refresh_from_db()
    assert finding.state == State.GONE


def test_accept_and_undo_pages(project, ministry):
    client = signed_in(ministry)
    finding = one(project, "EVENT_NO_DEADLINE")
    accept = reverse("programs:finding_accept", args=[finding.pk])
    undo = reverse("programs:finding_undo", args=[finding.pk])

    assert client.get(accept).status_code == 200
    client.post(accept, {"reason": "Ждём графика"})
    assert client.get(undo).status_code == 200
    client.post(undo)

    finding.refresh_from_db()
    assert finding.state == State.OPEN


def test_export_lists_the_chosen_findings(project, ministry):
    url = reverse("programs:findings_xlsx", args=[project.pk])

    file = signed_in(ministry).get(url, {"severity": "error"})

    sheet = openpyxl.load_workbook(BytesIO(b"".join(file))).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [row[1] for row in rows] == ["SAMPLE_SELECTS_OUTCOME"]
    assert "2.3" in rows[0][2]


def test_export_gives_the_local_day_of_the_decision(project, ministry):
    finding = one(project, "EVENT_NO_DEADLINE")
    late = dt.datetime(2026, 5, 21, 20, 0, tzinfo=dt.UTC)
    Finding.objects.filter(pk=finding.pk).update(
        state=State.ACCEPTED,
        reason="Ждём графика",
        decided_by=ministry,
        decided_at=late,
    )
    url = reverse("programs:findings_xlsx", args=[project.pk])

    file = signed_in(ministry).get(url)

    sheet = openpyxl.load_workbook(BytesIO(b"".join(file))).active
    rows = {row[1]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert rows["EVENT_NO_DEADLINE"][7].date() == dt.date(2026, 5, 22)


def test_check_again_button_finds_what_changed(project, ministry):
    project.events.filter(number="1.7").update(schedule_original="май 2024 г.")

    signed_in(ministry).post(reverse("programs:findings_check", args=[project.pk]))

    assert one(project, "EVENT_NO_DEADLINE").state == State.GONE


def test_words_of_the_document_are_no_markup(project, ministry):
    project.events.filter(number="1.7").update(number="<b>1.7</b>")
    findings.check(project.pk)

    page = signed_in(ministry).get(reverse("programs:findings", args=[project.pk]))

    assert "<b>1.7</b>" not in page.content.decode()


def test_a_corrected_deadline_is_looked_through_again(
    region: Unit, ministry: User
) -> None:
    """Words in place of those nobody can read end the finding, and bring it back."""
    program = factories.program(region, published_by=ministry)
    row = factories.event(program, schedule_original="после утверждения бюджета")
    findings.check(program.pk)
    unread = program.findings.filter(code="DEADLINE_UNREAD")
    assert unread.get().state == State.OPEN

    drafts.correct_deadline(row.pk, "сентябрь 2026 г.", by=ministry)
    assert not unread.filter(state=State.OPEN).exists()

    drafts.correct_deadline(row.pk, "", by=ministry)
    assert unread.get().state == State.OPEN
