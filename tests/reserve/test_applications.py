"""Applications: the wizard, sending, nomination, the check of documents, files."""

from __future__ import annotations

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import Attachment, JournalEntry, Notification, Person, Unit, User
from portal.services import attachments
from reserve.models import (
    Application,
    Competition,
    CompetitionDocument,
    Consent,
    StageResult,
)
from reserve.reading import applications as reading
from reserve.services import (
    admission,
    applications,
    competitions,
    consents,
    dictionaries,
    proposals,
)
from reserve.services.proposals import Proposed
from tests import factories as portal
from tests import paper
from tests.reserve import factories

Status = Application.Status
YESTERDAY = dt.timedelta(days=-1)


@pytest.fixture
def competition(region: Unit, ministry: User) -> Competition:
    """A competition of the region that takes applications."""
    return factories.competition(region, ministry)


@pytest.fixture
def candidate() -> User:
    """Somebody who wants to apply."""
    return factories.candidate_user(last_name="Искомова")


def complete(competition: Competition, unit: Unit, by: User) -> Application:
    """A draft that lacks nothing."""
    draft = applications.start(
        competition.pk,
        unit=unit,
        by=by,
        job_title="Заместитель",
        education="higher",
        years_in_education=8,
        years_in_management=2,
        motivation="Хочу.",
    )
    applications.agree(draft.pk, by=by)
    return draft


def step(competition: Competition, name: str) -> str:
    """The address of a step of the wizard."""
    return reverse("reserve:apply_step", args=[competition.pk, name])


def test_the_wizard_from_the_first_step_to_the_last(
    client: Client, competition: Competition, school: Unit, candidate: User
) -> None:
    CompetitionDocument.objects.create(
        competition=competition, code="diploma", name="Диплом"
    )
    client.force_login(candidate)

    found = client.post(
        step(competition, "about"), {"search": school.short_name, "find": "1"}
    )
    assert school.short_name in found.content.decode()
    assert not Application.objects.exists()
    client.post(
        step(competition, "about"),
        {
            "unit": school.pk,
            "job_title": "Заместитель",
            "education": "higher",
            "years_in_education": 8,
            "years_in_management": 2,
        },
    )
    client.post(
        step(competition, "documents"),
        {"kind": "diploma", "upload": paper.upload("d.pdf", paper.PDF)},
    )
    client.post(step(competition, "project"), {"motivation": "Хочу", "project": "П"})
    lacks = client.get(step(competition, "send")).context["lacking"]
    client.post(step(competition, "consent"), {"agrees": "on"})
    client.post(step(competition, "send"))

    own = Application.objects.get()
    assert [lack.step for lack in lacks] == ["consent"]
    assert (own.status, own.number, own.person) == ("submitted", 1, candidate.person)
    assert Attachment.objects.of(own).get().kind == "diploma"
    assert Consent.objects.in_force().filter(person=candidate.person).exists()
    assert Notification.objects.filter(user=candidate).exists()


def test_every_page_of_the_wizard_opens(
    client: Client, competition: Competition, school: Unit, candidate: User
) -> None:
    client.force_login(candidate)
    assert client.get(step(competition, "fit")).status_code == 302
    complete(competition, school, candidate)

    for name in ("about", "fit", "documents", "project", "consent", "send"):
        assert client.get(step(competition, name)).status_code == 200, name
    assert client.get(step(competition, "nothing")).status_code == 404


def test_what_lacks_is_said_and_nothing_is_sent(
    region: Unit, competition: Competition, school: Unit, candidate: User
) -> None:
    dictionaries.ensure(region)
    CompetitionDocument.objects.create(
        competition=competition, code="diploma", name="Диплом"
    )
    draft = applications.start(competition.pk, unit=school, by=candidate)

    with pytest.raises(Refused) as refusal:
        applications.submit(draft.pk, by=candidate)

    assert "Диплом" in str(refusal.value)
    assert Application.objects.get().status == Status.DRAFT


def test_an_unmet_requirement_bars_the_way(
    region: Unit, ministry: User, school: Unit, candidate: User
) -> None:
    today = timezone.localdate()
    made = competitions.add(
        Competition(
            unit=region,
            name="Конкурс",
            announcement="Да",
            opens_on=today,
            closes_on=today + dt.timedelta(days=9),
            decides_on=today + dt.timedelta(days=40),
        ),
        by=ministry,
    )
    made.documents.all().delete()
    competitions.announce(made.pk, by=ministry)
    draft = complete(made, school, candidate)
    applications.save(draft.pk, by=candidate, years_in_education=2)

    with pytest.raises(Refused):
        applications.submit(draft.pk, by=candidate)
    applications.save(draft.pk, by=candidate, years_in_education=3)
    applications.submit(draft.pk, by=candidate)


