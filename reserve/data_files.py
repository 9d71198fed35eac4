"""The reserve's data files: what dictionaries and competitions start with."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent / "data"


@cache
def dictionaries() -> dict[str, list[dict[str, Any]]]:
    """Return the first entries of each dictionary, by its name."""
    found: dict[str, list[dict[str, Any]]] = _read("dictionaries")
    return found


@cache
def competition() -> dict[str, Any]:
    """Return stages, criteria, requirements and documents of a new competition."""
    found: dict[str, Any] = _read("competition")
    return found


@cache
def documents() -> dict[str, str]:
    """Return the documents that may be asked for: codes and names."""
    found: dict[str, str] = _read("documents")
    return found


def _read(name: str) -> Any:
    return yaml.safe_load((ROOT / f"{name}.yaml").read_text(encoding="utf-8"))
