"""What may be attached: told by the content, whatever the name says."""

import pytest

from portal import file_names, file_types
from portal.errors import Refused
from tests import paper


@pytest.mark.parametrize(
    ("name", "data", "content_type"),
    [
        ("a.pdf", paper.PDF, "application/pdf"),
        ("a.PDF", paper.PDF, "application/pdf"),
        ("a.jpg", paper.jpeg(), "image/jpeg"),
        ("a.jpeg", paper.jpeg(), "image/jpeg"),
        ("a.png", paper.png(), "image/png"),
        ("a.docx", paper.docx(), f"{paper.OFFICE}wordprocessingml.document"),
        ("a.xlsx", paper.xlsx(), f"{paper.OFFICE}spreadsheetml.sheet"),
        ("a.odt", paper.odf("text"), f"{paper.ODF}text"),
        ("a.ods", paper.odf("spreadsheet"), f"{paper.ODF}spreadsheet"),
    ],
)
def test_true_files_are_recognized(name, data, content_type):
    assert file_types.recognized(name, data).content_type == content_type


MACRO_TYPES = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled"/>'
LIES = {
    "page as pdf": ("a.pdf", b"<html><script>alert(1)</script>"),
    "drawing as png": ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "program as pdf": ("a.pdf", b"MZ\x90\x00" + paper.PDF),
    "pdf as docx": ("a.docx", paper.PDF),
    "docx as xlsx": ("a.xlsx", paper.docx()),
    "png as jpg": ("a.jpg", paper.png()),
    "no extension": ("a", paper.PDF),
    "program's name": ("a.pdf.exe", paper.PDF),
    "cut pdf": ("a.pdf", paper.PDF[:20]),
    "cut png": ("a.png", paper.png()[:-12]),
    "cut docx": ("a.docx", paper.docx()[:-30]),
    "plain archive": ("a.zip", paper.archive({"a.txt": b"a"})),
    "archive as docx": ("a.docx", paper.archive({"a.txt": b"a"})),
    "page before an archive": ("a.docx", b"<html>" + paper.docx()),
    "wide png": ("a.png", paper.png(100_000, 100_000)),
    "wide jpeg": ("a.jpg", paper.jpeg(65_000, 65_000)),
    "empty png": ("a.png", paper.png(0, 0)),
    "macros": ("a.docx", paper.docx(**{"word/vbaProject.bin": b"x"})),
    "hidden macros": (
        "a.docx",
        paper.archive(
            {"[Content_Types].xml": MACRO_TYPES, "word/document.xml": b"<d/>"}
        ),
    ),
    "macros in odt": ("a.odt", paper.odf("text", **{"Basic/Standard/M.xml": b"x"})),
    "name that leads out": ("a.docx", paper.docx(**{"../../etc/cron.d/x": b"x"})),
    "bomb": ("a.docx", paper.docx(**{"word/media/x": b"\x00" * 5_000_000})),
    "many members": (
        "a.docx",
        paper.docx(**{f"word/{number}": b"" for number in range(2001)}),
    ),
}


@pytest.mark.parametrize(("name", "data"), LIES.values(), ids=LIES.keys())
def test_lies_and_dangers_are_refused(name, data):
    with pytest.raises(Refused):
        file_types.recognized(name, data)


@pytest.mark.parametrize("at", range(0, 200, 7))
def test_broken_archives_are_refused_and_not_crashed_over(at):
    data = bytearray(paper.docx())
    data[at] ^= 0xFF

    try:
        found = file_types.recognized("a.docx", bytes(data))
    except Refused:
        return
    assert found.name == "DOCX"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Приказ № 5.pdf", "Приказ № 5.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\Приказ.pdf", "Приказ.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("  . ", "file"),
        ("", "file"),
        (".pdf", "pdf"),
        ("и\u0306.pdf", "й.pdf"),
    ],
)
def test_names_are_shown_without_what_can_harm(name, shown):
    assert file_names.shown(name) == shown


def test_a_long_name_keeps_its_extension():
    name = file_names.shown("я" * 300 + ".docx")

    assert len(name) == file_names.LONGEST
    assert name.endswith("я.docx")
