"""Ticks of documents: kept with who set them and when, shown, counted on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import Attachment, JournalEntry, Unit, User
from reserve.models import Application, Competition, PaperCheck, Protocol
from reserve.reading import protocol
from reserve.services import admission, application_content, paper_checks
from tests import factories as portal_rows
from tests.reserve import factories

Status = Application.Status


@pytest.fixture
def competition(region: Unit, ministry: User) -> Competition:
    """A competition that asks for a diploma and, if one likes, a letter."""
    made = factories.competition(region, ministry)
    made.documents.create(code="diploma", name="Диплом", position=1)
    made.documents.create(
        code="letter", name="Рекомендация", position=2, is_required=False
    )
    return made


@pytest.fixture
def application(competition: Competition, school: Unit) -> Application:
    """An application that waits for its check."""
    return factories.application(competition, school)


def attach(application: Application, by: User, kind: str = "diploma") -> Attachment:
    """A file of the application, whatever its state."""
    return Attachment.objects.create(
        unit=application.unit,
        owner="reserve.application",
        owner_id=application.pk,
        kind=kind,
        name="Диплом.pdf",
        path=f"{kind}.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        created_by=by,
    )


def ticks(application: Application) -> dict[str, tuple[bool, str]]:
    """What stands of each document, and whose word it is."""
    rows = application.paper_checks.select_related("document", "by")
    return {row.document.code: (row.is_in_order, row.by.username) for row in rows}


def test_a_tick_is_kept_with_who_and_when_before_the_decision(
    application: Application, operator: User
) -> None:
    client = Client()
    client.force_login(operator)

    client.post(
        reverse("reserve:application_papers", args=[application.pk]),
        {"ticked": ["diploma"]},
    )
    page = client.get(reverse("reserve:application", args=[application.pk]))

    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    assert ticks(application) == {"diploma": (True, "operator")}
    assert timezone.now() - application.paper_checks.get().at < dt.timedelta(minutes=1)
    assert JournalEntry.objects.filter(action="reserve_papers_checked").count() == 1
    assert [paper.is_in_order for paper in page.context["papers"]] == [True, False]


def test_the_one_who_admits_does_not_take_over_the_ticks_of_another(
    application: Application, operator: User, ministry: User
) -> None:
    paper_checks.keep(application.pk, ticked=["diploma"], by=operator)

    admission.admit(application.pk, ticked=["diploma", "letter"], by=ministry)

    assert ticks(application) == {
        "diploma": (True, "operator"),
        "letter": (True, "ministry"),
    }


def test_the_question_of_admission_begins_with_the_ticks(
    application: Application, operator: User, ministry: User
) -> None:
    paper_checks.keep(application.pk, ticked=["diploma"], by=operator)
    client = Client()
    client.force_login(ministry)

    page = client.get(reverse("reserve:application_admit", args=[application.pk]))

    assert page.context["form"].initial["ticked"] == ["diploma"]


def test_a_refusal_says_which_documents_are_not_in_order(
    application: Application, ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)

    client.post(
        reverse("reserve:application_reject", args=[application.pk]),
        {"lacks": ["diploma"], "reason": "Копия не читается."},
    )

    application.refresh_from_db()
    assert ticks(application) == {"diploma": (False, "ministry")}
    assert "Диплом" in application.reason
    assert "Копия не читается." in application.reason


def test_a_file_that_came_after_the_check_is_not_checked(
    application: Application, ministry: User
) -> None:
    paper_checks.keep(application.pk, ticked=["diploma"], by=ministry)
    attach(application, ministry)

    papers = application_content.papers(application)

    assert papers[0].check is None
    with pytest.raises(Refused):
        admission.admit(application.pk, ticked=[], by=ministry)
    admission.admit(application.pk, ticked=["diploma"], by=ministry)
    assert application_content.papers(application)[0].is_in_order


def test_attached_and_not_ticked_is_not_in_order(
    application: Application, ministry: User
) -> None:
    attach(application, ministry, "letter")

    admission.admit(application.pk, ticked=["diploma"], by=ministry)

    assert ticks(application) == {
        "diploma": (True, "ministry"),
        "letter": (False, "ministry"),
    }


def test_ticks_are_for_who_runs_the_competition_while_the_check_is_open(
    application: Application, officer: User, ministry: User
) -> None:
    with pytest.raises(PermissionDenied):
        paper_checks.keep(application.pk, ticked=["diploma"], by=officer)
    admission.admit(application.pk, ticked=["diploma"], by=ministry)
    with pytest.raises(Refused):
        paper_checks.keep(application.pk, ticked=[], by=ministry)
    assert ticks(application) == {"diploma": (True, "ministry")}


def test_nobody_checks_their_own_documents(
    competition: Competition, school: Unit, ministry: User
) -> None:
    own = ministry.person = portal_rows.person()
    ministry.save()
    application = factories.application(competition, school, own)

    with pytest.raises(PermissionDenied):
        paper_checks.keep(application.pk, ticked=["diploma"], by=ministry)


def test_a_candidate_is_not_shown_ticks(
    application: Application, ministry: User
) -> None:
    user = User.objects.create_user("own", person=application.person)
    paper_checks.keep(application.pk, ticked=["diploma"], by=ministry)
    client = Client()
    client.force_login(user)

    body = client.get(reverse("reserve:apply", args=[application.competition_id]))

    assert ministry.username not in body.content.decode()


def test_the_protocol_counts_the_documents_checked(
    competition: Competition, school: Unit, ministry: User
) -> None:
    for _ in range(2):
        row = factories.application(competition, school)
        admission.admit(row.pk, ticked=["diploma"], by=ministry)
    refused = factories.application(competition, school)
    admission.reject(refused.pk, reason="Нет", lacks=["diploma"], by=ministry)
    heading = Protocol.objects.create(
        competition=competition, number="1", held_on=dt.date(2026, 11, 20)
    )

    heard = protocol.paper(heading).heard

    assert "Проверено документов: 3, не в порядке: 1." in heard
    assert PaperCheck.objects.count() == 3


# Two people, and files that change


def opened(client: Client, page: str) -> dict[str, object]:
    """What the form of the page would send as it is."""
    form = client.get(page).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_ticks_of_another_are_not_taken_back_unseen(
    application: Application, operator: User, ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)
    page = reverse("reserve:application_papers", args=[application.pk])
    seen = opened(client, page)
    paper_checks.keep(application.pk, ticked=["diploma"], by=operator)

    refused = client.post(page, seen | {"ticked": ["letter"]})

    assert "Диплом" in str(refused.context["form"].errors["ticked"])
    assert ticks(application) == {"diploma": (True, "operator")}
    again = {"seen": refused.context["form"]["seen"].value()}
    client.post(page, again | {"ticked": ["diploma", "letter"]})
    assert ticks(application) == {
        "diploma": (True, "operator"),
        "letter": (True, "ministry"),
    }


@pytest.mark.parametrize("step", ["application_papers", "application_admit"])
def test_a_file_nobody_has_seen_is_not_ticked(
    application: Application, ministry: User, step: str
) -> None:
    """The candidate takes the application back and sends another file meanwhile."""
    client = Client()
    client.force_login(ministry)
    page = reverse(f"reserve:{step}", args=[application.pk])
    attach(application, ministry)
    seen = opened(client, page)
    Attachment.objects.all().delete()
    attach(application, ministry)

    refused = client.post(page, seen | {"ticked": ["diploma"]})

    assert refused.status_code == 200
    assert ticks(application) == {}
    again = {
        name: refused.context["form"][name].value() for name in ("seen", "attached")
    }
    assert client.post(page, again | {"ticked": ["diploma"]}).status_code == 302
    assert ticks(application) == {"diploma": (True, "ministry")}


def test_a_refused_step_keeps_what_was_typed(
    application: Application, ministry: User
) -> None:
    client = Client()
    client.force_login(ministry)
    admit, reject = (
        reverse(f"reserve:application_{step}", args=[application.pk])
        for step in ("admit", "reject")
    )

    page = client.post(admit, {"ticked": ["letter"]})
    assert page.context["form"]["ticked"].value() == ["letter"]
    assert page.context["form"].non_field_errors()

    Application.objects.update(status=Status.STOPPED, reason="Не прошёл")
    page = client.post(reject, {"reason": "Копия не читается."})
    assert "Копия не читается." in page.content.decode()
