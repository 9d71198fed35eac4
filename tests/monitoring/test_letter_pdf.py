import datetime as dt
import io
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache

import page as page_validation
import pypdf
import pytest
from django.conf import settings
from weasyprint.formatting_structure import boxes

from monitoring.letter_pdf import layout
from monitoring.letter_pdf.content import RecommendationItem, SignatureMark
from monitoring.letter_pdf.render import LetterFault, letter_html, letter_pdf
from portal import pdf
from portal.pdf import engine
from tests.monitoring.letters import CASES, HOSTILE, SAMPLE, sample

PX_PER_MM = 96 / 25.4


@cache
def made(case: str) -> bytes:
    return letter_pdf(CASES[case]())


def reader(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text(content: bytes) -> str:
    pages = (sheet.extract_text() for sheet in reader(content).pages)
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize("case", CASES)
def test_letter_keeps_every_rule_of_pdf_ua(case):
    report = page_validation.validate_pdf_bytes(
        made(case), profile=page_validation.ValidationProfile.PDF_UA_1
    )

    assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]
    assert report.rules.total >= 100


@pytest.mark.parametrize("case", CASES)
def test_letter_embeds_its_own_typefaces_only(case):
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for sheet in reader(made(case)).pages
        for font in sheet["/Resources"]["/Font"].values()
    ]

    names = {str(font["/FontName"]).partition("+")[2] for font in fonts}
    assert names == {"Document-Serif", "Document-Serif-Bold"}
    assert all("/FontFile2" in font for font in fonts)


def test_letter_is_tagged_russian_and_titled():
    book = reader(made("usual"))
    root = book.trailer["/Root"]

    assert root["/Lang"] == "ru"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert book.metadata.title.replace("\xa0", " ").startswith(
        "Письмо от 02.07.2026 № 12-14/1187. О результатах"
    )


def test_letter_says_who_to_whom_and_why():
    said = text(made("usual"))

    assert "Директору муниципального бюджетного" in said
    assert "Соколовой М. В." in said
    assert "Уважаемая Марина Викторовна!" in said
    assert "руководителей 411 общеобразовательных организаций области по 14" in said
    assert "65,3 % (средний уровень); за год оно выросло на 2,5 п. п. По" in said
    assert "в третьей четверти группы, ниже медианы" in said
    assert "Показателей высокого уровня – 5, среднего – 4, низкого – 5." in said
    assert "Приложение: на 1 л. в 1 экз." in said
    assert "Код письма 7KD4-M2QX-91TB" in said


def test_letter_has_page_numbers_from_the_second_page():
    sheets = [s.extract_text().splitlines() for s in reader(made("usual")).pages]

    assert "1" not in [line.strip() for line in sheets[0]]
    assert [lines[-1].strip() for lines in sheets[1:]] == ["2", "3"]


def test_letter_holds_the_address_of_its_check():
    letter = sample()
    links = [
        note.get_object()["/A"]["/URI"]
        for note in reader(made("usual")).pages[0]["/Annots"]
    ]

    assert links == ["https://portal.obr.example/verify/7KD4-M2QX-91TB/"]
    assert layout.context(letter, 1)["qr"] == layout._qr(letter.verification)
    assert "<path" in layout._qr(letter.verification)


def test_same_letter_gives_the_same_bytes_in_any_process():
    again = letter_pdf(sample())
    script = (
        "import json, sys, django; django.setup();"
        "from monitoring.letter_pdf import content, render;"
        f"data = json.load(open({str(SAMPLE)!r}));"
        "sys.stdout.buffer.write(render.letter_pdf(content.from_json(data)))"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )

    assert made("usual") == again == other.stdout


def test_hostile_text_stands_as_it_is_written():
    said = text(made("hostile")).replace(" ", "")

    assert len(HOSTILE) >= 422
    for literal in ("<script>alert(1)</script>", "{{7*7}}", "</td></tr></table>"):
        assert literal in said
    assert "{%now'Y'%}" in said
    assert "<imgsrc=file:///etc/passwd>&amp;" in said
    assert "Ъ" * 68 in said


