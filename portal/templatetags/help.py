"""Links to the help, `{% load help %}`."""

from __future__ import annotations

from django import template
from django.template.context import Context

from portal.help import topics

register = template.Library()


@register.simple_tag(takes_context=True)
def help_link(context: Context, key: str = "") -> str:
    """Return the address of a topic; without a key, of the one on the present page.

    A page may name its topic itself by `help_topic` in its context.
    """
    named = key or str(context.get("help_topic") or "")
    if named:
        return topics.address(named)
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    return topics.address_for_page(match.view_name if match else "")
