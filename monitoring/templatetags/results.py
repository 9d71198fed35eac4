"""Filters of the pages of results, `{% load results %}`."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import get_language

from monitoring.results.figures import shortest
from portal import figures

register = template.Library()


@register.filter
def plain(value: Decimal | None) -> str:
    """Write a number without the zeros that only the database keeps."""
    return figures.number(value and shortest(value), None, get_language() or "ru")
