"""One visit of every address by a role, written down for several tests to judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.sweep import Pages
from tests.world import World

CHANGES = ("INSERT", "UPDATE", "DELETE")
Arguments = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Visit:
    """What a page answered: status, where it leads, headers, what it says and wrote."""

    name: str
    status: int
    place: str
    headers: Mapping[str, str]
    names_the_head: bool
    changes: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """All visits of a role; `opened` and `posted` are of addresses of changes."""

    role: str
    pages: list[Visit]
    opened: dict[str, int]
    posted: dict[str, tuple[int, str]] = field(default_factory=dict)


def record(
    world: World, role: str, pages: Pages, changes: Arguments, *, posts: bool
) -> Record:
    """Open every page as the role, then every address of changes, then post to them."""
    client = client_of(world, role)
    visits = [
        visit(client, world, name, arguments)
        for name, (arguments, _allowed, _forbidden) in pages.items()
    ]
    urls = {name: address(world, name, paths) for name, paths in changes.items()}
    opened = {name: client.get(url).status_code for name, url in urls.items()}
    made = Record(role, visits, opened)
    for name, url in urls.items() if posts else ():
        answer = client.post(url)
        made.posted[name] = (answer.status_code, answer.headers.get("Location", ""))
    return made


def visit(client: Client, world: World, name: str, arguments: tuple[str, ...]) -> Visit:
    """Open a page; files are read and closed."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address(world, name, arguments))
        body = content(response)
    statements = (str(query["sql"]).lstrip("( ").upper() for query in queries)
    return Visit(
        name,
        response.status_code,
        response.headers.get("Location", ""),
        dict(response.headers),
        "Своева".encode() in body,
        tuple(sql for sql in statements if sql.startswith(CHANGES)),
    )


def content(response: HttpResponse | StreamingHttpResponse) -> bytes:
    """Return what the page says, from a file too."""
    return response.getvalue()


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
