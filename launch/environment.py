"""The variables that Django, gunicorn and Celery are started with."""

import os
import secrets
from collections.abc import Mapping

from launch.place import Place
from launch.terminal import Trouble

DEMO_PASSWORD = "demo-portal-2026"  # noqa: S105 - printed at every start
DEFAULT_PORT = 8000


def port() -> int:
    """Return PORT; anything but a port number ends the command."""
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT={text!r}: write a number from 1 to 65535.")
    return int(text)


def for_portal(place: Place, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the portal on this place; what is set already wins."""
    defaults = {
        "SECRET_KEY": place.secret_key(),
        "SITE_URL": f"http://127.0.0.1:{port()}",
        "STATIC_ROOT": str(place.root / "static"),
        "DEMO_PASSWORD": DEMO_PASSWORD,
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | dict(addresses) | os.environ | {"DATA_DIR": str(place.root)}


def for_tests(place: Place, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of tests: nothing of the demo's data or of its secrets."""
    (place.root / "static").mkdir(exist_ok=True)
    own = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "DATA_DIR": str(place.root),
        "STATIC_ROOT": str(place.root / "static"),
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "DEBUG": "0",
        "PORTAL_HTTPS": "0",
    }
    return os.environ | dict(addresses) | own


def for_checks() -> dict[str, str]:
    """Return a production-like environment in which nothing is running."""
    own = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "DATABASE_URL": "postgresql://portal@%2Fnowhere/portal",
        "REDIS_URL": "unix:///nowhere/v.sock?db=0",
        "SITE_URL": "https://portal.example",
        "ALLOWED_HOSTS": "portal.example",
        "DEBUG": "0",
        "PORTAL_HTTPS": "1",
    }
    return os.environ | own
