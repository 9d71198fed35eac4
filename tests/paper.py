"""Small true files of each accepted type, and uploads made of bytes."""

from __future__ import annotations

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"
OFFICE = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """Return the bytes as a browser sends them; its word of the type is a lie."""
    return SimpleUploadedFile(name, data, content_type="text/html")


def png(width: int = 4, height: int = 3) -> bytes:
    """Return the frame of a PNG of this size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d" + head + b"\x00" * 4 + PNG_END


def jpeg(width: int = 4, height: int = 3) -> bytes:
    """Return the frame of a JPEG of this size."""
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + b"\x00" * 9
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x00" * 3
    return b"\xff\xd8" + app + frame + b"\xff\xda" + b"\x00" * 20 + b"\xff\xd9"


def archive(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """Return the skeleton of a DOCX, with more members."""
    return archive(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>", **more}
    )


def xlsx() -> bytes:
    """Return the skeleton of an XLSX."""
    return archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})


def odf(kind: str, **more: bytes) -> bytes:
    """Return the skeleton of an OpenDocument file: "text" or "spreadsheet"."""
    return archive(
        {"mimetype": f"{ODF}{kind}".encode(), "content.xml": b"<c/>", **more}
    )
