"""Texts of cells: odd spaces, invisible and control signs, tags left by a copy."""

from __future__ import annotations

import html
import re
import unicodedata

TAG = re.compile(r"</?(?:p|br|b|i|u|strong|em|span|div|sup|sub)\b[^<>]*>", re.I)
ENDING = re.compile(r"</p>|<br\s*/?>|</div>", re.I)
HARD = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*")
WRAPPED = re.compile(r"(?<=\w)-\n(?=[а-яёa-z])")
NOT_WORD = re.compile(r"[^\w%№/+.]+")
INVISIBLE = {"\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"}
HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-"})
SHORT = re.compile(r"(?:^|[\s.])[а-яёa-z]{1,3}\.$", re.I)
QUOTES = "«»„“”\"'"


def cleaned(text: str) -> str:
    """Return the text with lines kept, other spaces single, invisible signs gone."""
    composed = unicodedata.normalize("NFC", text).translate(HYPHENS)
    seen = "".join(_visible(sign) for sign in composed)
    return LINES.sub("\n", HARD.sub(" ", seen)).strip()


def has_control_signs(text: str) -> bool:
    """Tell whether the text holds signs that are neither text nor space."""
    return any(_is_control(sign) for sign in text)


def untagged(text: str) -> str:
    """Return a cell copied as HTML as text: paragraphs become lines."""
    if "<" not in text and "&" not in text:
        return text
    return html.unescape(TAG.sub("", ENDING.sub("\n", text)))


def line(text: str) -> str:
    """Return the text in one line; words wrapped at a hyphen keep the hyphen."""
    return " ".join(WRAPPED.sub("-", text).split())


def folded(text: str) -> str:
    """Return the text for comparing: small letters, no quotes, single spaces."""
    words = text.casefold().replace("ё", "е")
    return NOT_WORD.sub(" ", words).strip()


def item(text: str) -> str:
    """Return an item of a list without the sign after it; abbreviations keep theirs."""
    bare = text.rstrip(" ;,")
    if bare != text.rstrip() or not bare.endswith("."):
        return bare
    return bare if SHORT.search(bare) else bare[:-1].rstrip()


def capital(text: str) -> str:
    """Return the text with its first letter large."""
    return text[:1].upper() + text[1:]


def unquoted(text: str) -> str:
    """Return the text without quotation marks round the whole of it."""
    inner = text[1:-1]
    if len(text) > 2 and text[0] in QUOTES and text[-1] in QUOTES:
        return inner if not any(sign in QUOTES for sign in inner) else text
    return text


def starts_small(text: str) -> bool:
    """Tell whether the first sign is a small letter: a sentence goes on."""
    return text[:1].islower()


def is_finished(text: str) -> bool:
    """Tell whether the text ends as a sentence or an item of a list does."""
    return text.rstrip().endswith((".", ";", ":", "!", "?", "…"))


def _visible(sign: str) -> str:
    if sign == "\n":
        return sign
    if sign in INVISIBLE or _is_control(sign):
        return ""
    return " " if sign.isspace() else sign


def _is_control(sign: str) -> bool:
    """Control signs, and those that turn the direction of the text."""
    if sign in "\n\r\t" or sign in INVISIBLE or sign.isspace():
        return False
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"}
