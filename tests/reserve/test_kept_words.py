"""Words that the portal itself keeps are those of the data, whoever is at work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from portal.models import Unit, User
from reserve.forms.applications import RejectionForm
from reserve.models import Extension, Nomination
from reserve.services import application_content, consents, rotation
from reserve.services.rotation import Choice, Sitting, Verdict
from tests.reserve import factories


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Whoever is at work reads the portal in English."""
    with translation.override("en"):
        yield


def test_a_sitting_is_kept_in_russian(school: Unit, ministry: User) -> None:
    kept, gone = factories.member(school), factories.member(school)
    ground = factories.ground(factories.region_of(school))
    verdicts = [
        Verdict(kept.pk, Choice.EXTEND, kept.term_ends_on),
        Verdict(gone.pk, Choice.EXCLUDE, gone.term_ends_on, ground),
    ]

    sitting = Sitting(number="7", on=dt.date(2026, 11, 20))
    rotation.decide(verdicts, sitting=sitting, by=ministry)

    made = Extension.objects.get()
    assert made.order_number == "7 от 20.11.2026"
    assert made.reason == "Решение по ротации резерва."
    gone.refresh_from_db()
    assert gone.left_reason.startswith("Протокол № 7 от")


def test_a_withdrawn_consent_is_kept_in_russian(school: Unit, ministry: User) -> None:
    member = factories.member(school)
    vacancy = factories.vacancy(school, ministry)
    factories.nomination(vacancy, member, ministry)

    consents.withdraw(member.person, by=ministry)

    assert Nomination.objects.get().reason.startswith("Согласие")


def test_a_refusal_names_documents_in_russian(
    region: Unit, school: Unit, ministry: User
) -> None:
    competition = factories.competition(region, ministry)
    competition.documents.create(code="diploma", name="Диплом", position=1)
    application = factories.application(competition, school)
    papers = application_content.papers(application)

    form = RejectionForm({"lacks": ["diploma"], "reason": "Копия"}, papers=papers)

    assert form.is_valid()
    assert form.words.startswith("Документы: Диплом.")
