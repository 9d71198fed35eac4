"""Documents for blind reading: without the properties that name their author."""

from __future__ import annotations

import io
import zipfile
from typing import IO

COPIED = 1 << 20


def nameless(content: IO[bytes], content_type: str) -> IO[bytes]:
    """Return an office file with empty properties, any other as it is."""
    is_office = "officedocument" in content_type or "opendocument" in content_type
    return _rewritten(content) if is_office else content


def _rewritten(content: IO[bytes]) -> IO[bytes]:
    """Copy the archive member by member, without days and properties."""
    out = io.BytesIO()
    with content, zipfile.ZipFile(content) as old, zipfile.ZipFile(out, "w") as new:
        for member in old.infolist():
            _copy(old, new, member)
    out.seek(0)
    return out


def _copy(old: zipfile.ZipFile, new: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    copy = zipfile.ZipInfo(member.filename)
    copy.compress_type = member.compress_type
    with new.open(copy, "w") as target:
        if empty := _emptied(member.filename):
            target.write(empty)
            return
        with old.open(member) as source:
            while block := source.read(COPIED):
                target.write(block)


def _emptied(name: str) -> bytes:
    """Return what stands for a part with properties, nothing for other parts."""
    return _EMPTY.get(name, b"")


_OFFICE = "http://schemas.openxmlformats.org"
_EMPTY = {
    "docProps/core.xml": (
        "<cp:coreProperties"
        f' xmlns:cp="{_OFFICE}/package/2006/metadata/core-properties"/>'
    ).encode(),
    "docProps/app.xml": (
        f'<Properties xmlns="{_OFFICE}/officeDocument/2006/extended-properties"/>'
    ).encode(),
    "docProps/custom.xml": (
        f'<Properties xmlns="{_OFFICE}/officeDocument/2006/custom-properties"/>'
    ).encode(),
    "meta.xml": (
        b"<office:document-meta"
        b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' office:version="1.2"><office:meta/></office:document-meta>'
    ),
}
