"""Addresses of results: the page of a unit, and how a figure was computed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse


def unit(cycle_id: int, unit_id: int, **query: str) -> str:
    """Return the address of a unit's results; empty parameters are dropped."""
    return _with(reverse("monitoring:unit_result", args=[cycle_id, unit_id]), query)


def indicator(cycle_id: int, indicator_id: int, **query: str) -> str:
    """Return the address of an indicator's results."""
    place = reverse("monitoring:indicator_result", args=[cycle_id, indicator_id])
    return _with(place, query)


def explained(cycle_id: int, unit_id: int, indicator_id: int, **query: str) -> str:
    """Return the address that tells how the value of an indicator was computed."""
    place = reverse("monitoring:explain", args=[cycle_id, unit_id, indicator_id])
    return _with(place, query)


def summary_explained(cycle_id: int, unit_id: int, **query: str) -> str:
    """Return the address that tells how a consolidated value was computed."""
    place = reverse("monitoring:summary_explain", args=[cycle_id, unit_id])
    return _with(place, query)


def _with(place: str, query: dict[str, str]) -> str:
    kept = {name: value for name, value in query.items() if value}
    return f"{place}?{urlencode(kept)}" if kept else place
