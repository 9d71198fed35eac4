"""Attach files to rows and remove them; what comes is checked before it is kept."""

from __future__ import annotations

import uuid
from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from portal import attachment_owners, file_names, file_types, files, journal
from portal.attachment_owners import Owner
from portal.errors import Refused
from portal.file_types import FileType
from portal.models import Attachment, User

MEGABYTE = 1024 * 1024


@transaction.atomic
def attach(
    upload: File[bytes], *, to: models.Model, by: User, kind: str = ""
) -> Attachment:
    """Keep the file as evidence of a row.

    Raises PermissionDenied without the right; Refused for a row that is closed, for
    too many files, and for what checked() refuses.
    """
    row, rule = _locked(attachment_owners.label(to), to.pk, by)
    kept = Attachment.objects.of(row)
    if kept.count() >= settings.ATTACHMENTS_AT_MOST:
        raise Refused(
            _("There are %(count)s files here, more cannot be attached.")
            % {"count": settings.ATTACHMENTS_AT_MOST}
        )
    if kind and kind not in rule.kinds:
        raise ValueError(kind)
    found, data = checked(upload)
    stored = files.write_once(f"attachments/{uuid.uuid4().hex}", data, found.suffix)
    made = Attachment(
        unit=rule.unit(row),
        owner=attachment_owners.label(row),
        owner_id=row.pk,
        kind=kind,
        name=file_names.shown(upload.name or ""),
        content_type=found.content_type,
        created_by=by,
        **vars(stored),
    )
    _save(made)
    _note("file_attached", made, by)
    return made


@transaction.atomic
def remove(attachment: Attachment, *, by: User, reason: str = "") -> None:
    """Remove the file for good.

    Raises PermissionDenied without the right, Refused for a row that is closed.
    """
    _locked(attachment.owner, attachment.owner_id, by)
    rows = Attachment.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=attachment.pk).first()
    if found is None:
        return
    _note("file_removed", found, by, reason)
    found.delete()
    transaction.on_commit(partial(files.remove, found.path))


def checked(upload: File[bytes]) -> tuple[FileType, bytes]:
    """Return the type and the bytes of a file that may be kept.

    Raises Refused for an empty file, one over the limit, and a type, name or content
    that is not accepted.
    """
    most = settings.ATTACHMENT_MEGABYTES
    if not upload.size:
        raise Refused(_("The file is empty."))
    if upload.size > most * MEGABYTE:
        raise Refused(
            _("The file is larger than %(most)s MB. Attach a smaller one.")
            % {"most": most}
        )
    upload.seek(0)
    data = upload.read(most * MEGABYTE + 1)
    return file_types.recognized(upload.name or "", data), data


def _locked(name: str, pk: int, by: User) -> tuple[models.Model, Owner]:
    """Lock the row, so that it stays open until the file is there or gone."""
    rule = attachment_owners.rule(name)
    seen = rule.rows(by).filter(pk=pk).values("pk")
    held = rule.rows(by).model._default_manager.select_for_update(of=("self",))
    row = held.filter(pk__in=seen).first()
    if row is None or not rule.may_change(by, row):
        raise PermissionDenied
    if not rule.is_open(row):
        raise Refused(_("The files can no longer be changed."))
    return row, rule


def _save(made: Attachment) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        files.remove(made.path)
        raise Refused(_("This file is already attached.")) from error


def _note(action: str, row: Attachment, by: User, reason: str = "") -> None:
    """Put it on record without the name of the file, which may name people."""
    journal.write(
        action,
        row,
        by=by,
        unit=row.unit,
        reason=reason,
        owner=row.owner,
        owner_id=row.owner_id,
        size=row.size,
        sha256=row.sha256,
    )
