"""Rows that files are attached to: settings.ATTACHMENT_OWNERS names a rule for each.

{"app.model": "app.module.RULE"}; who sees the row downloads its files, and only who
may change it attaches and removes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from portal.models import Unit, User


@dataclass(frozen=True)
class Owner:
    """Who may do what with the files of a model's rows.

    `rows` are those the user sees; `may_change` asks for the right, `is_open` for the
    state of the row; `kinds` are codes of what a file proves, with their words;
    `opened` puts a download on record where the file is personal.
    """

    rows: Callable[[User], models.QuerySet[Any]]
    may_change: Callable[[User, Any], bool]
    unit: Callable[[Any], Unit]
    url: Callable[[Any], str]
    is_open: Callable[[Any], bool] = field(default=lambda _row: True)
    kinds: Mapping[str, str | Promise] = field(default_factory=dict)
    opened: Callable[[User, Any], None] | None = None

    def sees(self, user: User, row: models.Model) -> bool:
        """Tell whether the row is in the user's sight."""
        return self.rows(user).filter(pk=row.pk).exists()


def label(row: models.Model) -> str:
    """Return the model's name as settings and attachments write it."""
    return str(row._meta.label_lower)


def rule(name: str) -> Owner:
    """Return the rule of a model; KeyError for one that has no files."""
    found: Owner = import_string(settings.ATTACHMENT_OWNERS[name])
    return found


def rules() -> Iterator[tuple[str, Owner]]:
    """Yield every model that has files, with its rule."""
    for name in settings.ATTACHMENT_OWNERS:
        yield name, rule(name)
