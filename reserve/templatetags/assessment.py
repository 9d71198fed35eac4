"""Points as they are read: without zeros at their end."""

from __future__ import annotations

from decimal import Decimal

from django import template

from reserve.reading import explanation

register = template.Library()


@register.filter
def points(value: Decimal | None) -> str:
    """Write points: 25, 25,5, 25,33; a dash for None."""
    return explanation.number(value)
