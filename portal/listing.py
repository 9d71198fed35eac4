"""Addresses of a list: which filters are on, what a link keeps, how a column sorts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict

Row = TypeVar("Row")

PAGE = "page"
SORT = "sort"
SIZE = "size"
SIZES = (25, 50, 100)
WHOLE = 100  # municipalities of any region fit on one page


@dataclass(frozen=True)
class Chip:
    """An active filter: what it says and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Sorting:
    """A column's link; `direction` is aria-sort's word, empty where it sorts not."""

    url: str
    direction: str


def chips(form: forms.BaseForm, query: QueryDict) -> list[Chip]:
    """Return one chip for each filter that is on."""
    return [
        Chip(f"{field.label}: {text}", replaced(query, {field.html_name: None}))
        for field in form.visible_fields()
        for text in [_chosen(field)]
        if text
    ]


def kept(form: forms.BaseForm, query: QueryDict) -> Iterator[tuple[str, str]]:
    """Return the parameters that a GET form must hand on: all but its own and page."""
    own = {field.html_name for field in form}
    for name, values in query.lists():
        if name not in own and name != PAGE:
            yield from ((name, str(value)) for value in values)


def reset(form: forms.BaseForm, query: QueryDict) -> str:
    """Return the address with every filter of the form dropped."""
    return replaced(query, dict.fromkeys(field.html_name for field in form))


def sorting(query: QueryDict, key: str, first: str = "") -> Sorting:
    """Return the link of a column: `first` "-" sorts downwards at the first click."""
    now = query.get(SORT, "")
    if now not in (key, f"-{key}"):
        return Sorting(replaced(query, {SORT: f"{first}{key}"}), "")
    other = key if now.startswith("-") else f"-{key}"
    direction = "descending" if now.startswith("-") else "ascending"
    return Sorting(replaced(query, {SORT: other}), direction)


def page_of(
    rows: QuerySet[Any, Row] | Sequence[Row], query: QueryDict, whole: int = 0
) -> Page[Row]:
    """Return the page that the address names, of the size it names.

    A list of at most `whole` rows stands on one page unless a size is asked for.
    """
    asked = query.get(SIZE, "")
    named = asked.isdecimal() and int(asked) in SIZES
    paginator = Paginator(rows, int(asked) if named else SIZES[0])
    if not named and whole and paginator.count <= whole:
        paginator.per_page = whole
    return paginator.get_page(query.get(PAGE))


def ordering(query: QueryDict, columns: dict[str, str], default: str) -> list[OrderBy]:
    """Return the fields to order by; `columns` maps keys of headers to fields.

    Rows without a value come last, whichever the direction; ids break ties.
    """
    asked = query.get(SORT, "")
    if asked.removeprefix("-") not in columns:
        asked = default
    name = F(columns[asked.removeprefix("-")])
    down = asked.startswith("-")
    first = name.desc(nulls_last=True) if down else name.asc(nulls_last=True)
    return [first, F("pk").asc()]


def replaced(query: QueryDict, changes: dict[str, str | None]) -> str:
    """Return the query string with parameters replaced or dropped, page dropped."""
    new = query.copy()
    for name, value in {PAGE: None, **changes}.items():
        if value is None:
            new.pop(name, None)
        else:
            new[name] = value
    return f"?{new.urlencode()}"


def _chosen(field: forms.BoundField) -> str:
    value = field.value()
    if value in (None, "", []):
        return ""
    choices = getattr(field.field, "choices", None)
    if choices is None:
        return "" if value is False else str(value)
    names = {str(key): str(name) for key, name in _flat(choices)}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(names[str(v)] for v in values if str(v) in names)


def _flat(choices: object) -> Iterator[tuple[object, object]]:
    for key, name in choices:  # type: ignore[attr-defined]
        if isinstance(name, list | tuple):
            yield from name
        else:
            yield key, name
