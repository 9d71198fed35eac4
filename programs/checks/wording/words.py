"""The two texts of a finding, or of a way to settle it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Words:
    """What it is, and why it matters or what it changes; facts are filled in."""

    title: Promise | str
    why: Promise | str
