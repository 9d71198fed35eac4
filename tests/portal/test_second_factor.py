"""Staff without a second factor get no further than its set-up."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from portal.models import User

SETUP = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _required(settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", ["ministry", "operator", "administrator"])
def test_staff_are_led_to_the_set_up(name, request):
    client = signed_in(request.getfixturevalue(name))

    for url in ("/", reverse("monitoring:home"), reverse("notifications"), "/users/"):
        response = client.get(url)
        assert (response.status_code, response.url) == (302, SETUP)
        assert response.headers["Cache-Control"] == "no-store, private"


def test_a_superuser_is_led_there_too(db):
    assert signed_in(User.objects.create_superuser("root")).get("/").url == SETUP


def test_nothing_is_changed_without_the_second_factor(ministry):
    response = signed_in(ministry).post(reverse("user_active", args=[ministry.pk]))

    assert response.url == SETUP
    ministry.refresh_from_db()
    assert ministry.is_active


def test_a_part_of_a_page_leads_the_whole_page_there(ministry):
    response = signed_in(ministry).get("/jobs/", headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == SETUP


def test_the_way_there_and_out_is_open(ministry):
    client = signed_in(ministry)

    confirm = reverse("account_reauthenticate")
    assert client.get(SETUP).url.startswith(confirm)
    assert client.get(confirm).status_code == 200
    for name in ("live", "ready"):
        assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse("account_logout")).url != SETUP
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["head", "officer"])
def test_others_work_without_it(name, request):
    assert signed_in(request.getfixturevalue(name)).get("/").status_code == 200


def test_staff_with_a_second_factor_work(ministry):
    TOTP.activate(ministry, generate_totp_secret())

    assert signed_in(ministry).get("/").status_code == 200


def test_recovery_codes_alone_are_not_enough(ministry):
    Authenticator.objects.create(
        user=ministry, type=Authenticator.Type.RECOVERY_CODES, data={}
    )

    assert signed_in(ministry).get("/").url == SETUP


def test_whoever_gives_it_up_is_led_there_again(ministry):
    TOTP.activate(ministry, generate_totp_secret())
    client = signed_in(ministry)
    client.get("/")

    Authenticator.objects.all().delete()

    assert client.get("/").url == SETUP


def test_it_is_not_asked_for_where_it_is_not_required(ministry, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    assert signed_in(ministry).get("/").status_code == 200
