import page as page_validation
import pytest

from portal import pdf
from portal.pdf import engine, libraries


def test_other_typeface_in_the_document_fails_it():
    with pytest.raises(pdf.PdfFault):
        pdf.pdf_bytes(
            '<html lang="ru"><p style="font-family: monospace">A</p></html>',
            "pdf/base.css",
        )


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="">',
        '<img src="http://127.0.0.1:9/x.png" alt="">',
        '<img src="https://example.invalid/x.png" alt="">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<p style="background: url(file:///etc/hostname)">x</p>',
        '<svg viewBox="0 0 9 9" role="img"><title>x</title>'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<object data="file:///etc/passwd"></object>',
        '<link rel="attachment" href="file:///etc/passwd">',
    ],
)
def test_nothing_outside_is_fetched(markup):
    html = f'<html lang="ru"><title>x</title><body>{markup}</body></html>'

    with pytest.raises(pdf.PdfFault, match=r"за пределами|outside"):
        pdf.pdf_bytes(html, "pdf/base.css")


def test_missing_library_names_its_package(monkeypatch):
    monkeypatch.setattr(libraries, "_loads", lambda name: "subset" not in name)
    monkeypatch.setattr(
        libraries, "missing_library", libraries.missing_library.__wrapped__
    )

    assert libraries.missing_library() == "libharfbuzz-subset0"
    assert "libharfbuzz-subset0" in libraries.check_libraries(None)[0].hint


def test_letters_can_be_made_on_this_machine():
    assert libraries.missing_library() == ""
    assert libraries.check_libraries(None) == []


def test_document_without_the_libraries_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "missing_library", lambda: "libpango-1.0-0")

    with pytest.raises(pdf.PdfFault, match=r"libpango-1\.0-0"):
        pdf.pdf_bytes("<p>Да</p>", "pdf/base.css")


def test_document_without_typefaces_is_not_made(monkeypatch):
    monkeypatch.setattr(engine, "_font_files", dict)
    monkeypatch.setattr(engine, "_signs", engine._signs.__wrapped__)

    with pytest.raises(pdf.PdfFault, match="Document-Serif"):
        pdf.pdf_bytes("<p>Да</p>", "pdf/base.css")


def test_any_document_of_the_portal_is_tagged():
    html = (
        '<html lang="ru"><head><title>Справка</title></head>'
        "<body><h1>Справка</h1><p>Выдана.</p></body></html>"
    )

    report = page_validation.validate_pdf_bytes(
        pdf.pdf_bytes(html, "pdf/base.css"),
        profile=page_validation.ValidationProfile.PDF_UA_1,
    )

    assert report.is_compliant, [failure.rule_id for failure in report.failures]
