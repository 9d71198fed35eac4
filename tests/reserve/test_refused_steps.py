"""A refused step is asked again with what was typed."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.urls import reverse

from portal.models import Appointment, Unit, User
from reserve.models import Vacancy
from tests.reserve import factories


def test_a_refused_appointment_keeps_its_order(school: Unit, ministry: User) -> None:
    member = factories.member(school)
    vacancy = factories.vacancy(school, ministry)
    row = factories.nomination(vacancy, member, ministry, "approved")
    client = Client()
    client.force_login(ministry)
    early = member.included_on - dt.timedelta(days=1)
    values = {"starts_on": early.isoformat(), "order_number": "12-к"}

    answer = client.post(reverse("reserve:nomination_appoint", args=[row.pk]), values)

    assert answer.context["form"]["order_number"].value() == "12-к"
    assert not Appointment.objects.filter(person=member.person).exists()


def test_a_refused_cancellation_keeps_its_reason(school: Unit, ministry: User) -> None:
    vacancy = factories.vacancy(school, ministry)
    Vacancy.objects.update(status=Vacancy.Status.FILLED)
    client = Client()
    client.force_login(ministry)
    values = {"reason": "Должность сокращена"}

    answer = client.post(reverse("reserve:vacancy_cancel", args=[vacancy.pk]), values)

    assert answer.context["form"]["reason"].value() == "Должность сокращена"
