"""People, places and services that tests share."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

import pytest
from hypothesis import settings as properties

from portal.models import Membership, Unit, User
from tests import factories

Role = Membership.Role
# Properties try the same texts in every run; HYPOTHESIS_FRESH=1 looks for new ones.
properties.register_profile("steady", derandomize=True)
if not os.environ.get("HYPOTHESIS_FRESH"):
    properties.load_profile("steady")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    """Keep files of a test in its own folder, mail in memory, caches apart."""
    settings.DATA_DIR = tmp_path
    storages = {**settings.STORAGES}
    storages["default"] = {
        **storages["default"],
        "OPTIONS": {"location": tmp_path / "files", "base_url": None},
    }
    storages["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STORAGES = storages
    settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    apart = f"test-{uuid.uuid4().hex}"  # clear() would empty every worker's cache
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": apart}}


@pytest.fixture
def region(db: None) -> Unit:
    """A region with its body of authority."""
    unit = factories.region()
    factories.body(unit)
    return unit


@pytest.fixture
def municipality(region: Unit) -> Unit:
    """A municipality of the region."""
    return factories.municipality(region)


@pytest.fixture
def school(municipality: Unit) -> Unit:
    """A general school of the municipality."""
    return factories.organization(municipality)


@pytest.fixture
def other_school(region: Unit) -> Unit:
    """A school of another municipality of the same region."""
    return factories.organization(factories.municipality(region))


@pytest.fixture
def ministry(region: Unit) -> User:
    """A user of the ministry."""
    return factories.user("ministry", Role.MINISTRY, region)


@pytest.fixture
def operator(region: Unit) -> User:
    """A user of the regional operator."""
    return factories.user("operator", Role.OPERATOR, region)


@pytest.fixture
def administrator(region: Unit) -> User:
    """An administrator of the region."""
    return factories.user("admin", Role.ADMINISTRATOR, region)


@pytest.fixture
def officer(municipality: Unit) -> User:
    """The municipal officer of the school's municipality."""
    return factories.user("municipal", Role.MUNICIPAL, municipality)


@pytest.fixture
def head(school: Unit) -> User:
    """The head of the school, appointed two years before the cycles of tests."""
    return factories.head_user(school, username="head")


@pytest.fixture
def outsider() -> User:
    """The strongest role, in another region."""
    return factories.user("outsider", Role.MINISTRY, factories.region())


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Headless Chromium of the system, which looks nothing up outside."""
    return {
        "executable_path": os.environ.get("CHROMIUM") or shutil.which("chromium"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, object]:
    """A Russian browser."""
    return {"locale": "ru-RU", "viewport": {"width": 1280, "height": 800}}
