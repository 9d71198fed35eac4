"""Attempts to get in, past, or in the way; each was tried by hand first."""

from __future__ import annotations

import datetime as dt
import json
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from monitoring import run
from monitoring.models import Cycle, Submission, Value
from monitoring.services import cycles, entry, submissions
from monitoring.services.cells import Cell
from monitoring.services.entry_grounds import Grounds
from portal.errors import Refused
from portal.models import Appointment, Membership, Unit, User
from portal.services import people, users
from tests import factories
from tests import world as worlds
from tests.visits import client_of
from tests.world import World

Role = Membership.Role
DEEP = "[" * 50_000


@pytest.fixture
def world(db: None) -> World:
    """One row of everything."""
    return worlds.build()


def cell(world: World, **changes: object) -> dict[str, object]:
    """A cell of the head's own school."""
    return {
        "unit": world.school.pk,
        "indicator": world.indicator.pk,
        "numerator": "1",
        "denominator": "2",
        "version": 0,
        **changes,
    }


def send(world: World, body: object, role: str = "head") -> HttpResponse:
    """Post a block of cells."""
    url = reverse("monitoring:entry_paste", args=[world.collecting.pk, world.school.pk])
    text = body if isinstance(body, str) else json.dumps(body)
    return client_of(world, role).post(url, text, content_type="application/json")


def state(world: World, **changes: object) -> str:
    """Return what became of a single cell, or the status of the answer."""
    response = send(world, {"cells": [cell(world, **changes)]})
    if response.status_code != 200:
        return str(response.status_code)
    return str(response.json()["cells"][0]["state"])


# The cells of the entry page


@pytest.mark.parametrize(
    "body",
    [
        DEEP,
        "\ufeff{}",
        "",
        "null",
        "NaN",
        "[]",
        '{"cells": {}}',
        '{"cells": [[]]}',
        '{"cells": [{"unit": 1e999, "indicator": 1}]}',
        '{"cells": [{"unit": NaN, "indicator": 1}]}',
        '{"cells": [{"unit": -1, "indicator": 1}]}',
        '{"cells": [{"unit": 1, "indicator": 1, "version": 1e9}]}',
        '{"cells": [{"unit": 1, "indicator": 1, "numerator": 1}]}',
        '{"cells": [{"unit": 1, "indicator": 1, "comment": {}}]}',
        json.dumps({"cells": [{}] * 5001}),
    ],
)
def test_garbled_blocks_are_told_apart_from_faults(world: World, body: str) -> None:
    assert send(world, body).status_code == 400


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"numerator": "NaN"}, "invalid"),
        ({"numerator": "1e999"}, "invalid"),
        ({"numerator": "Infinity"}, "invalid"),
        ({"numerator": "9" * 100_000}, "invalid"),
        ({"numerator": "-1"}, "invalid"),
        ({"numerator": "%"}, "invalid"),
        ({"numerator": "1\x00"}, "400"),
        ({"comment": "a\x00b"}, "400"),
        ({"comment": "\ud800"}, "400"),
        ({"reason": "\x00", "numerator": "", "denominator": ""}, "400"),
        ({"unit": 2**63 - 1}, "unknown"),
        ({"indicator": 2**63 - 1}, "unknown"),
        ({"version": 2**63 - 1}, "saved"),
        ({"version": 2**31 - 2}, "saved"),
        ({"comment": "x" * 501}, "invalid"),
    ],
)
def test_wild_cells_are_answered(
    world: World, changes: dict[str, object], expected: str
) -> None:
    assert state(world, **changes) == expected


def test_an_invented_version_does_not_lock_the_cell(world: World) -> None:
    assert state(world, version=2**31 - 2) == "saved"
    assert Value.objects.get(cycle=world.collecting).version == 1


def test_cells_elsewhere_are_unknown(world: World) -> None:
    foreign = factories.indicator(factories.methodology(world.region))

    assert state(world, unit=world.other_school.pk) == "unknown"
    assert state(world, unit=world.region.pk) == "unknown"
    assert state(world, indicator=foreign.pk) == "unknown"
    assert not Value.objects.filter(cycle=world.collecting).exists()


