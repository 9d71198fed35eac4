"""The subject's report and erasure: counted, whole, with what is kept."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal import files
from portal.errors import Refused
from portal.models import JournalEntry, Person, Unit, User
from portal.services import attachments
from reserve.models import (
    CandidateLetter,
    Consent,
    Decision,
    Deficit,
    DevelopmentPlan,
    Expert,
    Member,
    Protocol,
    Sheet,
)
from reserve.reading import subject_files, subject_sections
from reserve.services import erasure
from tests import factories as portal_rows
from tests import paper
from tests.reserve import factories

SECRET = "Сокровенное"


@pytest.fixture
def person(school: Unit, ministry: User) -> Person:
    """Somebody with an account, an application, sheets, a plan, files, a letter."""
    region = factories.region_of(school)
    user = factories.candidate_user(last_name="Скрытова")
    who = user.person
    factories.ground(region, "consent_withdrawn")
    competition = factories.competition(region, ministry)
    application = factories.application(
        competition, school, who, motivation=SECRET, job_title=SECRET
    )
    member = factories.member(school, who, job_title=SECRET)
    expert = Expert.objects.create(
        competition=competition, user=factories.expert_user(region), label="А"
    )
    Sheet.objects.create(
        expert=expert,
        application=application,
        stage=competition.stages.get(kind="defense"),
        due_on=dt.date(2026, 12, 1),
        strengths=SECRET,
        advice=SECRET,
    )
    plan = DevelopmentPlan.objects.create(
        member=member,
        goal=SECRET,
        starts_on=dt.date(2026, 1, 1),
        ends_on=dt.date(2026, 12, 1),
        due_on=dt.date(2026, 2, 1),
    )
    Deficit.objects.create(plan=plan, topic=SECRET, source="test", before=1, after=2)
    stored = files.write_once("candidates/1", b"%PDF letter", ".pdf")
    CandidateLetter.objects.create(
        application=application,
        content={"strengths": SECRET},
        path=stored.path,
        sha256=stored.sha256,
        issued_at=timezone.now(),
    )
    attachments.attach(
        paper.upload("Диплом.pdf", paper.PDF), to=member, by=ministry, kind="other"
    )
    return who


def everywhere(text: str) -> list[str]:
    """Return the tables of the reserve, history among them, that hold the text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND (table_name LIKE 'reserve_%%'"
            " OR table_name LIKE 'portal_person%%' OR table_name LIKE 'portal_user%%')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s',  # noqa: S608
                [f"%{text}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_the_report_holds_everything_and_is_on_record(
    person: Person, ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)

    page = client.get(f"/reserve/people/{person.pk}/report/")
    data = json.loads(client.get(f"/reserve/people/{person.pk}/report.json").content)

    assert page.content.decode().count(SECRET) >= 6
    assert sum(str(rows).count(SECRET) for rows in data.values()) >= 6
    assert len(data) == len(subject_sections.SECTIONS)
    assert JournalEntry.objects.filter(action="reserve_subject_report").count() == 2


def test_the_person_takes_their_own_report(person: Person) -> None:
    client = Client()
    client.force_login(person.user)

    assert client.get(f"/reserve/people/{person.pk}/report/").status_code == 200
    other = portal_rows.person()
    assert client.get(f"/reserve/people/{other.pk}/report/").status_code == 404


def test_counting_changes_nothing(person: Person, ministry: User) -> None:
    tally = erasure.counted(person, by=ministry)

    assert tally.total >= 7
    assert everywhere(SECRET)
    assert not JournalEntry.objects.filter(action="reserve_subject_erased").exists()


@pytest.mark.django_db(transaction=True)
def test_erasure_leaves_neither_texts_nor_names_nor_files(
    person: Person, ministry: User
) -> None:
    path = CandidateLetter.objects.get().path
    counted = erasure.counted(person, by=ministry)

    done = erasure.erase(person.pk, by=ministry)

    assert done.total >= counted.total
    assert everywhere(SECRET) == []
    assert everywhere("Скрытова") == []
    assert not files.is_intact(path, "")
    assert not subject_files.attachments(person).exists()
    assert not CandidateLetter.objects.exists()
    member = Member.objects.get()
    assert (member.status, str(member.person_id)) == ("excluded", str(person.pk))
    assert not Consent.objects.in_force().exists()
    user = User.objects.get(pk=person.user.pk)
    assert (user.is_active, user.email) == (False, "")
    entry = JournalEntry.objects.get(action="reserve_subject_erased")
    assert "Скрытова" not in json.dumps(entry.details, ensure_ascii=False)


def test_appointments_and_signed_protocols_keep_the_name(
    person: Person, school: Unit, ministry: User
) -> None:
    portal_rows.appoint(person, school)
    application = person.applications.get()
    Member.objects.update(application=application)
    protocol = Protocol.objects.create(
        competition=application.competition,
        number="1",
        held_on=dt.date(2026, 11, 1),
        chair="Председатель",
        secretary="Секретарь",
    )
    Decision.objects.create(
        protocol=protocol, application=application, verdict="decline", reason="Мало"
    )
    protocol.signed_at = timezone.now()
    protocol.save()

    done = erasure.erase(person.pk, by=ministry)

    person.refresh_from_db()
    assert len(done.kept) == 3
    assert person.last_name == "Скрытова"
    assert person.appointments.count() == 1
    assert person.applications.get().motivation == ""
    member = Member.objects.get()
    assert member.person != person
    assert member.application is None
    assert everywhere(SECRET) == []


def test_a_member_has_to_be_excluded_first(
    person: Person, ministry: User, school: Unit
) -> None:
    factories.ground(factories.region_of(school), "consent_withdrawn").delete()

    with pytest.raises(Refused):
        erasure.erase(person.pk, by=ministry)

    assert Consent.objects.in_force().exists()


def test_only_who_decides_there_erases(
    person: Person, operator: User, outsider: User
) -> None:
    for by in (operator, outsider, person.user):
        with pytest.raises(PermissionDenied):
            erasure.erase(person.pk, by=by)


def test_the_command_counts_then_erases(person: Person, capsys) -> None:
    call_command("erase_subject", str(person.pk), "--dry-run")
    assert everywhere(SECRET)

    call_command("erase_subject", str(person.pk))
    assert everywhere(SECRET) == []
