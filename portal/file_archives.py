"""Documents that are ZIP archives inside: judged by their directory, never unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
MOST_MEMBERS = 2000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
SMALL = 1024 * 1024  # below it a high ratio is an empty sheet, not a bomb
READ = 64 * 1024
ENCRYPTED = 0x1
MACROS = ("vbaproject.bin", "vbadata.xml", ".docm", ".xlsm", ".dotm", ".xltm", ".xlam")
ODF_MACROS = ("basic/", "scripts/")
OFFICE_TYPES = "[Content_Types].xml"
ODF_TYPE = "mimetype"


class Dangerous(Exception):  # noqa: N818
    """The archive holds what a document has no need of."""


def members(data: bytes) -> dict[str, zipfile.ZipInfo]:
    """Return the members by name; empty if this is no archive.

    Raises Dangerous for bombs, macros, encryption and names that lead out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except BROKEN:
        return {}
    found = {member.filename: member for member in listed}
    if len(found) != len(listed) or len(listed) > MOST_MEMBERS or _is_bomb(listed):
        raise Dangerous
    if any(_leads_out(name) or _is_macro(name) for name in found):
        raise Dangerous
    if any(member.flag_bits & ENCRYPTED for member in listed):
        raise Dangerous
    return found


def start_of(data: bytes, name: str) -> bytes:
    """Return the first bytes of a member; empty if there is none or it is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(name) as file:
            return file.read(READ)
    except (KeyError, *BROKEN):
        return b""


def has_macros(data: bytes) -> bool:
    """Tell whether an Office document says of itself that it carries macros."""
    return b"macroenabled" in start_of(data, OFFICE_TYPES).lower()


def _is_bomb(listed: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(member.file_size for member in listed)
    packed = sum(member.compress_size for member in listed)
    if unpacked > MOST_UNPACKED:
        return True
    return unpacked > SMALL and unpacked > packed * MOST_RATIO


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")


def _is_macro(name: str) -> bool:
    low = name.lower()
    return low.endswith(MACROS) or (low.startswith(ODF_MACROS) and low[-1] != "/")
