"""Words of forecasts, `{% load programs_evaluation %}`."""

from django import template
from django.utils.functional import Promise

from programs.evaluation_words import RULES

register = template.Library()


@register.filter
def rule_words(rule: str) -> str | Promise:
    """Write what a forecast assumes."""
    return RULES.get(rule, "")
