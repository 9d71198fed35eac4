"""Attacks on the reserve: each was tried, what succeeded was mended."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from reserve import anonymous_files, evidence_nominations, evidence_plans
from reserve.models import (
    Application,
    Competition,
    Consent,
    DevelopmentPlan,
    Nomination,
    PlanItem,
)
from reserve.services import (
    admission,
    consents,
    erasure,
    nominations,
    points,
    proposals,
    reminders,
)
from reserve.services.proposals import Proposed
from tests import factories as portal_rows
from tests import paper
from tests.reserve import factories

OPENED = "reserve_file_opened"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def decider(ministry: User) -> User:
    """A user of the ministry who is a person, and so may be a candidate."""
    ministry.person = portal_rows.person()
    ministry.save()
    return ministry


def test_an_old_paper_opens_no_file_that_was_closed_since(
    school: Unit, officer: User
) -> None:
    member = factories.member(school)
    text = factories.consent_text(factories.region_of(school))
    consents.withdraw(member.person, by=officer)

    with pytest.raises(Refused, match="withdrawn after this day"):
        consents.give(
            member.person,
            text,
            by=officer,
            form=Consent.Form.PAPER,
            given_at=timezone.now() - dt.timedelta(days=30),
        )

    assert not Consent.objects.in_force().filter(person=member.person).exists()


def test_a_new_paper_opens_the_file_again(school: Unit, officer: User) -> None:
    member = factories.member(school)
    text = factories.consent_text(factories.region_of(school))
    consents.withdraw(member.person, by=officer)

    consents.give(member.person, text, by=officer, form=Consent.Form.PAPER)

    assert Consent.objects.in_force().filter(person=member.person).exists()


def test_a_municipality_erases_no_application_to_the_region(
    client: Client, school: Unit, officer: User, ministry: User, region: Unit
) -> None:
    application = factories.application(
        factories.competition(region, ministry), school, motivation="Хочу учиться"
    )
    client.force_login(officer)
    url = reverse("reserve:subject_erase", args=[application.person_id])

    shown, sent = client.get(url), client.post(url)

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert application.person.last_name not in shown.content.decode()
    application.refresh_from_db()
    assert application.status == Application.Status.SUBMITTED
    assert application.motivation
    assert Consent.objects.in_force().filter(person=application.person).exists()


def test_whose_competition_it_is_erases(
    school: Unit, ministry: User, region: Unit
) -> None:
    application = factories.application(
        factories.competition(region, ministry), school, motivation="Хочу учиться"
    )

    erasure.erase(application.person_id, by=ministry)

    application.refresh_from_db()
    assert application.motivation == ""


def test_notices_name_nobody_who_has_withdrawn(
    school: Unit, officer: User, client: Client
) -> None:
    today = timezone.localdate()
    member = factories.member(school, term_ends_on=today + dt.timedelta(days=20))
    reminders.remind(today)
    name = member.person.last_name
    assert Notification.objects.filter(user=officer, text__contains=name).exists()

    consents.withdraw(member.person, by=officer)

    assert not Notification.objects.filter(text__contains=name).exists()
    client.force_login(officer)
    assert name not in client.get(reverse("notifications")).content.decode()


def test_a_document_of_a_nomination_is_opened_on_record(
    school: Unit, ministry: User
) -> None:
    nomination = factories.nomination(
        factories.vacancy(school, ministry), factories.member(school), ministry
    )
    opened = evidence_nominations.OWNER.opened
    assert opened is not None

    opened(ministry, nomination)

    entry = JournalEntry.objects.get(action=OPENED)
    assert (entry.subject_id, entry.by) == (nomination.pk, ministry)


def test_a_proof_in_a_plan_is_opened_on_record(school: Unit, ministry: User) -> None:
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + dt.timedelta(days=30)}
    member = factories.member(school)
    plan = DevelopmentPlan.objects.create(member=member, due_on=today, **days)
    item = PlanItem.objects.create(
        plan=plan, kind="course", name="Курс", hours=8, **days
    )
    opened = evidence_plans.ITEM.opened
    assert opened is not None

    opened(ministry, item)

    entry = JournalEntry.objects.get(action=OPENED)
    assert (entry.subject_id, entry.by) == (member.pk, ministry)


def test_an_invitation_opens_no_file_to_a_stranger(
    school: Unit, ministry: User, region: Unit, head: User
) -> None:
    deputy = factories.member(school).person
    factories.post(school, "deputy").appointments.create(
        person=deputy, starts_on=dt.date(2020, 9, 1)
    )
    proposed = Proposed(deputy, school, "Заместитель", "", "mine@example.org")
    competition = factories.competition(region, ministry)

    with pytest.raises(Refused, match="ask the administrator"):
        proposals.nominate(competition.pk, proposed, by=head)

    assert not User.objects.filter(person=deputy).exists()


def test_who_may_open_the_file_invites(
    school: Unit, ministry: User, region: Unit
) -> None:
    person = factories.member(school).person
    proposed = Proposed(person, school, "Заместитель", "", "own@example.org")
    competition = factories.competition(region, ministry)

    proposals.nominate(competition.pk, proposed, by=ministry)

    assert User.objects.filter(person=person).exists()


def test_nobody_approves_or_appoints_themselves(school: Unit, decider: User) -> None:
    member = factories.member(school, decider.person)
    nomination = factories.nomination(
        factories.vacancy(school, decider), member, decider, status="interview"
    )

    with pytest.raises(Refused, match="own nomination"):
        nominations.move(nomination.pk, Nomination.Status.APPROVED, by=decider)
    Nomination.objects.filter(pk=nomination.pk).update(status="approved")
    with pytest.raises(Refused, match="own nomination"):
        nominations.appoint(
            nomination.pk,
            starts_on=timezone.localdate(),
            order_number="1",
            by=decider,
        )


def test_nobody_admits_themselves(school: Unit, decider: User, region: Unit) -> None:
    application = factories.application(
        factories.competition(region, decider), school, decider.person
    )

    with pytest.raises(Refused, match="own application"):
        admission.admit(application.pk, ticked=[], by=decider)


def test_nobody_gives_themselves_points(
    school: Unit, decider: User, region: Unit
) -> None:
    competition = factories.competition(region, decider, status="assessing")
    own = factories.application(competition, school, decider.person, status="admitted")
    test = competition.stages.get(kind="test")

    with pytest.raises(Refused, match="own application"):
        points.enter(test.pk, points={own.number: Decimal(100)}, by=decider)


def test_an_expert_loses_a_sheet_with_the_consent(
    client: Client, school: Unit, ministry: User, region: Unit
) -> None:
    competition = factories.competition(
        region, ministry, status=Competition.Status.ASSESSING
    )
    application = factories.application(competition, school, status="admitted")
    user = factories.expert_user(region)
    expert = competition.experts.create(user=user, label="А")
    sheet = expert.sheets.create(
        application=application,
        stage=competition.stages.get(kind="defense"),
        due_on=timezone.localdate(),
    )
    client.force_login(user)
    pages = [
        reverse("reserve:sheet", args=[sheet.pk]),
        reverse("reserve:sheet_recuse", args=[sheet.pk]),
        reverse("reserve:sheet_document", args=[sheet.pk, 1]),
    ]
    assert client.get(pages[0]).status_code == 200

    consents.withdraw(application.person, by=ministry)

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(pages[0], {"hand_in": "1"}).status_code == 404


def test_a_municipality_nominates_nobody_of_another(
    client: Client, school: Unit, other_school: Unit, officer: User
) -> None:
    stranger = factories.member(other_school, status="ready")
    vacancy = factories.vacancy(school, officer)
    client.force_login(officer)
    url = reverse("reserve:nomination_add", args=[vacancy.pk])

    answer = client.post(url, {"member": stranger.pk, "note": ""})

    assert answer.status_code == 404
    with pytest.raises(PermissionDenied):
        nominations.submit(vacancy.pk, member_id=stranger.pk, by=officer)


def test_a_blind_office_file_says_nothing_of_its_author() -> None:
    author = "<cp:creator>Заозёрская Эвелина</cp:creator>".encode()
    data = paper.docx(**{"docProps/core.xml": author})

    shown = anonymous_files.nameless(io.BytesIO(data), paper.OFFICE).read()

    with zipfile.ZipFile(io.BytesIO(shown)) as archive:
        assert archive.read("word/document.xml") == b"<d/>"
        assert "Эвелина" not in archive.read("docProps/core.xml").decode()


def test_a_blind_file_of_libre_office_says_nothing_of_its_author() -> None:
    author = "<dc:creator>Заозёрская Эвелина</dc:creator>".encode()
    data = paper.odf("text", **{"meta.xml": author})

    shown = anonymous_files.nameless(io.BytesIO(data), f"{paper.ODF}text").read()

    assert shown.startswith(b"PK\x03\x04")
    with zipfile.ZipFile(io.BytesIO(shown)) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert "Эвелина" not in archive.read("meta.xml").decode()
