"""Read settings from the environment; fail at start, naming the variable."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or the default; no default means it is required."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set; see .env.example")
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Return True for "1", False for "0"; anything else is a mistake."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0")
    return value == "1"


def number(name: str, default: int) -> int:
    """Return the variable as a whole number; anything else is a mistake."""
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number")
    return int(value)
