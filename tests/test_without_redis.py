"""Redis keeps hints only: without it people read their pages all the same."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import Unit
from tests import factories
from tests.programs import factories as programs

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
PAGES = ("home", "monitoring:home", "programs:events", "programs:home", "open_programs")


@pytest.fixture
def _no_redis(settings) -> None:
    """The cache's address, at which nobody answers."""
    cache = {**settings.CACHES["default"], "LOCATION": NOBODY_LISTENS}
    settings.CACHES = {"default": cache}


@pytest.mark.usefixtures("_no_redis")
@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_signed_in_reads_on(client: Client, region: Unit, name: str) -> None:
    ministry = factories.user("ministry", "ministry", region)
    programs.indicator(programs.program(region, published_by=ministry), goal=70)
    client.force_login(ministry)

    assert client.get(reverse(name)).status_code == 200


@pytest.mark.usefixtures("_no_redis")
def test_a_page_for_everybody_is_served(client: Client, region: Unit) -> None:
    assert client.get(reverse("open_programs")).status_code == 200