@pytest.mark.parametrize("case", CASES)
def test_text_stays_between_the_margins(case):
    laid_out = pdf.lay_out(letter_html(CASES[case](), 1), "pdf/letter.css")

    texts = [
        box
        for sheet in laid_out.document.pages
        for box in sheet._page_box.descendants()
        if isinstance(box, boxes.TextBox) and box.text.strip()
    ]

    assert min(box.position_x for box in texts) >= 30 * PX_PER_MM - 1
    assert max(box.position_x + box.width for box in texts) <= 200 * PX_PER_MM + 1


def test_annex_note_tells_the_real_number_of_sheets():
    book = reader(made("forty with gaps"))
    said = text(made("forty with gaps"))
    starts = [
        n
        for n, sheet in enumerate(book.pages)
        if "Значения показателей:" in " ".join(sheet.extract_text().split())
    ]

    assert f"Приложение: на {len(book.pages) - starts[0]} л. в 1 экз." in said
    assert len(book.pages) - starts[0] > 1


def test_annex_note_is_right_even_when_the_guess_is_wrong(monkeypatch):
    monkeypatch.setattr(layout, "sheets_guess", lambda _letter: 7)

    assert letter_pdf(sample()) == made("usual")


def test_gaps_are_named_and_never_zero():
    said = text(made("forty with gaps"))

    assert "нет данных – 20; не применимо – 10" in said
    assert said.count("не применимо") > 10
    assert "0,0 " not in said


def test_letter_without_values_says_so():
    said = text(made("no value at all"))

    assert "Сводное значение не рассчитано: данных недостаточно." in said
    assert "Уровни не определены; нет данных – 14." in said
    assert "Адресные рекомендации этим письмом не направляются." in said


def test_letter_without_recommendations_asks_for_no_plan():
    said = text(made("no recommendations"))

    assert "план действий" not in said
    assert "подтверждение получения письма" in said


def test_draft_is_called_a_draft_and_cannot_be_checked():
    said = text(made("bare draft"))

    assert "ПРОЕКТ" in said
    assert "Проверка подлинности" not in said
    assert "Приложение" not in said
    assert "С 16 марта по 15 мая 2026 года проведён мониторинг" in said


def test_letter_shows_eight_recommendations_and_counts_the_rest():
    one = sample().recommendations[0]
    rows = tuple(replace(one, title=f"Мера номер {n}") for n in range(1, 12))

    said = text(letter_pdf(sample(recommendations=rows)))

    assert "Мера номер 8" in said
    assert "Мера номер 9" not in said
    assert "Ещё 3 рекомендации размещены в личном кабинете портала." in said


def test_recommendation_may_have_neither_day_nor_helper():
    bare_item = RecommendationItem("", "", "", "составить план")

    said = text(letter_pdf(sample(recommendations=(bare_item,))))

    assert "Рекомендации Мера: составить план. " in said
    assert "Срок:" not in said
    assert "Поможет:" not in said


def test_signature_mark_stands_only_on_a_signed_letter():
    mark = SignatureMark("00AB", "Ветров", dt.date(2026, 1, 1), dt.date(2027, 1, 1))
    signed = sample(signatory=replace(sample().signatory, mark=mark))

    assert "ЭЛЕКТРОННОЙ ПОДПИСЬЮ" in text(letter_pdf(signed))
    assert "ЭЛЕКТРОННОЙ ПОДПИСЬЮ" not in text(made("usual"))


def test_long_numbers_take_width_from_the_name():
    rows = (replace(sample().indicators[0], denominator=Decimal(154553)),)

    assert layout.context(sample(), 1)["columns"]["amount"] == "6.5"
    assert layout.context(sample(indicators=rows), 1)["columns"]["amount"] == "9.5"
    assert "154 553" in text(letter_pdf(sample(indicators=rows)))


def test_missing_sign_fails_the_letter():
    with pytest.raises(LetterFault, match=r"U\+1F600"):
        letter_pdf(sample(subject="О результатах 😀"))


def test_missing_typeface_fails_the_letter(monkeypatch):
    fonts = {u: p for u, p in engine._font_files().items() if "Bold" not in u}
    monkeypatch.setattr(engine, "_font_files", lambda: fonts)
    monkeypatch.setattr(engine, "_sheet", engine._sheet.__wrapped__)
    monkeypatch.setattr(engine, "_font_config", engine._font_config.__wrapped__)

    with pytest.raises(LetterFault, match=r"PT_Serif-Web-Bold\.ttf"):
        letter_pdf(sample())
