"""Every address and every role: what each of them gets, with nothing forgotten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from tests import world as worlds
from tests.programs import world as programs
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
from tests.visits import Record, Visit, record

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
    *programs.FAMILIES,
):
    PAGES |= family.PAGES
    POST_ONLY |= family.POST_ONLY
    EXPORTS |= family.RECORDED
OPEN_POST = {"preferences"}
LIBRARY = ("account_", "mfa_", "usersessions_", "socialaccount_")


ELSEWHERE = ("other_municipal", "other_head", "stranger", *ROLELESS)
TOGETHER = 3  # roles that one world is built for, in one process
_records: dict[str, Record] = {}


def _group(role: str) -> int:
    return EVERYONE.index(role) // TOGETHER


@pytest.fixture(
    params=[
        pytest.param(role, marks=pytest.mark.xdist_group(f"visits {_group(role)}"))
        for role in EVERYONE
    ]
)
def visited(request: pytest.FixtureRequest, db: None) -> Record:
    """All visits of a role: made once, then judged by every test."""
    if request.param not in _records:
        world, first = worlds.build(), _group(request.param) * TOGETHER
        for role in EVERYONE[first : first + TOGETHER]:
            posts = role in (*ELSEWHERE, "anonymous")
            with transaction.atomic():
                _records[role] = record(world, role, PAGES, POST_ONLY, posts=posts)
                transaction.set_rollback(True)
    return _records[request.param]


def names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Yield the names of all addresses, with their namespaces."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}"


def test_every_address_stands_in_a_table() -> None:
    ours = {name for name in names() if not name.startswith(LIBRARY)}

    assert ours == PAGES.keys() | POST_ONLY.keys()


def test_every_page_answers_every_role_as_agreed(visited: Record) -> None:
    wrong = [
        (visited.role, visit.name, visit.status, visit.place)
        for visit in visited.pages
        if not agreed(visited.role, visit)
    ]

    assert wrong == [], "\n".join(map(str, wrong))


def agreed(role: str, visit: Visit) -> bool:
    """Whether the role gets what the table says; the anonymous are sent to sign in."""
    _arguments, allowed, forbidden = PAGES[visit.name]
    is_sent_away = "/accounts/login/" in visit.place
    if role in allowed:
        return visit.status in {200, 302} and not is_sent_away
    if role == "anonymous":
        return visit.status == 302 and is_sent_away
    return visit.status == (403 if role in forbidden else 404) and not is_sent_away


def test_addresses_of_changes_refuse_to_be_opened(visited: Record) -> None:
    if visited.role != "anonymous":
        assert visited.opened == dict.fromkeys(POST_ONLY, 405)


def test_changes_need_a_sign_in(visited: Record) -> None:
    if visited.role == "anonymous":
        sent = {name for name, (_, to) in visited.posted.items() if is_sign_in(to)}
        assert sent == POST_ONLY.keys() - OPEN_POST


def is_sign_in(place: str) -> bool:
    """Whether the redirect leads to the sign-in."""
    return "/accounts/login/" in place


def test_changes_elsewhere_do_not_exist(visited: Record) -> None:
    if visited.role in ELSEWHERE:
        assert visited.posted.keys() == POST_ONLY.keys()
        wrong = {
            name: status
            for name, (status, _place) in visited.posted.items()
            if name not in OPEN_POST and status not in {403, 404}
        }
        assert wrong == {}


def test_looking_writes_nothing(visited: Record) -> None:
    writing = [
        (visit.name, sql[:120])
        for visit in visited.pages
        for sql in visit.changes
        if not (session(sql) or exported(visit.name, sql))
    ]

    assert writing == []


def exported(name: str, sql: str) -> bool:
    """Whether the statement puts on record that data left the portal."""
    return name in EXPORTS and sql.startswith('INSERT INTO "PORTAL_JOURNALENTRY"')


def session(sql: str) -> bool:
    """Whether the statement only keeps the session alive."""
    return "DJANGO_SESSION" in sql or "USERSESSIONS_" in sql


def test_a_name_never_reaches_somebody_elsewhere(visited: Record) -> None:
    telling = [visit.name for visit in visited.pages if visit.names_the_head]

    if visited.role in ELSEWHERE:
        assert telling == []
    elif visited.role == "head":
        assert telling  # the name is looked for as the pages write it


def test_every_answer_carries_the_protecting_headers(visited: Record) -> None:
    for visit in visited.pages:
        policy = visit.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in policy, visit.name
        assert "frame-ancestors 'none'" in policy, visit.name
        assert visit.headers["X-Content-Type-Options"] == "nosniff", visit.name
        if visited.role != "anonymous":
            kept = visit.headers["Cache-Control"]
            assert kept == "no-store, private", visit.name
