"""Names of files that people send: kept to be shown, stripped of what can harm."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")


def shown(name: str) -> str:
    """Return the name without folders, control signs and signs that turn the text.

    A long name is cut before its extension; nothing left gives "file".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = _SPACES.sub(" ", _FORBIDDEN.sub("_", "".join(map(_visible, last))))
    stem, suffix = _parted(plain.strip(" ."))
    return f"{stem[: LONGEST - len(suffix)].strip(' .') or 'file'}{suffix}"


def suffix(name: str) -> str:
    """Return the extension in small letters with its dot, empty without one."""
    return _parted(shown(name))[1].lower()


def _parted(name: str) -> tuple[str, str]:
    found = PurePosixPath(name).suffix
    if not 1 < len(found) <= 10 or " " in found:
        return name, ""
    return name[: -len(found)], found


def _visible(sign: str) -> str:
    """Turn spaces of every kind into one; drop control, format and lone signs."""
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign).startswith("C") else sign
