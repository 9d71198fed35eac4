"""Data stand in one language, whatever the page speaks: marked with that language."""

from __future__ import annotations

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override

LANGUAGE = settings.LANGUAGE_CODE


def data_lang() -> SafeString:
    """Return ` lang="ru"` for an element of data, nothing where the page speaks so."""
    return SafeString("") if _same() else format_html(' lang="{}"', LANGUAGE)


def data(value: object) -> SafeString:
    """Write a text of the data, marked where the page speaks otherwise."""
    text = str(value)
    shown = conditional_escape(value if isinstance(value, SafeString) else text)
    if _same() or not _foreign(text):
        return shown
    return format_html('<span lang="{}">{}</span>', LANGUAGE, shown)


def worded(sentence: str, **texts: object) -> SafeString:
    """Put texts of the data into a sentence of the interface: "Open: %(name)s"."""
    marked = {name: data(text) for name, text in texts.items()}
    return SafeString(conditional_escape(sentence) % marked)


def as_data() -> override:
    """Return the block in which words are kept as data, whatever the page speaks."""
    return override(LANGUAGE)


def _same() -> bool:
    return (get_language() or LANGUAGE).split("-")[0] == LANGUAGE.split("-")[0]


def _foreign(text: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() for letter in text)
