"""Letters as files for people: their names, and many in one ZIP."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO

from monitoring.models import Cycle, Letter
from portal import files

KEPT_IN_MEMORY = 8 * 1024 * 1024
UNSAFE = re.compile(r"[^\w.№-]+")


def file_name(letter: Letter) -> str:
    """Return the name under which the letter is saved."""
    return f"{safe(letter.number)}_{safe(letter.unit.short_name)}.pdf"


def archive_name(cycle: Cycle) -> str:
    """Return the name of the ZIP."""
    return f"{safe(cycle.name)}.zip"


def safe(text: str) -> str:
    """Return the text as a part of a file name: letters, digits, no more than 80."""
    return UNSAFE.sub("_", text).strip("_.")[:80] or "_"


def zipped(letters: Iterable[Letter]) -> IO[bytes]:
    """Return an open ZIP of the letters' files, stored as they are."""
    out = tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - handed on
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            folder = safe(letter.unit.parent.short_name) if letter.unit.parent else "_"
            with files.open_stored(letter.path) as source:
                archive.writestr(f"{folder}/{file_name(letter)}", source.read())
    out.seek(0)
    return out
