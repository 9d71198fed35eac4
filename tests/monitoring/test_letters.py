"""Letters: drafted for everyone expected, made once, sent, replaced, confirmed."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from monitoring.letter_pdf.content import LetterContent, from_json
from monitoring.models import Letter, Recommendation, Result
from monitoring.services import letter_content, letter_drafts, letters
from portal import files, tasks
from portal.errors import Refused
from portal.models import Body, Job, Membership, Notification, User
from tests import factories
from tests.monitoring import letter_rows
from tests.monitoring.letter_rows import Network

Status = Letter.Status


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks.work, "apply_async", lambda *_args, **_options: None)


@pytest.fixture
def made(region) -> Network:
    """Three schools with drafted letters."""
    rows = letter_rows.network(region)
    letter_drafts.prepare(rows.cycle.pk)
    return rows


def ready(made: Network) -> list[Letter]:
    """Say that all letters are made, without the PDF."""
    Letter.objects.filter(status=Status.WAITING).update(
        status=Status.READY, path="letters/1/a.pdf", sha256="a" * 64
    )
    return made.letters()


def content(letter: Letter) -> LetterContent:
    return from_json(letter.content)


def user_of(letter: Letter) -> User:
    return User.objects.get(person=letter.person_id)


def worsen(made: Network, unit) -> None:
    """Change the figures of one school."""
    Result.objects.filter(cycle=made.cycle, unit=unit).update(numerator=8, value=40)


# Drafts


def test_prepare_writes_a_letter_to_every_head(made):
    found = made.letters()

    assert [letter.number for letter in found] == [
        "01-17/0001",
        "01-17/0002",
        "01-17/0003",
    ]
    assert {letter.status for letter in found} == {Status.WAITING}
    assert {letter.unit_id for letter in found} == {unit.pk for unit in made.schools}
    assert len({letter.code for letter in found}) == 3
    assert all(len(letter.code.replace("-", "")) == 12 for letter in found)


def test_a_draft_says_what_was_found(made):
    letter = made.letters()[0]
    said = content(letter)

    assert said.number == "01-17/0001"
    assert said.dated_on == min(timezone.localdate(), made.cycle.run_on)
    assert said.total.value == 45
    assert said.total.median == 55
    assert said.peers is not None
    assert (said.peers.size, said.peers.quarter) == (8, 2)
    assert said.municipality is not None
    assert said.municipality.name == "городскому округу Энск"
    assert said.cycle.population.count == 3
    assert said.verification is not None
    assert said.verification.code == letter.code
    assert said.basis == (
        "В соответствии с методикой мониторинга «Методика»,"
        " утверждённой приказом от 14.01.2026 № 21,"
    )


def test_a_draft_shows_the_indicator_and_what_to_do(made):
    said = content(made.letters()[0])
    row, advice = said.indicators[0], said.recommendations[0]

    assert (row.code, row.numerator, row.denominator) == ("1.1", 9, 20)
    assert (row.value, row.median, row.level, row.weak) == (45, 60, "low", True)
    assert row.track == "Направление 1. Качество управления"
    assert advice.indicator == "1.1"
    assert advice.finding == "Опытом делятся 9 из 20 (45,0 %), уровень низкий."
    assert advice.due_on == dt.date(2027, 1, 20)


def test_at_most_six_weak_rows_come_first_by_advice(region):
    made = letter_rows.network(region, schools=1)
    unit = made.schools[0]
    for value in range(10, 18):
        more = factories.indicator(made.cycle.methodology, f"2.{value}")
        made.indicator = more
        letter_rows.result(made, unit, value)

    letter_drafts.prepare(made.cycle.pk)

    weak = [row.code for row in content(made.letters()[0]).indicators if row.weak]
    assert weak == ["1.1", "2.10", "2.11", "2.12", "2.13", "2.14"]


def test_a_medium_value_without_advice_is_not_weak(region):
    made = letter_rows.network(region, schools=1)
    Recommendation.objects.all().delete()
    Result.objects.filter(unit=made.schools[0]).update(level="medium", value=60)

    letter_drafts.prepare(made.cycle.pk)

    assert not content(made.letters()[0]).indicators[0].weak


@pytest.mark.parametrize(
    ("number", "basis", "expected"),
    [
        ("2 (протокол)", [], "протоколом от 14.01.2026 № 2,"),
        ("577-р", [], "распоряжением от 14.01.2026 № 577-р,"),
        (
            "21",
            [{"number": "273-ФЗ", "article": "97"}],
            "статьёй 97 Федерального закона",
        ),
    ],
)
def test_basis_names_the_act_by_its_kind(region, number, basis, expected):
    method = factories.methodology(
        region, order_number=number, order_on=dt.date(2026, 1, 14), basis=basis
    )

    assert expected in letter_content.basis(method)


def test_no_head_on_the_day_withholds_the_letter(region):
    made = letter_rows.network(region, schools=2)
    letter_rows.leave(made.schools[0])

    assert letter_drafts.prepare(made.cycle.pk) == 1

    letter = Letter.objects.get(unit=made.schools[0])
    assert (letter.status, letter.number, letter.content) == (Status.WITHHELD, "", {})
    assert "11 декабря 2026" in letter.reason.replace("\u00a0", " ")


def test_a_closed_organization_gets_no_letter(region):
    made = letter_rows.network(region, schools=1)
    unit = made.schools[0]
    unit.valid_to = dt.date(2026, 9, 1)
    unit.save()

    letter_drafts.prepare(made.cycle.pk)

    assert made.letters()[0].status == Status.WITHHELD


def test_prepare_is_refused_without_an_authority_to_sign(region):
    made = letter_rows.network(region, schools=1)
    Body.objects.all().delete()

    with pytest.raises(Refused):
        letter_drafts.prepare(made.cycle.pk)


def test_drafts_take_the_same_queries_for_many(region):
    made = letter_rows.network(region, schools=2)
    with CaptureQueriesContext(connection) as few:
        letter_drafts.prepare(made.cycle.pk)
    municipality = made.schools[0].parent
    for _school in range(10):
        letter_rows.school(made, municipality)
    Letter.objects.all().delete()

    with CaptureQueriesContext(connection) as many:
        letter_drafts.prepare(made.cycle.pk)

    assert len(many) == len(few)


# Anew


def test_unchanged_letters_stay(made):
    before = [(one.pk, one.status, one.code) for one in ready(made)]

    assert letter_drafts.prepare(made.cycle.pk) == 0

    assert [(one.pk, one.status, one.code) for one in made.letters()] == before


def test_a_changed_letter_not_sent_is_written_over(made):
    first = ready(made)[0]
    worsen(made, first.unit)

    assert letter_drafts.prepare(made.cycle.pk) == 1

    again = Letter.objects.get(pk=first.pk)
    assert (again.number, again.code) == (first.number, first.code)
    assert (again.status, again.path) == (Status.WAITING, "")
    assert content(again).indicators[0].value == 40


def test_a_changed_letter_already_sent_is_replaced(made, ministry):
    first = ready(made)[0]
    letters.issue(made.cycle.pk, by=ministry)
    worsen(made, first.unit)

    assert letter_drafts.prepare(made.cycle.pk) == 1

    first.refresh_from_db()
    new = first.replaced_by
    assert new is not None
    assert (new.number, new.status, new.issued_at) == (
        "01-17/0004",
        Status.WAITING,
        None,
    )
    assert new.code != first.code
    assert (first.status, content(first).indicators[0].value) == (Status.READY, 45)
    assert content(new).dated_on == timezone.localdate()


def test_a_letter_already_sent_is_not_withheld_afterwards(made, ministry):
    first = ready(made)[0]
    letters.issue(made.cycle.pk, by=ministry)
    letter_rows.leave(first.unit)

    letter_drafts.prepare(made.cycle.pk)

    first.refresh_from_db()
    assert (first.status, first.replaced_by) == (Status.READY, None)


def test_a_head_found_later_gets_the_letter(region):
    made = letter_rows.network(region, schools=1)
    unit = made.schools[0]
    letter_rows.leave(unit)
    letter_drafts.prepare(made.cycle.pk)
    factories.appoint(factories.person(), unit, dt.date(2022, 1, 1))

    letter_drafts.prepare(made.cycle.pk)

    letter = made.letters()[0]
    assert (letter.status, letter.reason) == (Status.WAITING, "")
    assert letter.number == "01-17/0001"


def test_numbers_go_on_after_four_digits(made):
    Letter.objects.filter(number="01-17/0003").update(number="01-17/10000")

    assert letter_drafts.Numbers(made.cycle).next() == "01-17/10001"


# Making


def test_make_keeps_the_pdf_and_says_where(made):
    letter = made.letters()[0]

    letters.make(letter.pk)

    letter.refresh_from_db()
    assert letter.status == Status.READY
    assert files.is_intact(letter.path, letter.sha256)
    with files.open_stored(letter.path) as file:
        data = file.read()
    assert (len(data), len(PdfReader(io.BytesIO(data)).pages)) == (
        letter.size,
        letter.pages,
    )
    assert letter.made_at is not None
    assert letter.template_version


def test_make_twice_does_it_once(made):
    letter = made.letters()[0]
    letters.make(letter.pk)
    first = Letter.objects.get(pk=letter.pk)

    letters.make(letter.pk)

    assert Letter.objects.get(pk=letter.pk).made_at == first.made_at


def test_a_letter_that_cannot_be_made_says_why(made):
    letter = made.letters()[0]
    letter.content["subject"] = "Знак ☃"
    letter.save()

    with pytest.raises(Refused, match="U\\+2603"):
        letters.make(letter.pk)

    letter.refresh_from_db()
    assert letter.status == Status.FAILED
    assert "U+2603" in letter.reason


def test_a_letter_that_failed_can_be_made_after_all(made):
    letter = made.letters()[0]
    letters.fail([letter.pk], "Нет шрифта.")

    letters.make(letter.pk)

    letter.refresh_from_db()
    assert (letter.status, letter.reason) == (Status.READY, "")


def test_what_was_written_over_while_it_was_made_is_not_kept(made, monkeypatch):
    letter = made.letters()[0]
    render = letters.made

    def meanwhile(said: LetterContent):
        worsen(made, letter.unit)
        letter_drafts.prepare(made.cycle.pk)
        return render(said)

    monkeypatch.setattr(letters, "made", meanwhile)

    letters.make(letter.pk)

    letter.refresh_from_db()
    assert (letter.status, letter.path) == (Status.WAITING, "")


# Sending and reading


def test_issue_sends_ready_letters_and_tells_the_heads(made, ministry):
    first, *_rest = ready(made)
    Letter.objects.filter(pk=made.letters()[2].pk).update(status=Status.WAITING)

    assert letters.issue(made.cycle.pk, by=ministry) == 2
    assert letters.issue(made.cycle.pk, by=ministry) == 0

    notice = Notification.objects.get(user=user_of(first))
    assert first.number in notice.text
    assert Notification.objects.count() == 2


def test_issue_takes_the_same_queries_for_many(region, ministry):
    made = letter_rows.network(region, schools=2)
    letter_drafts.prepare(made.cycle.pk)
    ready(made)
    assert ministry.held_roles  # read once a request
    with CaptureQueriesContext(connection) as few:
        letters.issue(made.cycle.pk, by=ministry)
    for _school in range(10):
        letter_rows.school(made, made.schools[0].parent)
    letter_drafts.prepare(made.cycle.pk)
    ready(made)

    with CaptureQueriesContext(connection) as many:
        letters.issue(made.cycle.pk, by=ministry)

    assert len(many) == len(few)


def test_issue_needs_the_right(made, officer):
    with pytest.raises(PermissionDenied):
        letters.issue(made.cycle.pk, by=officer)


def test_only_the_addressee_confirms_the_reading(made, ministry):
    letter = ready(made)[0]
    with pytest.raises(Refused):
        letters.confirm_reading(letter.pk, by=user_of(letter))
    letters.issue(made.cycle.pk, by=ministry)

    with pytest.raises(PermissionDenied):
        letters.confirm_reading(letter.pk, by=ministry)
    letters.confirm_reading(letter.pk, by=user_of(letter))

    letter.refresh_from_db()
    assert letter.confirmed_by == user_of(letter)
    assert letter.opened_at == letter.confirmed_at


def test_the_first_opening_by_the_addressee_is_noted(made, ministry):
    letter = ready(made)[0]
    letters.issue(made.cycle.pk, by=ministry)

    letters.mark_opened(letter.pk, by=ministry)
    letter.refresh_from_db()
    assert letter.opened_at is None

    letters.mark_opened(letter.pk, by=user_of(letter))
    letter.refresh_from_db()
    first = letter.opened_at
    letters.mark_opened(letter.pk, by=user_of(letter))
    letter.refresh_from_db()
    assert first is not None
    assert letter.opened_at == first


# By hand


def test_an_addressee_by_hand_is_used_as_written(made, ministry):
    made.cycle.status = "computed"
    made.cycle.save()
    letter = ready(made)[0]

    letters.override_addressee(
        letter.pk, text="Директору школы № 5\nПетровой А. С.", by=ministry
    )

    letter.refresh_from_db()
    whom = content(letter).addressee
    assert whom.position_dative == "Директору школы № 5"
    assert (whom.organization_genitive, whom.name_dative) == ("", "Петровой А. С.")
    assert letter.status == Status.WAITING
    assert Job.objects.get().items.get().subject_id == letter.pk
    assert letter_drafts.prepare(made.cycle.pk) == 1


def test_an_emptied_addressee_is_by_the_rules_again(made, ministry):
    made.cycle.status = "computed"
    made.cycle.save()
    letter = ready(made)[0]
    before = content(letter).addressee
    letters.override_addressee(letter.pk, text="Кому", by=ministry)
    Job.objects.update(status="done")

    letters.override_addressee(letter.pk, text=" ", by=ministry)

    letter.refresh_from_db()
    assert content(letter).addressee == before


def test_readdressing_a_letter_already_sent_replaces_it(made, ministry):
    made.cycle.status = "published"
    made.cycle.save()
    letter = ready(made)[0]
    letters.issue(made.cycle.pk, by=ministry)

    new = letters.override_addressee(letter.pk, text="Кому", by=ministry)

    letter.refresh_from_db()
    assert letter.replaced_by == new
    assert new.number == "01-17/0004"
    assert letter.number != new.number


def test_readdressing_needs_the_right_and_a_cycle_at_rest(made, ministry, region):
    made.cycle.status = "computed"
    made.cycle.save()
    first, second, _third = ready(made)
    municipal = factories.user("m", Membership.Role.MUNICIPAL, region)
    with pytest.raises(PermissionDenied):
        letters.override_addressee(first.pk, text="Кому", by=municipal)
    letters.override_addressee(first.pk, text="Кому", by=ministry)

    with pytest.raises(Refused):
        letters.override_addressee(second.pk, text="Кому", by=ministry)


def test_values_are_written_with_the_methods_decimals(made):
    assert content(made.letters()[0]).decimals == 1
    assert content(made.letters()[0]).scale.high_from == Decimal(80)
