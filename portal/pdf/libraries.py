"""The system libraries that make PDF, and the packages that bring them."""

import ctypes
import sys
from collections.abc import Sequence
from functools import cache

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning  # noqa: A004 - Django's own name
from django.utils.translation import gettext as _

# Debian's package for each
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}


@cache
def missing_library() -> str:
    """Return the apt packages to install, with spaces between; empty if none lacks.

    Only Linux is looked at: elsewhere the libraries have other names.
    """
    if sys.platform != "linux":
        return ""
    return " ".join(package for name, package in LIBRARIES.items() if not _loads(name))


def check_libraries(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Warn at start-up if letters cannot be made on this machine."""
    package = missing_library()
    if not package:
        return []
    text = _("Letters cannot be made into PDF on this machine.")
    hint = _("Run: apt-get install %(package)s") % {"package": package}
    return [Warning(text, hint=hint, id="portal.W001")]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