@pytest.mark.parametrize("name", ["v-٣", "v-01", "v-9" + "9" * 30, "v-" + "9" * 5000])
def test_a_wild_form_is_answered(world: World, name: str) -> None:
    url = reverse("monitoring:entry", args=[world.collecting.pk, world.school.pk])

    response = client_of(world, "head").post(url, {"unit": world.school.pk, name: "0"})

    assert response.status_code in {200, 302, 400}


def test_a_form_with_nul_is_refused(world: World) -> None:
    url = reverse("monitoring:entry", args=[world.collecting.pk, world.school.pk])
    pk = world.indicator.pk
    data = {"unit": world.school.pk, f"v-{pk}": "0", f"c-{pk}": "a\x00"}

    assert client_of(world, "head").post(url, data).status_code == 400


def test_a_close_between_look_and_save_is_told(world: World) -> None:
    seen = Grounds.of

    def closing(*args: object) -> object:
        grounds = seen(*args)  # type: ignore[arg-type]
        cycles.close_collection(world.collecting.pk, by=world.users["ministry"])
        return grounds

    with mock.patch.object(Grounds, "of", closing):
        response = send(world, {"cells": [cell(world)]})

    assert response.status_code == 200
    assert response.json()["cells"][0]["state"] == "refused"


@pytest.mark.django_db(transaction=True)
def test_a_close_waits_for_the_save_in_hand(world: World) -> None:
    saved, pk = Event(), world.collecting.pk
    typed = Cell(world.school.pk, world.indicator.pk, Decimal(1), Decimal(2))

    def saving() -> None:
        with transaction.atomic():
            entry.save_cell(pk, typed, by=world.users["head"])
            saved.set()
            time.sleep(0.5)
            assert Cycle.objects.get(pk=pk).is_collecting
        connection.close()

    with ThreadPoolExecutor() as pool:
        done = pool.submit(saving)
        saved.wait(5)
        cycles.close_collection(pk, by=world.users["ministry"])
        done.result()

    assert Value.objects.filter(cycle=pk).count() == 1
    assert state(world, version=1, numerator="2") == "refused"


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_waited_for_the_close_is_refused(world: World) -> None:
    pk, closed = world.collecting.pk, Event()

    def submitting() -> str:
        closed.wait(5)
        try:
            submissions.submit(
                world.submission.pk, with_missing=True, by=world.users["head"]
            )
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            cycles.close_collection(pk, by=world.users["ministry"])
            answer = pool.submit(submitting)
            closed.set()
            time.sleep(0.5)
        assert answer.result()

    world.submission.refresh_from_db()
    assert world.submission.status == Submission.Status.DRAFT


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "/verify/%00/",
        "/verify/?code=a/b",
        "/verify/?code=%00",
        "/verify/?code=%E2%80%AE../..",
        "/verify/%F0%9F%92%A9/",
        "/live?x=%00",
    ],
)
def test_wild_public_addresses_are_answered(db: None, url: str) -> None:
    assert Client().get(url).status_code in {200, 302, 400, 404}


HUGE = "9" * 25


