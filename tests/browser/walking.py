"""Going on by links and buttons, never by typed addresses, with a look at each page."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from django.urls import resolve, reverse
from docx import Document
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.visitor import SIZES, Visitor

PHONE = SIZES[0]
SEEN: WeakKeyDictionary[Visitor, set[str]] = WeakKeyDictionary()


def on_phone(who: Visitor) -> Visitor:
    """Let somebody look at a narrow screen from now on."""
    who.page.set_viewport_size(PHONE)
    return who


def look(who: Visitor) -> None:
    """Check a page new to the visitor at both widths, and go on at one's own."""
    found = resolve(urlsplit(who.page.url).path)
    words = [one for one in found.kwargs.values() if isinstance(one, str)]
    page = " ".join([found.view_name, *words])
    seen = SEEN.setdefault(who, set())
    size = who.page.viewport_size
    if page not in seen and size:
        seen.add(page)
        who.check()
        who.page.set_viewport_size(size)


def follow(who: Visitor, name: str, *args: object, to: str = "") -> None:
    """Click the link to the address that can be seen, look at the page it opens.

    `to` is a part of the address where the link leads in the end.
    """
    click(who, name, *args)
    url = to or reverse(name, args=args)
    who.page.wait_for_url(re.compile(re.escape(url)))
    look(who)


def click(who: Visitor, name: str, *args: object) -> None:
    """Click the first link to the address that can be seen."""
    link(who, name, *args).click()


def link(who: Visitor, name: str, *args: object) -> Locator:
    """Return the links to the address that can be seen, of content and navigation."""
    url = reverse(name, args=args)
    found = who.page.locator(
        f'a[href="{url}"]:visible, a[href^="{url}?"]:visible, a[href^="{url}#"]:visible'
    )
    return found.first


def fill(who: Visitor, **values: object) -> None:
    """Fill in the form's controls by their names, `__` standing for a hyphen."""
    for name, value in values.items():
        put(who, name.replace("__", "-"), value)


def put(who: Visitor, name: str, value: object) -> None:
    """Give one control of the page's content its value."""
    control = who.page.locator(f'main [name="{name}"]')
    kind = control.first.evaluate("it => it.type || it.localName")
    if kind == "radio":
        who.page.locator(f'main [name="{name}"][value="{value}"]').check()
    elif kind == "checkbox":
        control.set_checked(bool(value))
    elif kind.startswith("select"):
        control.select_option(str(value))
    else:
        control.fill(str(value))


def choose(who: Visitor, name: str, words: str) -> None:
    """Choose the option whose text contains the words."""
    option = who.page.locator(f'main [name="{name}"] option', has_text=words).first
    put(who, name, option.get_attribute("value"))


def send(who: Visitor, selector: str = "form [type=submit]", **values: object) -> None:
    """Fill in the form and send it; what comes is looked at."""
    fill(who, **values)
    who.press(selector)
    look(who)


def confirm(who: Visitor, name: str, *args: object, **values: object) -> None:
    """Follow the link to a step that asks first, and agree."""
    follow(who, name, *args)
    url = reverse(name, args=args)
    send(who, f'form[action^="{url}"] [type=submit]', **values)


def says(who: Visitor, *texts: object) -> None:
    """The page's content says all this."""
    for text in texts:
        expect(who.page.locator("main")).to_contain_text(str(text))


def downloaded(who: Visitor, name: str, *args: object) -> bytes:
    """Return the file the page's link leads to."""
    place = link(who, name, *args).get_attribute("href")
    answer = who.context.request.get(f"{who.url}{place}")
    assert answer.status == 200, (place, answer.status)
    assert "attachment" in answer.headers["content-disposition"]
    return answer.body()


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF, squeezed."""
    pages = PdfReader(io.BytesIO(data)).pages
    return squeezed("".join(page.extract_text() for page in pages))


def docx_text(data: bytes) -> str:
    """Return the text of a DOCX, of its tables too, squeezed."""
    document = Document(io.BytesIO(data))
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    return squeezed("".join([*(one.text for one in document.paragraphs), *cells]))


def squeezed(text: str) -> str:
    """Drop what a line break changes: blanks, soft hyphens and hyphens."""
    return "".join(
        mark for mark in text if not mark.isspace() and mark not in "\u00ad-‐\u2011"
    ).lower()
