"""The protocol: proposed by rank, decided, signed once, carried out, frozen."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from reserve.models import (
    Application,
    CandidateLetter,
    Competition,
    Decision,
    Member,
    Protocol,
    Stage,
)
from reserve.services import points, protocols, scores
from reserve.services.protocols import Choice, Heading
from tests.reserve import assessing, factories
from tests.reserve.assessing import Case

Status = Application.Status
HEADING = Heading(
    number="3-р",
    held_on=dt.date(2026, 5, 29),
    chair="А. П. Лесная",
    secretary="И. О. Речная",
    attendees="К. К. Полевой\nМ. М. Озёрная",
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def case(region: Unit, ministry: User) -> Case:
    """Three judged applications for two places; the interview has no points."""
    found = assessing.with_experts(assessing.case(region, ministry, places=2))
    return assessing.judged(found, (3, 3), (5, 5), (4, 4))


def drawn(case: Case) -> Protocol:
    """The protocol with its proposals."""
    return protocols.draw_up(case.competition.pk, heading=HEADING, by=case.ministry)


def lines(protocol: Protocol) -> list[tuple[int, int | None, str]]:
    """Number, place and verdict of the decisions by place."""
    rows = protocol.decisions.order_by("place")
    return list(rows.values_list("application__number", "place", "verdict"))


def test_decisions_are_proposed_by_rank_and_places(case: Case) -> None:
    protocol = drawn(case)

    assert lines(protocol) == [(2, 1, "include"), (3, 2, "include"), (1, 3, "decline")]
    assert protocol.decisions.get(place=1).total == Decimal("100.00")
    assert protocol.decisions.get(place=3).reason
    assert protocol.decisions.get(place=1).readiness is not None


def test_choices_stay_when_the_heading_changes(case: Case) -> None:
    protocol = drawn(case)
    first = protocol.decisions.get(place=1)
    protocols.decide(
        case.competition.pk,
        choices={first.application_id: Choice("decline", None, "Отказался устно")},
        by=case.ministry,
    )

    again = drawn(case)

    assert again.pk == protocol.pk
    assert lines(again)[0] == (2, 1, "decline")
    protocols.propose(case.competition.pk, by=case.ministry)
    assert lines(again)[0] == (2, 1, "include")


def test_a_refusal_needs_a_reason_an_inclusion_the_readiness(case: Case) -> None:
    drawn(case)
    key = case.applications[0].pk

    for choice in (Choice("decline", None, " "), Choice("include", None)):
        with pytest.raises(Refused, match="№ 1"):
            protocols.decide(
                case.competition.pk, choices={key: choice}, by=case.ministry
            )


def test_signing_includes_declines_and_writes(case: Case) -> None:
    drawn(case)

    protocols.sign(case.competition.pk, by=case.ministry)

    case.competition.refresh_from_db()
    assert case.competition.status == Competition.Status.DECIDED
    states = {row.number: row.status for row in case.competition.applications.all()}
    assert states == {1: Status.DECLINED, 2: Status.INCLUDED, 3: Status.INCLUDED}
    assert case.competition.applications.get(number=1).reason
    assert Member.objects.filter(order_number="3-р").count() == 2
    member = Member.objects.get(application__number=2)
    assert member.included_on == HEADING.held_on
    assert CandidateLetter.objects.count() == 3
    entry = JournalEntry.objects.get(action="protocol_signed")
    assert (entry.details["included"], entry.details["declined"]) == (2, 1)


def test_signing_again_changes_nothing(case: Case) -> None:
    drawn(case)
    first = protocols.sign(case.competition.pk, by=case.ministry)
    second = protocols.sign(case.competition.pk, by=case.ministry)

    assert first.signed_at == second.signed_at
    assert Member.objects.count() == 2
    assert JournalEntry.objects.filter(action="protocol_signed").count() == 1


def test_the_secretary_prepares_and_who_decides_signs(
    case: Case, operator: User, officer: User, outsider: User
) -> None:
    protocols.draw_up(case.competition.pk, heading=HEADING, by=operator)

    for user in (operator, officer, outsider, case.experts[0].user):
        with pytest.raises(PermissionDenied):
            protocols.sign(case.competition.pk, by=user)
    for user in (officer, outsider, case.experts[0].user):
        with pytest.raises(PermissionDenied):
            protocols.draw_up(case.competition.pk, heading=HEADING, by=user)


def test_an_open_sheet_keeps_it_from_being_signed(case: Case) -> None:
    drawn(case)
    scores.send_back(
        case.defense.pk,
        application_id=case.applications[0].pk,
        note="Обсудите",
        by=case.ministry,
    )

    with pytest.raises(Refused, match="3 score sheets"):
        protocols.sign(case.competition.pk, by=case.ministry)
    assert not Member.objects.exists()


def test_an_unchecked_application_keeps_it_from_being_signed(case: Case) -> None:
    factories.application(case.competition, case.applications[0].unit)
    drawn(case)

    with pytest.raises(Refused, match="check of documents"):
        protocols.sign(case.competition.pk, by=case.ministry)


def test_changed_places_are_looked_through_first(case: Case) -> None:
    drawn(case)
    given = {1: Decimal(100), 2: Decimal(1), 3: Decimal(1)}
    points.enter(case.test.pk, points=given, by=case.ministry)

    with pytest.raises(Refused, match="Places have changed"):
        protocols.sign(case.competition.pk, by=case.ministry)

    drawn(case)
    protocols.sign(case.competition.pk, by=case.ministry)


def test_a_signed_protocol_is_frozen(case: Case) -> None:
    protocol = drawn(case)
    protocols.sign(case.competition.pk, by=case.ministry)

    with pytest.raises(IntegrityError), transaction.atomic():
        Protocol.objects.filter(pk=protocol.pk).update(number="4")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(protocol=protocol).update(reason="Иначе")
    with pytest.raises(Refused):
        drawn(case)


def test_stopped_ones_get_a_letter_and_no_line(case: Case) -> None:
    Stage.objects.filter(pk=case.test.pk).update(pass_mark=60)
    given = {1: Decimal(10), 2: Decimal(90), 3: Decimal(90)}
    points.enter(case.test.pk, points=given, by=case.ministry)
    points.stop_below(case.test.pk, by=case.ministry)

    assert lines(drawn(case)) == [(2, 1, "include"), (3, 2, "include")]
    protocols.sign(case.competition.pk, by=case.ministry)

    stopped = case.applications[0]
    stopped.refresh_from_db()
    assert stopped.status == Status.STOPPED
    assert stopped.letter.content["stopped_at"] == case.test.name


@pytest.mark.django_db(transaction=True)
def test_of_two_signings_at_once_one_signs(case: Case) -> None:
    drawn(case)
    gate = threading.Barrier(2)
    answers: list[object] = []

    def run() -> None:
        gate.wait()
        try:
            answers.append(
                protocols.sign(case.competition.pk, by=case.ministry).signed_at
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 2
    assert len(set(answers)) == 1
    assert Member.objects.count() == 2
    assert JournalEntry.objects.filter(action="protocol_signed").count() == 1
