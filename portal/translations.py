"""Collects, checks and compiles translations with Babel alone, without system tools."""

import io
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# A string, or the singular and the plural.
Ids = str | tuple[str, ...]
# A text, or the forms of a plural in the catalog's order.
Texts = Mapping[str, str | list[str]]

TEMPLATE_SUFFIXES = frozenset({".html", ".txt", ".svg"})
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
CONTEXT_END = "\u0004"
PLURAL_MARK = "|||"
# Header lines that would change at every run and say nothing.
RESTLESS = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|'
    rb"Project-Id-Version|Report-Msgid-Bugs-To)[^\n]*\n",
    re.MULTILINE,
)
PERCENT_PLACE = re.compile(r"%\((\w+)\)[-#0 +]*[\d.]*([a-zA-Z])")


def collect(paths: Iterable[Path]) -> Catalog:
    """Return a catalog of every translatable string of these sources, untranslated."""
    found = Catalog(locale="ru", header_comment="# Russian texts.", fuzzy=False)
    for path in sorted(paths):
        for _line, message, _comments, context in _extracted(path):
            found.add(message, context=context)
    return found


def merge(found: Catalog, known: Catalog) -> Catalog:
    """Give the found strings the translations that are known; the rest is forgotten."""
    for message in _messages(found):
        old = known.get(message.id, context=message.context)
        if old is not None and key(old) == key(message):
            message.string = old.string
            message.flags |= old.flags & {"fuzzy"}
    return found


def fill(catalog: Catalog, texts: Texts, *, force: bool = False) -> list[str]:
    """Write these texts into the catalog and return the keys that it does not have.

    A key is the string, "singular|||plural", either after "context\u0004". A text
    that is there already stays, unless forced.
    """
    messages = {key(message): message for message in _messages(catalog)}
    for name in texts.keys() & messages.keys():
        message = messages[name]
        if force or not is_translated(message):
            text = texts[name]
            message.string = text if isinstance(text, str) else tuple(text)
            message.flags.discard("fuzzy")
    return sorted(texts.keys() - messages.keys())


def problems(found: Catalog, known: Catalog) -> Iterator[str]:
    """Yield a line for each string that is missing, obsolete, untranslated or wrong."""
    used, given = _keys(found), _keys(known)
    yield from (f"missing: {name}" for name in sorted(used - given))
    yield from (f"obsolete: {name}" for name in sorted(given - used))
    for message in _messages(known):
        name = key(message)
        if not is_translated(message):
            yield f"untranslated: {name}"
        elif message.fuzzy:
            yield f"fuzzy: {name}"
        elif not has_same_places(message):
            yield f"placeholders differ: {name}"


def key(message: Message) -> str:
    """Return the string's name in files of translations and in reports."""
    context = f"{message.context}{CONTEXT_END}" if message.context else ""
    return context + PLURAL_MARK.join(_several(message.id))


def is_translated(message: Message) -> bool:
    """Tell whether the string has its text, a plural all three of them."""
    texts = _several(message.string)
    return len(texts) == (3 if message.pluralizable else 1) and all(texts)


def has_same_places(message: Message) -> bool:
    """Tell whether every text has the placeholders of its source string.

    In a plural it is the plural source that counts: the first Russian form is
    also that of 21 and needs the number.
    """
    source = places(_several(message.id)[-1])
    return all(places(text) == source for text in _several(message.string))


def places(text: str) -> frozenset[str]:
    """Return the named placeholders of a text, `%(name)s` and `{name}` alike."""
    found = {f"%({name}){kind}" for name, kind in PERCENT_PLACE.findall(text)}
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:  # a lone brace: not a format string
        return frozenset(found)
    return frozenset(found | {f"{{{name}}}" for _text, name, *_rest in parts if name})


def read(path: Path) -> Catalog:
    """Return the catalog of a .po file, empty where there is none."""
    if not path.exists():
        return Catalog(locale="ru")
    with path.open("rb") as po:
        return read_po(po, locale="ru", ignore_obsolete=True)


def write(catalog: Catalog, path: Path) -> None:
    """Write a .po file that changes only where a string does."""
    out = io.BytesIO()
    write_po(out, catalog, width=0, sort_output=True, no_location=True)
    _put(path, RESTLESS.sub(b"", out.getvalue()))


def compile_to(catalog: Catalog, path: Path) -> None:
    """Write the .mo file that gettext reads."""
    out = io.BytesIO()
    write_mo(out, catalog)
    _put(path, out.getvalue())


def _extracted(
    path: Path,
) -> Iterator[tuple[int, Ids, list[str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATE_SUFFIXES:
        # The tokenizer would take the markup's indentation for Python's.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)
    yield from extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)


def _several(texts: str | Iterable[str] | None) -> list[str]:
    """Return the forms of a plural, or the one text of any other string."""
    return [texts] if isinstance(texts, str) else list(texts or [])


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _keys(catalog: Catalog) -> set[str]:
    return {key(message) for message in _messages(catalog)}


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(data)
    draft.replace(path)
