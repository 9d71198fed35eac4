"""The files of a row as its page shows them: `parts/attachments.html` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.urls import reverse

from portal import attachment_owners
from portal.forms.attachments import AttachmentForm
from portal.models import Attachment, User


@dataclass(frozen=True)
class Line:
    """One file: the row, and the words of what it proves."""

    file: Attachment
    kind: str


@dataclass(frozen=True)
class Attached:
    """The files of one row; `form` is None for who may not change them now."""

    lines: Sequence[Line]
    add_url: str
    form: AttachmentForm | None


def of(row: models.Model, *, by: User) -> Attached:
    """Return the files of a row that the user sees, and the form if one may add."""
    name = attachment_owners.label(row)
    rule = attachment_owners.rule(name)
    rows = Attachment.objects.of(row).select_related("created_by")
    changes = rule.may_change(by, row) and rule.is_open(row)
    return Attached(
        lines=[Line(file, str(rule.kinds.get(file.kind, ""))) for file in rows],
        add_url=reverse("file_add", args=[name, row.pk]),
        form=AttachmentForm(kinds=rule.kinds) if changes else None,
    )
