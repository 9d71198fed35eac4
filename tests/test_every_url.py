"""Every address and every role: what each of them gets, with nothing forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import world as worlds
from tests.reserve import (
    world_applications,
    world_assessment,
    world_growth,
    world_members,
    world_sources,
    world_vacancies,
)
from tests.sweep import (
    ACCEPTING,
    ENTERING,
    EVERYONE,
    OWN,
    REGION,
    ROLELESS,
    SIGNED_IN,
    WORKING,
    Pages,
)
from tests.world import World

PAGES: Pages = {
    "home": ((), EVERYONE, ()),
    "icon": ((), EVERYONE, ()),
    "live": ((), EVERYONE, ()),
    "ready": ((), EVERYONE, ()),
    "verify_form": ((), EVERYONE, ()),
    "verify": (("letter.code",), EVERYONE, ()),
    "help": ((), EVERYONE, ()),
    "help_topic": (("topic",), SIGNED_IN, ()),
    "search": ((), SIGNED_IN, ()),
    "notifications": ((), SIGNED_IN, ()),
    "users": ((), ("administrator",), SIGNED_IN),
    "user_add": ((), ("administrator",), SIGNED_IN),
    "user": (("users.head.pk",), ("administrator",), SIGNED_IN),
    "units": ((), ("administrator",), SIGNED_IN),
    "unit": (("school.pk",), OWN, ()),
    "journal": ((), ("administrator",), SIGNED_IN),
    "jobs": ((), ("ministry", "operator", "administrator", "stranger"), SIGNED_IN),
    "job": (("job.pk",), REGION, ()),
    "job_part": (("job.pk",), REGION, ()),
    "file": (("attachment.pk",), OWN, ()),
    "file_add": (("owner", "submission.pk"), ENTERING, ("administrator",)),
    "file_remove": (("attachment.pk",), ENTERING, ("administrator",)),
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
    "monitoring:entry_submit": (
        ("collecting.pk", "school.pk"),
        ENTERING,
        ("administrator",),
    ),
    "monitoring:collection_accept": (
        ("collecting.pk",),
        (*ACCEPTING, "other_municipal"),
        ("administrator", "head", "other_head"),
    ),
    "monitoring:submission_submit": (("submission.pk",), ENTERING, ("administrator",)),
    "monitoring:submission_withdraw": (
        ("submission.pk",),
        ENTERING,
        ("administrator",),
    ),
    "monitoring:submission_accept": (
        ("submission.pk",),
        ACCEPTING,
        ("administrator", "head"),
    ),
    "monitoring:submission_return": (
        ("submission.pk",),
        ACCEPTING,
        ("administrator", "head"),
    ),
    "monitoring:results": (("computed.pk",), WORKING, ()),
    "monitoring:heat_map": (("computed.pk",), WORKING, ()),
    "monitoring:indicator_result": (("computed.pk", "indicator.pk"), WORKING, ()),
    "monitoring:risk": (
        ("computed.pk",),
        (*REGION, "municipal", "other_municipal"),
        ("head", "other_head", *ROLELESS),
    ),
    "monitoring:person": (
        ("users.head.person_id",),
        (*REGION, "municipal"),
        ("head", "other_head", *ROLELESS),
    ),
    "monitoring:unit_result": (("computed.pk", "school.pk"), OWN, ()),
    "monitoring:explain": (("computed.pk", "school.pk", "indicator.pk"), OWN, ()),
    "monitoring:summary_explain": (("computed.pk", "school.pk"), OWN, ()),
    "monitoring:methods": ((), SIGNED_IN, ()),
    "monitoring:method": (
        ("methodology.pk",),
        (*WORKING, "stranger", "expert"),
        (),
    ),
    "monitoring:indicator": (
        ("methodology.pk", "indicator.pk"),
        (*WORKING, "stranger", "expert"),
        (),
    ),
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
    "monitoring:letter_opened": ("letter.pk",),
    "monitoring:entry_cell": ("collecting.pk", "school.pk"),
    "monitoring:entry_paste": ("collecting.pk", "school.pk"),
}
EXPORTS = {"monitoring:letters_zip", "monitoring:results_xlsx"}
for family in (
    world_applications,
    world_assessment,
    world_growth,
    world_members,
    world_sources,
    world_vacancies,
):
    PAGES |= family.PAGES
    POST_ONLY |= family.POST_ONLY
    EXPORTS |= family.RECORDED
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


def test_every_page_answers_every_role_as_agreed(world: World) -> None:
    wrong = []

    for role in EVERYONE:
        client = client_of(world, role)
        for name, (arguments, allowed, forbidden) in PAGES.items():
            status, place = answer(client, address(world, name, arguments))
            expected = {200, 302} if role in allowed else {404}
            if role not in allowed and role in forbidden:
                expected = {403}
            if role == "anonymous" and role not in allowed:
                expected = {302}
            is_sent_away = "/accounts/login/" in place
            if status not in expected or is_sent_away != (
                role == "anonymous" and role not in allowed
            ):
                wrong.append((role, name, status, expected))

    assert wrong == [], "\n".join(map(str, wrong))


def answer(client: Client, url: str) -> tuple[int, str]:
    """Return the status and where a redirect leads; files are read and closed."""
    response = client.get(url)
    content(response)
    return response.status_code, response.headers.get("Location", "")


def content(response: HttpResponse | StreamingHttpResponse) -> bytes:
    """Return what the page says, from a file too."""
    return response.getvalue()


def test_addresses_of_changes_refuse_to_be_opened(world: World) -> None:
    answers = set()

    for role in SIGNED_IN:
        client = client_of(world, role)
        for name, arguments in POST_ONLY.items():
            answers.add((name, client.get(address(world, name, arguments)).status_code))

    assert answers == {(name, 405) for name in POST_ONLY}


def test_changes_need_a_sign_in(world: World) -> None:
    client = Client()

    for name, arguments in POST_ONLY.items():
        response = client.post(address(world, name, arguments))
        if name not in OPEN_POST:
            assert "/accounts/login/" in response.headers["Location"], name


def test_changes_elsewhere_do_not_exist(world: World) -> None:
    answers = {}

    for role in ("other_municipal", "other_head", "stranger", *ROLELESS):
        client = client_of(world, role)
        for name, arguments in POST_ONLY.items():
            if name not in OPEN_POST:
                status = client.post(address(world, name, arguments)).status_code
                answers[role, name] = status

    assert set(answers.values()) <= {403, 404}, answers


def test_looking_writes_nothing(world: World) -> None:
    writing = []

    for role in ("ministry", "administrator", "municipal", "head"):
        client = client_of(world, role)
        for name, (arguments, _allowed, _forbidden) in PAGES.items():
            connection.queries_log.clear()  # it holds 9000 of all pages together
            with CaptureQueriesContext(connection) as queries:
                answer(client, address(world, name, arguments))
            for query in queries.captured_queries:
                sql = str(query["sql"]).lstrip("( ").upper()
                is_change = sql.startswith(("INSERT", "UPDATE", "DELETE"))
                if is_change and not (session(sql) or exported(name, sql)):
                    writing.append((role, name, sql[:120]))

    assert writing == []


def exported(name: str, sql: str) -> bool:
    """Whether the statement puts on record that data left the portal."""
    return name in EXPORTS and sql.startswith('INSERT INTO "PORTAL_JOURNALENTRY"')


def session(sql: str) -> bool:
    """Whether the statement only keeps the session alive."""
    return "DJANGO_SESSION" in sql or "USERSESSIONS_" in sql


def test_a_name_never_reaches_somebody_elsewhere(world: World) -> None:
    for role in ("other_municipal", "other_head", "stranger", *ROLELESS):
        client = client_of(world, role)
        for name, (arguments, _allowed, _forbidden) in PAGES.items():
            body = content(client.get(address(world, name, arguments)))
            assert "Своева".encode() not in body, (role, name)


def test_every_answer_carries_the_protecting_headers(world: World) -> None:
    for role in ("ministry", "head", "stranger", "anonymous"):
        client = client_of(world, role)
        for name, (arguments, _allowed, _forbidden) in PAGES.items():
            response = client.get(address(world, name, arguments))
            content(response)
            policy = response.headers["Content-Security-Policy"]
            assert "unsafe-inline" not in policy, name
            assert "frame-ancestors 'none'" in policy, name
            assert response.headers["X-Content-Type-Options"] == "nosniff", name
            if role != "anonymous":
                assert response.headers["Cache-Control"] == "no-store, private", name