def test_numbers_have_no_gaps_and_nobody_applies_twice(
    competition: Competition, school: Unit, candidate: User
) -> None:
    first = complete(competition, school, candidate)
    other = factories.candidate_user("other")

    with pytest.raises(Refused):
        applications.start(competition.pk, unit=school, by=candidate)
    second = applications.start(competition.pk, unit=school, by=other)

    assert (first.number, second.number) == (1, 2)


def test_nothing_is_taken_out_of_the_window(
    competition: Competition, school: Unit, candidate: User
) -> None:
    draft = complete(competition, school, candidate)
    rows = Competition.objects.filter(pk=competition.pk)
    day = timezone.localdate() + YESTERDAY
    rows.update(opens_on=day, closes_on=day)

    with pytest.raises(Refused):
        applications.submit(draft.pk, by=candidate)
    with pytest.raises(Refused):
        applications.start(
            competition.pk, unit=school, by=factories.candidate_user("late")
        )


def test_a_place_of_work_in_another_region_is_refused(
    competition: Competition, candidate: User
) -> None:
    foreign = portal.organization(portal.municipality(portal.region()))

    with pytest.raises(Refused):
        applications.start(competition.pk, unit=foreign, by=candidate)


def test_who_has_no_person_does_not_apply(
    competition: Competition, school: Unit, ministry: User
) -> None:
    with pytest.raises(PermissionDenied):
        applications.start(competition.pk, unit=school, by=ministry)


def test_another_s_application_is_not_one_s_own(
    competition: Competition, school: Unit, candidate: User, head: User
) -> None:
    draft = complete(competition, school, candidate)

    for act in (applications.submit, applications.take_back, applications.withdraw):
        with pytest.raises(PermissionDenied):
            act(draft.pk, by=head)
    with pytest.raises(PermissionDenied):
        applications.save(draft.pk, by=head, motivation="Чужое")


def test_taken_back_it_changes_and_is_sent_again(
    competition: Competition, school: Unit, candidate: User
) -> None:
    draft = complete(competition, school, candidate)
    applications.submit(draft.pk, by=candidate)
    with pytest.raises(Refused):
        applications.save(draft.pk, by=candidate, motivation="Иначе")

    applications.take_back(draft.pk, by=candidate)
    applications.save(draft.pk, by=candidate, motivation="Иначе")
    applications.submit(draft.pk, by=candidate)

    own = Application.objects.get()
    assert (own.status, own.motivation, own.number) == ("submitted", "Иначе", 1)


def test_files_change_only_while_it_is_a_draft_and_only_by_the_candidate(
    competition: Competition, school: Unit, candidate: User, ministry: User
) -> None:
    draft = complete(competition, school, candidate)
    file = paper.upload("d.pdf", paper.PDF)
    attachments.attach(file, to=draft, by=candidate, kind="diploma")
    applications.submit(draft.pk, by=candidate)

    with pytest.raises(PermissionDenied):
        attachments.attach(file, to=draft, by=ministry, kind="essay")
    with pytest.raises(Refused):
        attachments.attach(file, to=draft, by=candidate, kind="essay")


def test_a_download_by_the_staff_is_on_record_and_none_of_a_draft(
    client: Client,
    competition: Competition,
    school: Unit,
    candidate: User,
    ministry: User,
) -> None:
    draft = complete(competition, school, candidate)
    file = attachments.attach(
        paper.upload("d.pdf", paper.PDF), to=draft, by=candidate, kind="diploma"
    )
    client.force_login(ministry)
    url = reverse("file", args=[file.pk])
    assert client.get(url).status_code == 404
    applications.submit(draft.pk, by=candidate)

    answer = client.get(url)

    assert answer.getvalue() == paper.PDF
    entry = JournalEntry.objects.get(action="reserve_file_opened")
    assert (entry.by, entry.subject_id) == (ministry, draft.pk)


def test_opening_the_file_is_on_record_and_ends_with_the_consent(
    client: Client,
    competition: Competition,
    school: Unit,
    candidate: User,
    operator: User,
) -> None:
    row = factories.application(competition, school, candidate.person)
    client.force_login(operator)
    url = reverse("reserve:application", args=[row.pk])

    assert "Искомова" in client.get(url).content.decode()
    assert JournalEntry.objects.filter(action="reserve_file_opened").count() == 1
    assert candidate.person
    consents.withdraw(candidate.person, by=candidate)

    assert client.get(url).status_code == 404
    page = client.get(reverse("reserve:competition", args=[competition.pk]))
    assert "Искомова" not in page.content.decode()


