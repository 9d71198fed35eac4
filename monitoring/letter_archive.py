"""Letters as files for people: their names, and many in one ZIP."""

from __future__ import annotations

import logging
import re
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from monitoring.models import Cycle, Letter
from portal import files

logger = logging.getLogger(__name__)
KEPT_IN_MEMORY = 8 * 1024 * 1024
UNSAFE = re.compile(r"[^\w.№-]+")


@dataclass(frozen=True)
class Archive:
    """An open ZIP, and how many letters could not be put into it."""

    file: IO[bytes]
    missing: int


def file_name(letter: Letter) -> str:
    """Return the name under which the letter is saved."""
    return f"{safe(letter.number)}_{safe(letter.unit.short_name)}.pdf"


def archive_name(cycle: Cycle) -> str:
    """Return the name of the ZIP."""
    return f"{safe(cycle.name)}.zip"


def safe(text: str) -> str:
    """Return the text as a part of a file name: letters, digits, no more than 80."""
    return UNSAFE.sub("_", text).strip("_.")[:80] or "_"


def zipped(letters: Iterable[Letter]) -> Archive:
    """Return the ZIP of the letters' files, stored as they are.

    Letters whose file is missing or damaged do not stop the others: a list in the
    ZIP names them.
    """
    out = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - handed on
    missing = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            if not _packed(archive, letter):
                missing.append(letter)
        if missing:
            archive.writestr(f"{_('not included')}.txt", _listed(missing))
    out.seek(0)
    return Archive(out, len(missing))


def _packed(archive: zipfile.ZipFile, letter: Letter) -> bool:
    if not files.is_intact(letter.path, letter.sha256):
        logger.error("the file of letter %s is missing or damaged", letter.pk)
        return False
    folder = safe(letter.unit.parent.short_name) if letter.unit.parent else "_"
    with files.open_stored(letter.path) as source:
        archive.writestr(f"{folder}/{file_name(letter)}", source.read())
    return True


def _listed(missing: list[Letter]) -> bytes:
    """Return the list as text that opens as it should on Windows too."""
    intro = _(
        "The files of these letters are missing or damaged, so they are not in the"
        " archive. Tell the administrator of the portal."
    )
    lines = [f"{letter.number}\t{letter.unit.short_name}" for letter in missing]
    return "\r\n".join([intro, "", *lines, ""]).encode("utf-8-sig")
