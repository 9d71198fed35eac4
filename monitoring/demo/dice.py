"""Chance that falls the same way every time the same seed is given."""

import random


def of(seed: int, subject: str) -> random.Random:
    """Return dice of their own for a subject, so that one does not shift another."""
    return random.Random(f"{seed}/{subject}")  # noqa: S311 - nothing secret
