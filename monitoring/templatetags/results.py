"""Filters of the pages of results, `{% load results %}`."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from monitoring.results.figures import shortest
from monitoring.sources import Reading
from portal import figures

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """Write a number without the zeros that only the database keeps."""
    return figures.number(value and shortest(value), None, get_language() or "ru")


@register.filter
def share_of(reading: Reading, decimals: int) -> Decimal | None:
    """Return D of a reading of the document, rounded as the results are."""
    return reading.share(decimals)
