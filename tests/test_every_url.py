"""Every address and every role: what each of them gets, with nothing forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import world as worlds
from tests.world import World

REGION = ("ministry", "operator", "administrator")
OWN = (*REGION, "municipal", "head")
WORKING = (*OWN, "other_municipal", "other_head")
SIGNED_IN = (*WORKING, "stranger", "nobody")
EVERYONE = (*SIGNED_IN, "anonymous")

# name: (arguments, who gets 200 or a redirect within the portal, who gets 403);
# all the others get 404, and the anonymous are sent to sign in.
PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "home": ((), EVERYONE, ()),
    "live": ((), EVERYONE, ()),
    "ready": ((), EVERYONE, ()),
    "verify_form": ((), EVERYONE, ()),
    "verify": (("letter.code",), EVERYONE, ()),
    "notifications": ((), SIGNED_IN, ()),
    "users": ((), ("administrator",), SIGNED_IN),
    "user_add": ((), ("administrator",), SIGNED_IN),
    "user": (("users.head.pk",), ("administrator",), SIGNED_IN),
    "units": ((), ("administrator",), SIGNED_IN),
    "unit": (("school.pk",), ("administrator",), SIGNED_IN),
    "journal": ((), ("administrator",), SIGNED_IN),
    "jobs": ((), ("ministry", "operator", "administrator", "stranger"), SIGNED_IN),
    "job": (("job.pk",), REGION, ()),
    "job_part": (("job.pk",), REGION, ()),
    "monitoring:home": ((), SIGNED_IN, ()),
    "monitoring:cycle_plan": ((), ("ministry", "operator", "stranger"), SIGNED_IN),
    "monitoring:cycle": (("computed.pk",), WORKING, ()),
    "monitoring:cycle_open": (("computed.pk",), ("ministry", "operator"), WORKING),
    "monitoring:cycle_close": (("computed.pk",), ("ministry", "operator"), WORKING),
    "monitoring:cycle_reopen": (("computed.pk",), ("ministry", "operator"), WORKING),
    "monitoring:cycle_run": (("computed.pk",), ("ministry", "operator"), WORKING),
    "monitoring:cycle_publish": (("computed.pk",), ("ministry", "operator"), WORKING),
    "monitoring:collection": (("collecting.pk",), WORKING, ()),
    "monitoring:entry": (("collecting.pk", "school.pk"), OWN, ()),
    "monitoring:submission": (("submission.pk",), OWN, ()),
    "monitoring:results": (("computed.pk",), WORKING, ()),
    "monitoring:unit_result": (("computed.pk", "school.pk"), OWN, ()),
    "monitoring:explain": (("computed.pk", "school.pk", "indicator.pk"), OWN, ()),
    "monitoring:summary_explain": (("computed.pk", "school.pk"), OWN, ()),
    "monitoring:methods": ((), SIGNED_IN, ()),
    "monitoring:method": (("methodology.pk",), WORKING, ()),
    "monitoring:indicator": (("methodology.pk", "indicator.pk"), WORKING, ()),
    "monitoring:letters": (
        ("computed.pk",),
        (*REGION, "municipal", "other_municipal"),
        WORKING,
    ),
    "monitoring:letters_send": (("computed.pk",), ("ministry", "operator"), WORKING),
    "monitoring:letters_zip": (
        ("computed.pk",),
        (*REGION, "municipal", "other_municipal"),
        WORKING,
    ),
    "monitoring:results_xlsx": (
        ("computed.pk",),
        (*REGION, "municipal", "other_municipal"),
        WORKING,
    ),
    "monitoring:letter": (("letter.pk",), OWN, ()),
    "monitoring:letter_pdf": (("letter.pk",), OWN, ()),
    "monitoring:letter_addressee": (("letter.pk",), ("ministry", "operator"), OWN),
}
# Answer POST alone: GET is 405 for whoever is signed in.
POST_ONLY: dict[str, tuple[str, ...]] = {
    "preferences": (),
    "notification": ("notification.pk",),
    "user_active": ("users.head.pk",),
    "role_revoke": ("users.head.pk",),
    "job_cancel": ("job.pk",),
    "job_retry": ("job.pk",),
    "monitoring:letter_confirm": ("letter.pk",),
}
OPEN_POST = {"preferences"}
LIBRARY = ("account_", "mfa_", "usersessions_", "socialaccount_")


@pytest.fixture
def world(db: None) -> World:
    """One row of everything."""
    return worlds.build()


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Yield the names of all addresses, with their namespaces."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}"


def value(world: World, path: str) -> object:
    """Return what the dotted path leads to in the world."""
    first, *rest = path.split(".")
    found: object = getattr(world, first)
    for part in rest:
        found = found[part] if isinstance(found, dict) else getattr(found, part)
    return found


def address(world: World, name: str, arguments: tuple[str, ...]) -> str:
    """Return the address with the world's ids."""
    return reverse(name, args=[value(world, path) for path in arguments])


