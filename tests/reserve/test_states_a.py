"""Who may take which step of a competition and of an application: the whole table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portal.errors import Refused
from portal.models import Unit, User
from reserve import states
from reserve.models import Application, Competition
from reserve.services import admission, applications, competitions
from tests import factories as portal
from tests.reserve import factories

Users = dict[str, User]
ROLES = (
    "ministry",
    "operator",
    "administrator",
    "municipal",
    "other_municipal",
    "head",
    "expert",
    "nobody",
    "stranger",
)
BOTH, DECIDES = {"ministry", "operator"}, {"ministry"}
# What the page promises, written by hand and not taken from the tables.
COMPETITION = {
    ("draft", "announced"): DECIDES,
    ("draft", "cancelled"): DECIDES,
    ("announced", "assessing"): BOTH,
    ("announced", "cancelled"): DECIDES,
    ("assessing", "decided"): DECIDES,
    ("assessing", "cancelled"): DECIDES,
}
APPLICATION = {
    ("draft", "submitted"): {"own"},
    ("draft", "withdrawn"): {"own"},
    ("submitted", "draft"): {"own"},
    ("submitted", "withdrawn"): {"own"},
    ("submitted", "admitted"): BOTH,
    ("submitted", "rejected"): BOTH,
    ("rejected", "submitted"): BOTH,
    ("rejected", "declined"): DECIDES,
    ("admitted", "stopped"): BOTH,
    ("admitted", "included"): DECIDES,
    ("admitted", "declined"): DECIDES,
    ("admitted", "withdrawn"): {"own"},
    ("stopped", "admitted"): BOTH,
    ("stopped", "declined"): DECIDES,
}


@pytest.fixture
def users(region: Unit, school: Unit, other_school: Unit) -> Users:
    """Everybody who could try."""
    made = {
        role: portal.user(role, role, region)
        for role in ("ministry", "operator", "administrator")
    }
    made |= {
        "municipal": portal.user("municipal", "municipal", school.parent),
        "other_municipal": portal.user("municipal2", "municipal", other_school.parent),
        "head": portal.head_user(school, "head"),
        "expert": factories.expert_user(region),
        "nobody": portal.user("nobody"),
        "stranger": portal.user("stranger", "ministry", portal.region()),
        "own": factories.candidate_user(),
    }
    return made


@pytest.mark.parametrize("source", Competition.Status.values)
@pytest.mark.parametrize("target", Competition.Status.values)
def test_competition_of_the_region(
    users: Users, region: Unit, source: str, target: str
) -> None:
    allowed = {
        role
        for role in ROLES
        if target in states.open_to(states.COMPETITION, source, users[role], region)
    }

    assert allowed == COMPETITION.get((source, target), set())


def test_the_municipality_decides_on_its_own_competition(
    users: Users, municipality: Unit
) -> None:
    table = states.COMPETITION

    found = {
        role: states.open_to(table, "draft", users[role], municipality)
        for role in ROLES
        if states.open_to(table, "draft", users[role], municipality)
    }

    steps = ["announced", "cancelled"]
    assert found == {"ministry": steps, "municipal": steps}


@pytest.mark.parametrize("source", Application.Status.values)
@pytest.mark.parametrize("target", Application.Status.values)
def test_application(users: Users, region: Unit, source: str, target: str) -> None:
    table = states.APPLICATION
    allowed = {
        role
        for role in (*ROLES, "own")
        if target
        in states.open_to(table, source, users[role], region, is_own=role == "own")
    }

    assert allowed == APPLICATION.get((source, target), set())


def outcome(act: Callable[[], object]) -> str:
    """What became of a step; nothing stays of it."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except PermissionDenied:
        return "denied"
    except Refused:
        return "refused"
    return "done"


def test_services_of_competitions_obey_the_table(users: Users, region: Unit) -> None:
    made = ready_competition(region, users["ministry"])
    application(made, users["own"], portal.organization(portal.municipality(region)))
    steps: dict[str, Callable[..., object]] = {
        "announced": competitions.announce,
        "assessing": competitions.begin,
        "cancelled": competitions.cancel,
    }
    wrong = []

    for source in Competition.Status.values:
        Competition.objects.filter(pk=made.pk).update(status=source)
        for target, service in steps.items():
            more = {"reason": "Нет мест"} if target == "cancelled" else {}
            for role in ROLES:
                found = outcome(
                    lambda service=service, role=role, more=more: service(
                        made.pk, by=users[role], **more
                    )
                )
                expected = said(COMPETITION, source, target, role)
                if found != expected:
                    wrong.append((source, target, role, found, expected))

    assert wrong == []


def test_services_of_applications_obey_the_table(
    users: Users, region: Unit, school: Unit
) -> None:
    made = ready_competition(region, users["ministry"])
    Competition.objects.filter(pk=made.pk).update(status="announced")
    row = application(made, users["own"], school)
    stage = made.stages.get(kind="test")
    steps: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
        "submitted": (applications.submit, {}),
        "draft": (applications.take_back, {}),
        "withdrawn": (applications.withdraw, {}),
        "admitted": (admission.admit, {"ticked": []}),
        "rejected": (admission.reject, {"reason": "Нет диплома"}),
        "stopped": (admission.stop, {"stage": stage, "reason": "Порог"}),
    }
    wrong = []

    for source in Application.Status.values:
        sent = None if source == "draft" else timezone.now()
        Application.objects.filter(pk=row.pk).update(
            status=source, submitted_at=sent, reason="Причина"
        )
        for target, (service, more) in steps.items():
            for role in (*ROLES, "own"):
                found = outcome(
                    lambda service=service, role=role, more=more: service(
                        row.pk, by=users[role], **more
                    )
                )
                if found != expected_of(source, target, role):
                    wrong.append((source, target, role, found))

    assert wrong == []


def said(
    table: dict[tuple[str, str], set[str]], source: str, target: str, role: str
) -> str:
    """What a service has to answer."""
    whose = table.get((source, target))
    if whose is None:
        return "refused"
    return "done" if role in whose else "denied"


OWN_STEPS = {"submitted", "draft", "withdrawn"}


def expected_of(source: str, target: str, role: str) -> str:
    """What a service of applications answers; own steps ask first whose it is."""
    if target in OWN_STEPS and role != "own":
        return "denied"
    if (source, target) == ("rejected", "submitted"):
        return "denied"  # only the staff takes a refusal back, by restore
    if (source, target) == ("stopped", "admitted"):
        return "refused"  # by readmit, not by the check of documents
    return said(APPLICATION, source, target, role)


def ready_competition(region: Unit, by: User) -> Competition:
    """A draft that may be announced; nothing is asked of candidates."""
    return factories.competition(
        region, by, status=Competition.Status.DRAFT, announcement="Приходите."
    )


def application(competition: Competition, user: User, unit: Unit) -> Application:
    """A complete application of the user."""
    return factories.application(
        competition, unit, user.person, motivation="Хочу руководить."
    )