def test_the_check_admits_refuses_and_takes_the_refusal_back(
    client: Client,
    competition: Competition,
    school: Unit,
    candidate: User,
    operator: User,
) -> None:
    CompetitionDocument.objects.create(
        competition=competition, code="diploma", name="Диплом"
    )
    row = factories.application(competition, school, candidate.person)
    client.force_login(operator)

    def post(name: str, **data: object) -> str:
        client.post(reverse(f"reserve:application_{name}", args=[row.pk]), data)
        row.refresh_from_db()
        return str(row.status)

    assert post("admit") == "submitted"  # the diploma is not ticked
    assert post("reject", lacks=["diploma"], reason="Приложите.") == "rejected"
    assert row.reason == "Документы: Диплом. Приложите." or "Диплом" in row.reason
    assert StageResult.objects.get(application=row).is_passed is False
    assert post("restore") == "submitted"
    assert row.reason == ""
    assert post("admit", ticked=["diploma"]) == "admitted"
    assert StageResult.objects.get(application=row).is_passed is True
    assert Notification.objects.filter(user=candidate).count() == 3


def test_nobody_decides_on_a_file_whose_consent_is_gone(
    competition: Competition, school: Unit, candidate: User, ministry: User
) -> None:
    row = factories.application(competition, school, candidate.person)
    Consent.objects.update(withdrawn_at=timezone.now())

    with pytest.raises(Refused):
        admission.admit(row.pk, ticked=[], by=ministry)


def test_a_stopped_candidate_goes_on_after_all(
    competition: Competition, school: Unit, ministry: User
) -> None:
    row = factories.application(competition, school, status=Status.ADMITTED)
    stage = competition.stages.get(kind="test")
    admission.stop(row.pk, stage=stage, reason="Ниже порога", by=ministry)

    made = admission.readmit(row.pk, by=ministry)

    assert (made.status, made.reason, made.stopped_at) == (Status.ADMITTED, "", None)


def test_a_head_nominates_somebody_new_who_decides_themselves(
    client: Client,
    competition: Competition,
    school: Unit,
    head: User,
    mailoutbox: list[object],
    django_capture_on_commit_callbacks: object,
) -> None:
    client.force_login(head)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(
            reverse("reserve:nominate", args=[competition.pk]),
            {
                "last_name": "Новая",
                "first_name": "Вера",
                "gender": "female",
                "email": "vera@example.org",
                "unit": school.pk,
                "job_title": "Учитель",
                "note": "Ведёт методобъединение.",
            },
        )

    own = Application.objects.get()
    user = User.objects.get(person__last_name="Новая")
    assert (own.status, own.nominated_by, own.person) == ("draft", head, user.person)
    assert not user.has_usable_password()
    assert len(mailoutbox) == 1
    assert Notification.objects.filter(user=user).exists()
    with pytest.raises(PermissionDenied):
        applications.submit(own.pk, by=head)
    client.force_login(user)
    body = client.get(step(competition, "about")).content.decode()
    assert "Ведёт методобъединение." in body


def test_the_link_of_the_invitation_leads_to_a_password(
    client: Client,
    competition: Competition,
    school: Unit,
    head: User,
    mailoutbox: list[object],
    django_capture_on_commit_callbacks: object,
) -> None:
    person = Person(last_name="Новая", first_name="Вера", gender="female")
    proposed = Proposed(person, school, "Учитель", "Да", "vera@example.org")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        proposals.nominate(competition.pk, proposed, by=head)

    (letter,) = mailoutbox
    words = str(letter.body).split()  # type: ignore[attr-defined]
    (link,) = [word for word in words if word.startswith("http")]
    path = "/" + link.split("/", 3)[3]

    answer = client.get(path, follow=True)

    assert answer.status_code == 200
    assert "password1" in answer.content.decode()


def test_a_head_finds_only_own_people_and_sees_only_own_nominees(
    client: Client,
    competition: Competition,
    school: Unit,
    other_school: Unit,
    head: User,
) -> None:
    stranger = portal.head_user(other_school, last_name="Чужакова")
    factories.application(competition, school)
    client.force_login(head)
    url = reverse("reserve:nominate", args=[competition.pk])

    body = client.get(url, {"q": "Чужакова"}).content.decode()

    assert f"person={stranger.person_id}" not in body
    assert client.get(url, {"person": stranger.person_id}).status_code == 404
    assert list(client.get(url).context["nominated"]) == []
    assert stranger.person
    with pytest.raises(PermissionDenied):
        proposals.nominate(
            competition.pk,
            Proposed(stranger.person, other_school, "Директор", "Да"),
            by=head,
        )
    with pytest.raises(Refused):
        proposals.nominate(
            competition.pk, Proposed(stranger.person, school, "Директор", "Да"), by=head
        )


