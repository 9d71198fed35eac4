"""A region's dictionaries: defaults, changes, versions of texts, who may."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from reserve.models import ConsentText, ExclusionGround, Readiness, Requirement
from reserve.services import dictionaries
from tests.reserve import factories

DAY = dt.date(2026, 1, 1)


def test_a_region_starts_with_the_usual_entries_and_never_twice(region: Unit) -> None:
    dictionaries.ensure(region, on=DAY)
    dictionaries.ensure(region, on=DAY)

    readiness = Readiness.objects.of(region).values_list("code", flat=True)
    assert list(readiness) == ["now", "year", "prospective"]
    assert ExclusionGround.objects.of(region).count() == 12
    texts = ConsentText.objects.filter(owner=region)
    assert {text.purpose for text in texts} == set(ConsentText.Purpose.values)
    assert {text.version for text in texts} == {1}


def test_what_the_region_has_is_left_alone(region: Unit) -> None:
    factories.readiness(region, "own", name="Свой уровень")

    dictionaries.ensure(region)

    assert [row.name for row in Readiness.objects.of(region)] == ["Свой уровень"]
    assert Requirement.objects.of(region).exists()


def test_an_entry_is_added_at_the_end_renamed_and_switched_off(
    region: Unit, ministry: User
) -> None:
    dictionaries.ensure(region)
    entry = Readiness(owner=region, code="later", name="Позже")

    dictionaries.add(entry, by=ministry)
    dictionaries.change(Readiness, entry.pk, by=ministry, name="Через два года")
    dictionaries.switch(Readiness, entry.pk, on=False, by=ministry)

    entry.refresh_from_db()
    assert (entry.position, entry.name, entry.is_active) == (4, "Через два года", False)
    assert entry not in Readiness.objects.of(region)
    assert JournalEntry.objects.filter(action__startswith="reserve_entry").count() == 3


def test_a_code_is_taken_once(region: Unit, ministry: User) -> None:
    factories.readiness(region, "now")

    with pytest.raises(Refused):
        dictionaries.add(Readiness(owner=region, code="now", name="Ещё"), by=ministry)


def test_a_new_version_leaves_the_old_one_and_its_consents(
    region: Unit, ministry: User
) -> None:
    candidate = factories.candidate_user()
    assert candidate.person
    old = factories.consent(candidate.person, region).text

    new = dictionaries.renew_text(
        region, "processing", text="Новый текст", valid_from=DAY, by=ministry
    )

    assert (new.version, old.version) == (2, 1)
    assert ConsentText.objects.current(region, "processing", DAY) == new
    assert candidate.person.consents.in_force().get().text == old


@pytest.mark.parametrize(
    ("text", "day"),
    [("Согласен на обработку.", DAY), ("Другой", dt.date(2019, 1, 1))],
)
def test_the_same_words_and_an_earlier_day_are_refused(
    region: Unit, ministry: User, text: str, day: dt.date
) -> None:
    factories.consent_text(region)

    with pytest.raises(Refused):
        dictionaries.renew_text(
            region, "processing", text=text, valid_from=day, by=ministry
        )


def test_only_the_ministry_of_the_region_decides(
    region: Unit, operator: User, officer: User, outsider: User
) -> None:
    entry = factories.readiness(region)

    for user in (operator, officer, outsider):
        with pytest.raises(PermissionDenied):
            dictionaries.change(Readiness, entry.pk, by=user, name="Чужое")


def test_the_pages_fill_add_and_change(
    client: Client, region: Unit, ministry: User
) -> None:
    client.force_login(ministry)
    page = reverse("reserve:dictionaries")

    client.post(page)
    client.post(
        reverse("reserve:dictionary_add", args=["requirements"]),
        {"name": "Без взысканий", "code": "clean", "kind": "other", "minimum": ""},
    )
    entry = Requirement.objects.get(code="clean")
    client.post(
        reverse("reserve:dictionary_edit", args=["requirements", entry.pk]),
        {"name": "Нет взысканий", "minimum": "", "position": 3},
    )
    client.post(reverse("reserve:dictionary_switch", args=["requirements", entry.pk]))
    client.post(
        reverse("reserve:consent_text_add", args=["publication"]),
        {"text": "Другой текст", "valid_from": "2099-01-01"},
    )

    entry.refresh_from_db()
    assert (entry.name, entry.position, entry.is_active) == ("Нет взысканий", 3, False)
    assert ConsentText.objects.filter(purpose="publication").count() == 2
    assert "Нет взысканий" in client.get(page).content.decode()


def test_a_step_of_education_that_is_not_is_refused(
    client: Client, region: Unit, ministry: User
) -> None:
    client.force_login(ministry)

    answer = client.post(
        reverse("reserve:dictionary_add", args=["requirements"]),
        {"name": "Доктор", "code": "doctor", "kind": "education", "minimum": "9"},
    )

    assert answer.status_code == 200
    assert not Requirement.objects.filter(code="doctor").exists()


def test_unknown_dictionaries_and_purposes_do_not_exist(
    client: Client, region: Unit, ministry: User
) -> None:
    client.force_login(ministry)

    for name, args in (("dictionary_add", ["nothing"]), ("consent_text_add", ["no"])):
        assert client.get(reverse(f"reserve:{name}", args=args)).status_code == 404
