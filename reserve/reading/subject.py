"""The subject's report: everything the portal holds about one person, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.models import Person
from reserve.reading.subject_sections import SECTIONS
from reserve.reading.subject_words import LABELS

Row = dict[str, str]


@dataclass(frozen=True)
class Chapter:
    """A section as it is shown: its title and its rows in words."""

    title: str
    rows: list[Row]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)


def report(person: Person) -> list[Chapter]:
    """Return every section, the empty ones too: nothing held is an answer as well."""
    return [
        Chapter(str(section.title), _rows(section.rows(person), section.fields))
        for section in SECTIONS
    ]


def as_json(chapters: Iterable[Chapter]) -> dict[str, list[Row]]:
    """Return the report for a machine: rows by the titles of the sections."""
    return {chapter.title: chapter.rows for chapter in chapters}


def _rows(rows: QuerySet[Any], fields: tuple[str, ...]) -> list[Row]:
    return [
        {_label(rows.model, name): _value(row, name) for name in fields} for row in rows
    ]


def _label(model: type[models.Model], name: str) -> str:
    """The word for a column: its own, or of the row that it leads to."""
    own = LABELS.get(name)
    return str(own or model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _value(row: models.Model, name: str) -> str:
    show = getattr(row, f"get_{name}_display", None)
    value = show() if show else getattr(row, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "" if value is None else str(value)
