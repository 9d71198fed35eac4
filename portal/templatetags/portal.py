"""Tags and filters of every page, `{% load portal %}`: docs/design-system.md."""

from __future__ import annotations

import zlib

from django import forms, template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string

from portal import (
    access,
    controls,
    figures,
    glossary,
    listing,
    marks,
    navigation,
    page_figures,
)
from portal.access import Can
from portal.data_language import data, data_lang
from portal.models import Unit, User

register = template.Library()
register.simple_tag(marks.icon)
register.simple_tag(marks.level)
register.simple_tag(marks.change)
register.simple_tag(marks.status)
register.simple_tag(data_lang)
register.filter("data", data)
register.filter("level_tone", marks.level_tone)
register.filter("level_word", marks.level_word)
register.filter("level_note", marks.level_note)
register.filter("initials", figures.initials)
register.simple_tag(page_figures.due)
register.filter("num", page_figures.num)
register.filter("count", page_figures.count)
register.filter("percent", page_figures.percent)
register.filter("signed", page_figures.signed)
register.filter("day", page_figures.day)
register.filter("short_day", page_figures.short_day)
register.filter("day_month", page_figures.day_month)
register.filter("moment", page_figures.moment)
register.filter("clock", page_figures.clock)
register.filter("moment_or_day", page_figures.moment_or_day)
register.filter("until", page_figures.until)


# Rights and terms


@register.simple_tag(takes_context=True)
def may(context: Context, can: str, unit: Unit | None = None) -> bool:
    """Tell whether the reader has the right in the unit, or anywhere without one."""
    user = context["request"].user
    if not isinstance(user, User):
        return False
    if unit is None:
        return access.anywhere(user, Can(can))
    return access.may(user, Can(can), unit)


@register.inclusion_tag("parts/definition.html")
def definition(key: str, label: str = "") -> dict[str, object]:
    """Write a term of the glossary with its explanation."""
    term, text = glossary.TERMS[key]
    return {"id": f"term-{key}", "label": label or term, "term": term, "text": text}


# The shell


@register.simple_tag(takes_context=True)
def shell_navigation(context: Context) -> dict[str, object]:
    """Return the groups of places, the phone bar's four and the current key."""
    request: HttpRequest = context["request"]
    if not isinstance(request.user, User):
        return {}
    items = navigation.items(request.user)
    section = str(context.get("section") or "")
    return {
        "groups": navigation.groups(items),
        "first": items[:4],
        "topbar": navigation.topbar(request.user),
        "current": navigation.current(items, request.path, section),
    }


@register.simple_tag(takes_context=True)
def open_navigation(context: Context) -> dict[str, object]:
    """Return the public places and the current key."""
    items = navigation.open_items()
    path, section = context["request"].path, str(context.get("section") or "")
    return {"items": items, "current": navigation.current(items, path, section)}


@register.simple_tag
def address(name: str, *args: object) -> str:
    """Return the address of a named page, empty where there is no such page."""
    return navigation.link(name, *args)


@register.inclusion_tag("parts/crumbs.html")
def crumbs(*words: object) -> dict[str, object]:
    """Write the way here: label, address, label, address, …, the page's own name."""
    pairs = list(zip(words[::2], words[1::2], strict=False))
    last = words[-1] if len(words) % 2 else ""
    return {"pairs": pairs, "last": last}


# Lists


@register.inclusion_tag("parts/sort_header.html", takes_context=True)
def sort_header(
    context: Context,
    key: str,
    label: str,
    *,
    first: str = "",
    css: str = "",
    part: str = "",
) -> dict[str, object]:
    """Write a column's header that sorts the list by `?sort=`."""
    sorting = listing.sorting(context["request"].GET, key, first)
    return {"sorting": sorting, "label": label, "css": css, "part": part}


@register.inclusion_tag("parts/chips.html", takes_context=True)
def filter_chips(
    context: Context, form: forms.BaseForm, part: str = ""
) -> dict[str, object]:
    """Write a chip for each filter that is on, and a link that drops them all."""
    query = context["request"].GET
    return {
        "chips": listing.chips(form, query),
        "reset": listing.reset(form, query),
        "part": part,
    }


@register.inclusion_tag("parts/kept.html", takes_context=True)
def kept(context: Context, form: forms.BaseForm) -> dict[str, object]:
    """Write hidden inputs for what a GET form must hand on."""
    return {"pairs": listing.kept(form, context["request"].GET)}


@register.simple_tag
def page_numbers(page: Page[object]) -> list[int]:
    """Return the numbers a pager shows; 0 stands for a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1)
    return [number if isinstance(number, int) else 0 for number in numbers]


@register.simple_tag
def page_sizes(page: Page[object], sizes: list[int] | str = "") -> list[int]:
    """Return the sizes of a page on offer, the one in use among them."""
    return sorted({*(sizes or listing.SIZES), page.paginator.per_page})


@register.simple_tag
def time_left(seconds: int) -> str:
    """Write about how long a run still takes."""
    return marks.time_left(seconds)


# Forms


@register.inclusion_tag("parts/field.html")
def field(
    bound: forms.BoundField, *, label: str = "", hide_label: bool = False
) -> dict[str, object]:
    """Write a field: label, control, help, error; `label` in other words."""
    words = str(label or bound.label)
    drawn = controls.field(bound, hint=words if hide_label else "")
    return drawn | {"label": words, "hide_label": hide_label}


@register.inclusion_tag("parts/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, object]:
    """Write what is wrong in the form, with links to the fields."""
    return {"form": form, "faults": controls.faults(form)}


# Blocks


@register.simple_block_tag(takes_context=True)
def panel(context: Context, content: str, title: str = "", **options: object) -> str:
    """Write a panel round the block.

    Options: id, note, link, link_label, aside, level, body, foot, css.
    """
    heading = str(options.get("id") or f"h-{zlib.crc32(title.encode()):x}")
    defaults = {"level": 2, "body": True}
    shown = defaults | options | {"title": title, "heading": heading}
    return _block(context, "parts/panel.html", content, shown)


@register.simple_block_tag(takes_context=True)
def table_wrap(
    context: Context, content: str, label: str, *, tall: bool = False
) -> str:
    """Write the frame in which a wide table scrolls, reachable by keyboard."""
    options = {"label": label, "tall": tall}
    return _block(context, "parts/table_wrap.html", content, options)


@register.simple_block_tag(takes_context=True)
def alert(context: Context, content: str, tone: str, title: str = "") -> str:
    """Write a message: success, info, warning or danger."""
    options: dict[str, object] = {"tone": tone, "title": title}
    return _block(context, "parts/alert.html", content, options)


@register.simple_block_tag(takes_context=True)
def actionbar(context: Context, content: str, label: str, *, tall: bool = False) -> str:
    """Write the bar that decides about the marked rows."""
    options = {"label": label, "tall": tall}
    return _block(context, "parts/actionbar.html", content, options)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, id: str, title: str) -> str:  # noqa: A002 - the attribute's name
    """Write a dialog that elements with data-dialog="id" open."""
    options: dict[str, object] = {"id": id, "title": title}
    return _block(context, "parts/dialog.html", content, options)


def _block(
    context: Context, name: str, content: str, options: dict[str, object]
) -> str:
    return render_to_string(name, options | {"content": content})
