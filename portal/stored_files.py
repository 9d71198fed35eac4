"""The store against the database: files that no row names, rows whose file is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import ngettext

from portal import files, journal, notices
from portal.models import Attachment, JournalEntry, Unit

AGE = dt.timedelta(days=1)  # a younger file may belong to a row not yet committed
Paths = Iterable[tuple[str, str]]


@dataclass
class Comparison:
    """What does not match: `orphans` by path, `lost` as the row's name and path."""

    orphans: list[str] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether every file has a row and every row its file."""
        return not self.orphans and not self.lost


def of_attachments() -> Paths:
    """Yield each attachment's name and path."""
    for pk, path in Attachment.objects.values_list("pk", "path").iterator():
        yield f"portal.attachment {pk}", path


def compared() -> Comparison:
    """Compare the store with the rows; files younger than a day are left out."""
    before = (timezone.now() - AGE).timestamp()
    old = {path for path, written in files.every() if written < before}
    named = dict(_named())
    lost = [(row, path) for path, row in named.items() if not files.exists(path)]
    return Comparison(sorted(old - named.keys()), sorted(lost))


def delete(found: Comparison) -> int:
    """Delete the orphans that are still orphans and old; return how many."""
    still = set(compared().orphans)
    gone = [path for path in found.orphans if path in still]
    for path in gone:
        files.remove(path)
    return len(gone)


@transaction.atomic
def report(found: Comparison, deleted: int = 0) -> int:
    """Put what was found on record and tell the administrators, once for the same.

    Returns how many files and rows do not match.
    """
    told: dict[str, Any] = {
        "orphans": len(found.orphans),
        "lost": len(found.lost),
        "deleted": deleted,
        "rows": [row for row, _path in found.lost[:50]],
    }
    if _last() != told and not (found.is_clean and _last() is None):
        for region in Unit.objects.filter(kind=Unit.Kind.REGION):
            journal.write("files_swept", region, by=None, unit=region, **told)
        _tell(found, deleted)
    return len(found.orphans) + len(found.lost)


def _named() -> Paths:
    """Yield the path of every file that rows name, with the row's name."""
    for place in settings.STORED_FILES:
        rows: Callable[[], Paths] = import_string(place)
        yield from ((path, row) for row, path in rows())


def _last() -> dict[str, object] | None:
    last = JournalEntry.objects.filter(action="files_swept").order_by("-pk").first()
    return dict(last.details) if last else None


def _tell(found: Comparison, deleted: int) -> None:
    key = f"files:{timezone.now().timestamp():.0f}"
    readers = list(notices.administrators())
    url = reverse("journal") + "?action=files_swept"
    if found.lost:
        notices.notify(readers, f"{key}:lost", lambda: _lost(len(found.lost)), url)
    if len(found.orphans) > deleted:
        count = len(found.orphans) - deleted
        notices.notify(readers, f"{key}:orphans", lambda: _orphans(count), url)


def _lost(count: int) -> str:
    return ngettext(
        "%(count)s record has lost its file: restore it from a backup.",
        "%(count)s records have lost their files: restore them from a backup.",
        count,
    ) % {"count": count}


def _orphans(count: int) -> str:
    return ngettext(
        "%(count)s file in the store belongs to no record.",
        "%(count)s files in the store belong to no record.",
        count,
    ) % {"count": count}