@pytest.mark.parametrize(
    "query",
    [
        "/monitoring/cycles/{c}/letters.zip?municipality=²",
        "/monitoring/cycles/{c}/letters.zip?municipality=" + HUGE,
        f"/monitoring/cycles/{HUGE}/",
        f"/monitoring/letters/{HUGE}/",
        f"/monitoring/people/{HUGE}/",
        f"/users/{HUGE}/",
        "/monitoring/cycles/{c}/results/indicators/{i}/?unit=²",
        "/monitoring/cycles/{c}/results/indicators/{i}/?unit=" + HUGE,
        "/monitoring/cycles/{c}/results/indicators/" + HUGE + "/",
        "/monitoring/cycles/{c}/results/indicators/{i}/?sort=-unit__parent&page=²",
        "/monitoring/cycles/{c}/results/?sort=unit__users&type=%00&track=²",
        "/monitoring/cycles/{c}/results/risk/?municipality=²&years=-1&sort=person",
        "/monitoring/cycles/{c}/results/risk/?municipality=" + HUGE,
        "/monitoring/cycles/{c}/results/heat-map/?track=%00",
        "/monitoring/cycles/{c}/letters/?search=%00&municipality=" + HUGE,
        "/monitoring/cycles/{c}/letters/?page=²&size=²",
        "/monitoring/cycles/{c}/collection/?open=" + HUGE + "&state=x&sort=%00",
        "/monitoring/cycles/{c}/collection/accept/?unit=" + HUGE + "&branch=²",
        "/monitoring/cycles/{c}/entry/{u}/?q=%00&track=" + HUGE + "&page=-1",
        "/users/?search=%00&role=x&page=" + HUGE,
        "/units/?search=%00&kind=%00",
        "/journal/?since=99999-01-01&by=%00&action=%00",
        "/journal/?since=0001-01-01",
        "/journal/?since=9999-12-31",
    ],
)
def test_wild_addresses_are_answered(world: World, query: str) -> None:
    url = query.format(c=world.computed.pk, i=world.indicator.pk, u=world.region.pk)

    for role in ("administrator", "ministry", "municipal"):
        response = client_of(world, role).get(url)
        response.getvalue()
        assert response.status_code < 500, role


@pytest.mark.parametrize(
    "place", ["//evil.example/", "https://evil.example", "/\\evil.example", "a\r\nX: y"]
)
def test_preferences_lead_nowhere_else(db: None, place: str) -> None:
    response = Client().post("/preferences/", {"theme": "dark", "next": place})

    assert "evil" not in response.headers["Location"]
    assert "X" not in response.headers


def test_an_unknown_host_is_refused(db: None) -> None:
    for url in ("/", "/accounts/login/", "/verify/x/", "/accounts/password/reset/"):
        assert Client().get(url, headers={"host": "evil.example"}).status_code == 400


# Administrators


@pytest.fixture
def elsewhere(db: None) -> tuple[User, User, Unit]:
    """An administrator, a user and a unit of another region."""
    unit = factories.region()
    admin = factories.user("admin-b", Role.ADMINISTRATOR, unit)
    return admin, factories.user("user-b", Role.MINISTRY, unit), unit


def test_an_administrator_reaches_no_other_region(
    world: World, elsewhere: tuple[User, User, Unit]
) -> None:
    _admin, user, unit = elsewhere
    held = Membership.objects.get(user=user)
    client = client_of(world, "administrator")
    role = {"role": Role.MINISTRY, "unit": unit.pk}

    answers = [
        client.post(reverse("user", args=[user.pk]), role).status_code,
        client.post(reverse("user_active", args=[user.pk])).status_code,
        client.post(reverse("role_revoke", args=[held.pk])).status_code,
        client.post(reverse("unit", args=[unit.pk])).status_code,
    ]
    client.post(reverse("user", args=[world.users["head"].pk]), role)
    client.post(reverse("user_add"), {"username": "evil", **role})

    assert answers == [404, 404, 404, 404]
    assert not Membership.objects.filter(unit=unit).exclude(
        user__username__in=["admin-b", "user-b"]
    )
    assert not User.objects.filter(username="evil").exists()


def test_extra_fields_make_nobody_a_superuser(world: World) -> None:
    client_of(world, "administrator").post(
        reverse("user_add"),
        {
            "username": "new",
            "role": Role.OPERATOR,
            "unit": world.region.pk,
            "is_superuser": "on",
            "is_staff": "on",
            "person": world.users["head"].person_id,
        },
    )
    made = User.objects.get(username="new")

    assert (made.is_superuser, made.is_staff, made.person_id) == (False, False, None)


def test_an_administrator_does_not_close_a_superuser(world: World) -> None:
    strongest = factories.user("root", Role.MINISTRY, world.region, is_superuser=True)
    admin = world.users["administrator"]

    client_of(world, "administrator").post(reverse("user_active", args=[strongest.pk]))
    strongest.refresh_from_db()
    assert strongest.is_active

    with pytest.raises(PermissionDenied):
        users.set_active(world.users["nobody"].pk, active=False, by=admin)


