"""What may be attached: told by the content, and the name has to agree with it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal import file_archives, file_names
from portal.errors import Refused
from portal.file_archives import OFFICE_TYPES

MOST_PIXELS = 150_000_000
TAIL = 2048
OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
START_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_END = b"IEND\xaeB`\x82"


@dataclass(frozen=True)
class FileType:
    """A kind of file: its extensions, what the browser is told, how it is known."""

    name: str
    content_type: str
    suffixes: tuple[str, ...]
    fits: Callable[[bytes], bool]

    @property
    def suffix(self) -> str:
        """The extension under which the store keeps it."""
        return self.suffixes[0]


def recognized(name: str, data: bytes) -> FileType:
    """Return the type of the content.

    Raises Refused for another type, for a name that says something else, and for
    documents with macros or of a monstrous size.
    """
    try:
        found = next((kind for kind in TYPES if kind.fits(data)), None)
    except file_archives.Dangerous as danger:
        raise Refused(
            _(
                "The document holds macros, is protected by a password or is packed"
                " in an unusual way. Save it as PDF and attach that."
            )
        ) from danger
    if found is None:
        raise Refused(
            _("Files of this type are not accepted. Attach %(types)s.")
            % {"types": listed()}
        )
    if file_names.suffix(name) not in found.suffixes:
        raise Refused(
            _("The name of the file does not agree with its content: it is %(type)s.")
            % {"type": found.name}
        )
    return found


def listed() -> str:
    """Return the names of the accepted types."""
    return ", ".join(kind.name for kind in TYPES)


def accepted() -> str:
    """Return the extensions for the browser's choice of files."""
    return ",".join(suffix for kind in TYPES for suffix in kind.suffixes)


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-TAIL:]


def _is_png(data: bytes) -> bool:
    if not data.startswith(PNG_START) or data[12:16] != b"IHDR" or len(data) < 33:
        return False
    width, height = struct.unpack(">II", data[16:24])
    return data.endswith(PNG_END) and _is_drawable(width, height)


def _is_jpeg(data: bytes) -> bool:
    if not data.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in data:
        return False
    width, height = _jpeg_size(data)
    return _is_drawable(width, height)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk the segments up to the frame that tells the size; zeros if there is none."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in START_OF_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if marker == 0xFF:  # padding
            at += 1
            continue
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return 0, 0


def _is_drawable(width: int, height: int) -> bool:
    return 0 < width * height <= MOST_PIXELS


def _office(main: str) -> Callable[[bytes], bool]:
    def fits(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        inside = file_archives.members(data)
        if main not in inside or OFFICE_TYPES not in inside:
            return False
        if file_archives.has_macros(data):
            raise file_archives.Dangerous
        return True

    return fits


def _odf(content_type: str) -> Callable[[bytes], bool]:
    def fits(data: bytes) -> bool:
        if not data.startswith(b"PK\x03\x04"):
            return False
        if "content.xml" not in file_archives.members(data):
            return False
        said = file_archives.start_of(data, file_archives.ODF_TYPE)
        return said == content_type.encode()

    return fits


TYPES = (
    FileType("PDF", "application/pdf", (".pdf",), _is_pdf),
    FileType("JPG", "image/jpeg", (".jpg", ".jpeg"), _is_jpeg),
    FileType("PNG", "image/png", (".png",), _is_png),
    FileType(
        "DOCX",
        f"{OFFICE}wordprocessingml.document",
        (".docx",),
        _office("word/document.xml"),
    ),
    FileType(
        "XLSX", f"{OFFICE}spreadsheetml.sheet", (".xlsx",), _office("xl/workbook.xml")
    ),
    FileType("ODT", f"{ODF}text", (".odt",), _odf(f"{ODF}text")),
    FileType("ODS", f"{ODF}spreadsheet", (".ods",), _odf(f"{ODF}spreadsheet")),
)
