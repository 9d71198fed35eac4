"""The demo region in a small size, and people who look at it in Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from django.core.management import call_command
from kombu import Connection
from playwright.sync_api import expect

from monitoring import readiness
from monitoring.models import Cycle, Submission
from portal import tasks
from portal.config import redis_urls
from portal.models import Membership, Unit
from tests import factories
from tests.browser.visitor import Visitor
from tests.monitoring import workers

LEASE = 30  # seconds
PATIENCE = 15_000  # ms; beside other tests a page may take its time

expect.set_options(timeout=PATIENCE)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip where the launcher found no browser."""
    if os.environ.get("SKIP_BROWSER"):
        pytest.skip("there is no Chromium on this machine")


class Enter(Protocol):
    """Opens a browser, for a user who is signed in, or for a visitor."""

    def __call__(self, username: str = "", **options: object) -> Visitor:
        """Return the one who sits at it."""


@dataclass(frozen=True)
class Demo:
    """The demo's places and cycles."""

    region: Unit
    municipality: Unit
    school: Unit
    collecting: Cycle
    closed: Cycle

    def handed_in(self, status: str) -> list[Submission]:
        """Return what the municipality's organizations report and could submit."""
        rows = Submission.objects.filter(
            cycle=self.collecting, unit__parent=self.municipality, status=status
        ).select_related("unit__organization", "cycle__methodology")
        return [row for row in rows.order_by("pk") if not readiness.of(row).faults]


Send = Callable[..., object]


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Send:
    """Call no workers; return what would have called them."""
    real: Send = tasks.work.apply_async
    monkeypatch.setattr(tasks.work, "apply_async", lambda *_args, **_options: None)
    return real


@pytest.fixture
def load(
    transactional_db: None, send: Send, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Demo]:
    """Load the demo with forty organizations and one closed cycle."""
    monkeypatch.setenv("DEMO_PASSWORD", factories.PASSWORD)

    def loaded(*options: str) -> Demo:
        with Path(os.devnull).open("w") as out:
            size = ("--organizations", "40", "--cycles", "1")
            call_command("load_demo", *size, *options, stdout=out)
        return Demo(
            region=_unit_of("ministry"),
            municipality=_unit_of("municipal"),
            school=_unit_of("head"),
            collecting=Cycle.objects.get(status=Cycle.Status.COLLECTING),
            closed=Cycle.objects.get(status=Cycle.Status.PUBLISHED),
        )

    return loaded


@pytest.fixture
def demo(load: Callable[..., Demo]) -> Demo:
    """The demo with one letter made, the head's; the others wait for workers."""
    return load()


@pytest.fixture
def enter(live_server, new_context) -> Iterator[Enter]:
    """Open browsers; at the end nothing may have gone wrong in any of them."""
    visitors: list[Visitor] = []

    def entered(username: str = "", **options: object) -> Visitor:
        visitor = Visitor(new_context(**options), live_server.url)
        visitors.append(visitor)
        if username:
            visitor.be(username)
        return visitor

    yield entered
    assert [wrong for visitor in visitors for wrong in visitor.wrong] == []


@pytest.fixture
def worker(
    transactional_db: None, send: Send, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], None]]:
    """A real worker with a broker of its own; call it to send messages there."""
    with workers.broker() as broker:

        def heard(*args: object, **options: object) -> object:
            with _connection(broker.url) as connection:
                return send(*args, **options, connection=connection)

        with workers.worker(broker.url, tmp_path, LEASE):
            yield lambda: monkeypatch.setattr(tasks.work, "apply_async", heard)


def _connection(url: str) -> Connection:
    return Connection(redis_urls.broker_url(url))


def _unit_of(username: str) -> Unit:
    return Membership.objects.select_related("unit").get(user__username=username).unit