def test_an_administrator_gives_themselves_no_role(world: World) -> None:
    admin = world.users["administrator"]

    client_of(world, "administrator").post(
        reverse("user", args=[admin.pk]),
        {"role": Role.MINISTRY, "unit": world.region.pk},
    )

    assert [held.role for held in admin.memberships.all()] == [Role.ADMINISTRATOR]


# A head who left


def leave(world: World, day: dt.date) -> None:
    """Appoint somebody else from the day."""
    who = factories.person()
    people.appoint_head(
        world.school.pk,
        who,
        starts_on=day,
        order_number="1",
        by=world.users["administrator"],
    )


def test_a_head_who_left_has_no_rights_there(world: World) -> None:
    leave(world, dt.date(2026, 1, 1))
    client = client_of(world, "head")
    pages = [
        reverse("monitoring:entry", args=[world.collecting.pk, world.school.pk]),
        reverse("monitoring:submission", args=[world.submission.pk]),
        reverse("monitoring:unit_result", args=[world.computed.pk, world.school.pk]),
    ]

    assert [client.get(url).status_code for url in pages] == [404, 404, 404]
    assert send(world, {"cells": [cell(world)]}).status_code == 404


def test_a_head_who_left_keeps_the_letter_sent_to_them(world: World) -> None:
    leave(world, dt.date(2026, 1, 1))
    client = client_of(world, "head")

    for name in ("monitoring:letter", "home", "monitoring:letter_pdf"):
        args = [world.letter.pk] if "letter" in name else []
        response = client.get(reverse(name, args=args))
        response.getvalue()
        assert response.status_code == 200, name


def test_a_head_who_left_is_not_told_of_the_values(world: World) -> None:
    leave(world, dt.date(2026, 1, 1))
    submissions.submit(
        world.submission.pk, with_missing=True, by=world.users["municipal"]
    )

    submissions.accept(world.submission.pk, by=world.users["ministry"])

    assert not world.users["head"].notifications.filter(key__startswith="submission")


def test_a_head_stays_until_the_last_day(world: World) -> None:
    leave(world, dt.date(2099, 1, 1))

    assert send(world, {"cells": [cell(world)]}).status_code == 200


def test_the_new_head_does_not_read_the_former_ones_letter(world: World) -> None:
    leave(world, dt.date(2026, 1, 1))
    now = Appointment.objects.get(position__unit=world.school, ends_on=None)
    factories.user("new-head", Role.HEAD, world.school, person=now.person)
    client = Client()
    client.force_login(User.objects.get(username="new-head"))

    url = reverse("monitoring:letter", args=[world.letter.pk])
    assert client.get(url).status_code == 404


# Steps that cannot be skipped


@pytest.mark.parametrize("status", ["planned", "collecting", "published", "archived"])
@pytest.mark.parametrize("step", [run.compute, run.recommend])
def test_a_retried_run_changes_nothing_outside_its_time(
    world: World, step: object, status: str
) -> None:
    Cycle.objects.filter(pk=world.computed.pk).update(status=status)

    with pytest.raises(Refused):
        step(world.computed.pk)  # type: ignore[operator]


def test_a_retried_run_sends_no_letters_while_collecting(world: World) -> None:
    Cycle.objects.filter(pk=world.computed.pk).update(status="collecting")

    with pytest.raises(Refused):
        run.close_letters(world.job)


def test_skipped_steps_change_nothing(world: World) -> None:
    client = client_of(world, "ministry")
    for name in ("cycle_open", "cycle_run", "cycle_publish"):
        client.post(reverse(f"monitoring:{name}", args=[world.collecting.pk]))
    for name in ("accept", "withdraw"):
        url = reverse(f"monitoring:submission_{name}", args=[world.submission.pk])
        client.post(url)
    world.collecting.refresh_from_db()
    world.submission.refresh_from_db()

    assert world.collecting.status == Cycle.Status.COLLECTING
    assert world.submission.status == Submission.Status.DRAFT
