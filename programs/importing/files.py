"""A file becomes tables, whatever its kind; what is unsound is refused with reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal import file_archives, file_names
from portal.errors import Refused
from programs.importing import docx, joining, limits, lists, text, xlsx
from programs.importing.tables import Table

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
DOCUMENT = "word/document.xml"
BOOK = "xl/workbook.xml"
TEXTS = (".txt", ".tsv", ".csv", ".md")
ACCEPTED = ".docx,.xlsx,.txt,.tsv,.csv,.md"


def read(file_name: str, data: bytes) -> list[Table]:
    """Return the tables of the file in their order, pieces of one table joined.

    A letter without tables gives its lists of recommendations as one table.
    Raises Refused with the place and what to do.
    """
    limits.check_size(data)
    tables = _read(file_name, data)
    limits.check_tables(tables)
    if not any(row.own for table in tables for row in table.rows):
        raise Refused(
            _(
                "There is no table in the file. A plan is a table, or headings with"
                " lists of recommendations under them."
            )
        )
    return joining.joined(tables)


def _read(file_name: str, data: bytes) -> list[Table]:
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    _refuse_foreign(data)
    if file_names.suffix(file_name) not in TEXTS:
        text_ = _("Files of this type are not read. Upload DOCX, XLSX or text.")
        raise Refused(text_)
    lines = text.lines(data)
    found = text.tables(lines, is_csv=file_name.lower().endswith(".csv"))
    return lists.beside(found, lists.from_lines(lines))


def _archive(data: bytes) -> list[Table]:
    inside = _members(data)
    if DOCUMENT in inside:
        _refuse_entities(data, DOCUMENT)
        content = docx.read(data)
        return lists.beside(content.tables, lists.from_lines(content.lines))
    if BOOK in inside:
        _refuse_entities(data, BOOK)
        return xlsx.read(data)
    raise Refused(
        _("The file is damaged or is no DOCX or XLSX. Open it and save it once more.")
    )


def _members(data: bytes) -> list[str]:
    """Return the names inside the archive; bombs, macros and passwords are refused."""
    try:
        inside = file_archives.members(data)
        if file_archives.has_macros(data):
            raise file_archives.Dangerous
    except file_archives.Dangerous as danger:
        raise Refused(
            _(
                "The document holds macros, is protected by a password or is packed"
                " in an unusual way. Save it as an ordinary DOCX or XLSX."
            )
        ) from danger
    if sum(member.file_size for member in inside.values()) > limits.MOST_UNPACKED:
        raise Refused(_("The document is too large: leave only the plan in it."))
    return list(inside)


def _refuse_entities(data: bytes, name: str) -> None:
    if b"<!DOCTYPE" in file_archives.start_of(data, name):
        raise Refused(_("The document is packed in an unusual way. Save it again."))


def _refuse_foreign(data: bytes) -> None:
    if data.startswith(OLE):
        if LOCKED in data:
            raise Refused(
                _("The document is protected by a password. Save it without one.")
            )
        raise Refused(_("This is a file of an old format. Save it as DOCX or XLSX."))
    if data.startswith(b"%PDF-"):
        raise Refused(
            _("A PDF has no table to read. Save it as DOCX, or upload its text.")
        )
    if data.startswith(b"{\\rtf"):
        raise Refused(_("This is a file of an old format. Save it as DOCX or XLSX."))