def client_of(world: World, role: str) -> Client:
    """Return a client signed in as the role."""
    client = Client()
    if role != "anonymous":
        client.force_login(world.users[role])
    return client


def test_every_address_stands_in_a_table() -> None:
    ours = {name for name in names() if not name.startswith(LIBRARY)}

    assert ours == PAGES.keys() | POST_ONLY.keys()


@pytest.mark.parametrize("role", EVERYONE)
def test_every_page_answers_every_role_as_agreed(world: World, role: str) -> None:
    client = client_of(world, role)
    wrong = []

    for name, (arguments, allowed, forbidden) in PAGES.items():
        response = client.get(address(world, name, arguments))
        if role in allowed:
            expected = {200, 302}
        elif role == "anonymous":
            expected = {302}
        else:
            expected = {403} if role in forbidden else {404}
        to_sign_in = "/accounts/login/" in response.headers.get("Location", "")
        if response.status_code not in expected or to_sign_in != (
            role == "anonymous" and role not in allowed
        ):
            wrong.append((name, response.status_code, expected))

    assert wrong == []


@pytest.mark.parametrize("role", SIGNED_IN)
def test_addresses_of_changes_refuse_to_be_opened(world: World, role: str) -> None:
    client = client_of(world, role)

    answers = {
        name: client.get(address(world, name, arguments)).status_code
        for name, arguments in POST_ONLY.items()
    }

    assert set(answers.values()) == {405}, answers


def test_changes_need_a_sign_in(world: World) -> None:
    client = Client()

    for name, arguments in POST_ONLY.items():
        response = client.post(address(world, name, arguments))
        if name not in OPEN_POST:
            assert "/accounts/login/" in response.headers["Location"], name


@pytest.mark.parametrize("role", ["ministry", "administrator", "municipal", "head"])
def test_looking_writes_nothing(world: World, role: str) -> None:
    client = client_of(world, role)
    writing = []

    for name, (arguments, _allowed, _forbidden) in PAGES.items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(world, name, arguments))
        for query in queries.captured_queries:
            sql = str(query["sql"]).lstrip("( ").upper()
            if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not session(sql):
                writing.append((name, sql[:120]))

    assert writing == []


def session(sql: str) -> bool:
    """Whether the statement only keeps the session alive."""
    return "DJANGO_SESSION" in sql or "USERSESSIONS_" in sql


@pytest.mark.parametrize(
    "role", ["other_municipal", "other_head", "stranger", "nobody"]
)
def test_a_name_never_reaches_somebody_elsewhere(world: World, role: str) -> None:
    client = client_of(world, role)

    for name, (arguments, _allowed, _forbidden) in PAGES.items():
        response = client.get(address(world, name, arguments))
        body = b"".join(response) if response.streaming else response.content
        assert "Своева".encode() not in body, name


@pytest.mark.parametrize("role", ["ministry", "head", "stranger", "anonymous"])
def test_every_answer_carries_the_protecting_headers(world: World, role: str) -> None:
    client = client_of(world, role)

    for name, (arguments, _allowed, _forbidden) in PAGES.items():
        headers = client.get(address(world, name, arguments)).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        if role != "anonymous":
            assert headers["Cache-Control"] == "no-store, private", name
