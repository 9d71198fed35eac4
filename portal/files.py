"""Files the portal keeps: written once, whole or not at all, named by their content."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from django.conf import settings

_FOLDER = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


@dataclass(frozen=True)
class Stored:
    """Where a file lies, relative to the store, and what it holds."""

    path: str
    sha256: str
    size: int


def write_once(folder: str, data: bytes, suffix: str) -> Stored:
    """Keep the bytes under their own hash in the folder, such as "letters/5".

    The name shows only when every byte is on the disk; the same bytes written again
    change nothing but the file's time, so that it is not swept as a leftover. Raises
    ValueError for a folder that is not of our making.
    """
    if not _FOLDER.fullmatch(folder) or not _SUFFIX.fullmatch(suffix):
        raise ValueError(folder + suffix)
    sha256 = hashlib.sha256(data).hexdigest()
    stored = Stored(f"{folder}/{sha256[:2]}/{sha256}{suffix}", sha256, len(data))
    place = _root() / stored.path
    if _is_whole(place, stored.size):
        os.utime(place)
    else:
        _write(place, data)
    return stored


def open_stored(path: str) -> BufferedReader:
    """Open a kept file for reading.

    Raises FileNotFoundError if it is not there, ValueError for a path that leads out.
    """
    return _inside(path).open("rb")


def is_intact(path: str, sha256: str) -> bool:
    """Tell whether the kept file is there and is the one that was written."""
    try:
        with open_stored(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def remove(path: str) -> None:
    """Delete a kept file; no error if it is gone already."""
    _inside(path).unlink(missing_ok=True)


def every() -> Iterator[tuple[str, float]]:
    """Yield the path of each file in the store and when it was last written."""
    root = _root()
    for folder, _folders, names in os.walk(root):
        for name in names:
            place = Path(folder, name)
            with contextlib.suppress(FileNotFoundError):
                yield str(place.relative_to(root)), place.stat().st_mtime


def exists(path: str) -> bool:
    """Tell whether the file is there, whatever it holds."""
    return _inside(path).is_file()


def _root() -> Path:
    return Path(settings.DATA_DIR) / "files"


def _inside(path: str) -> Path:
    root = _root().resolve()
    place = (root / path).resolve()
    if not place.is_relative_to(root) or place == root:
        raise ValueError(path)
    return place


def _is_whole(place: Path, size: int) -> bool:
    return place.exists() and place.stat().st_size == size


def _write(place: Path, data: bytes) -> None:
    """Write beside the place, then move there: a crash leaves no half of a file."""
    place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(place.parent)


def _settle(folder: Path) -> None:
    """Have the folder's own entries on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