def test_the_municipality_nominates_a_known_head(
    competition: Competition, school: Unit, head: User, officer: User
) -> None:
    assert head.person
    made = proposals.nominate(
        competition.pk, Proposed(head.person, school, "Директор", "Да"), by=officer
    )

    assert (made.person, made.nominated_by) == (head.person, officer)
    with pytest.raises(Refused):
        proposals.nominate(
            competition.pk, Proposed(head.person, school, "Директор", "Да"), by=officer
        )


def test_another_municipality_sees_neither_file_nor_list(
    client: Client, competition: Competition, school: Unit, other_school: Unit
) -> None:
    row = factories.application(competition, school)
    other = portal.user("other", "municipal", other_school.parent)
    client.force_login(other)

    for name, pk in (
        ("application", row.pk),
        ("application_admit", row.pk),
        ("competition", competition.pk),
        ("applications_xlsx", competition.pk),
    ):
        assert client.get(reverse(f"reserve:{name}", args=[pk])).status_code == 404


def test_the_export_holds_the_filtered_rows_and_is_on_record(
    client: Client, competition: Competition, school: Unit, ministry: User
) -> None:
    factories.application(competition, school, status=Status.ADMITTED)
    shown = factories.application(competition, school, job_title="=1+1")
    client.force_login(ministry)
    url = reverse("reserve:applications_xlsx", args=[competition.pk])

    content = client.get(url, {"status": "submitted"}).content

    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[1], row[2]) for row in rows] == [
        (shown.number, shown.person.full_name, "=1+1")
    ]
    entry = JournalEntry.objects.get(action="applications_exported")
    assert entry.details == {"count": 1}


def test_the_funnel_counts_who_came_through(
    client: Client, competition: Competition, school: Unit, ministry: User
) -> None:
    rows = [factories.application(competition, school) for _ in range(3)]
    for row in rows[:2]:
        admission.admit(row.pk, ticked=[], by=ministry)
    admission.reject(rows[2].pk, reason="Нет стажа", by=ministry)
    client.force_login(ministry)

    page = client.get(reverse("reserve:competition", args=[competition.pk]))

    counts = [one.count for one in page.context["funnel"]]
    assert counts[:3] == [3, 2, None]


def test_the_page_asks_the_same_of_the_database_for_more_rows(
    client: Client,
    competition: Competition,
    school: Unit,
    ministry: User,
    django_assert_max_num_queries: object,
) -> None:
    for _ in range(20):
        factories.application(competition, school)
    client.force_login(ministry)

    with django_assert_max_num_queries(60):  # type: ignore[operator]
        client.get(reverse("reserve:competition", args=[competition.pk]))


def test_the_card_shows_the_competition_that_brought_the_member_in(
    competition: Competition, school: Unit, ministry: User, officer: User
) -> None:
    row = factories.application(competition, school, status=Status.INCLUDED)
    member = factories.member(school, row.person, application=row)

    part = reading.of_member(member, ministry)

    assert part is not None
    assert (part["application"], part["may_open"]) == (row, True)
    seen = reading.of_member(member, officer)
    assert seen is not None
    assert seen["may_open"] is False
    assert reading.of_member(factories.member(school), ministry) is None


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_count_once(
    competition: Competition, school: Unit, candidate: User
) -> None:
    draft = complete(competition, school, candidate)

    outcomes = at_once(lambda: applications.submit(draft.pk, by=candidate))

    assert sorted(outcomes) == ["done", "refused"]


@pytest.mark.django_db(transaction=True)
def test_many_drafts_at_once_get_numbers_without_gaps(
    competition: Competition, school: Unit
) -> None:
    users = [factories.candidate_user(f"c{n}") for n in range(4)]

    def start(user: User) -> str:
        try:
            applications.start(competition.pk, unit=school, by=user)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, users))

    numbers = Application.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_sending_while_the_window_closes_is_either_in_or_refused(
    competition: Competition, school: Unit, candidate: User, ministry: User
) -> None:
    factories.application(competition, school)
    draft = complete(competition, school, candidate)

    def send() -> object:
        return applications.submit(draft.pk, by=candidate)

    def close() -> object:
        return competitions.begin(competition.pk, by=ministry)

    outcomes = at_once(send, close)

    own = Application.objects.get(pk=draft.pk)
    assert outcomes[1] == "done"
    assert (outcomes[0] == "done") == (own.status == Status.SUBMITTED)


def at_once(*acts: object) -> list[str]:
    """Do the acts in parallel (one of them twice) and say what became of each."""

    def run(act: object) -> str:
        try:
            act()  # type: ignore[operator]
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "done"

    both = acts if len(acts) > 1 else acts * 2
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, both))
