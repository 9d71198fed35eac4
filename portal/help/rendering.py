"""Markdown of a help topic to safe HTML with its contents. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

SUFFIX = ".md"
LISTED = "h2"
Address = Callable[[str], str]


@dataclass(frozen=True)
class Section:
    """A part of a topic: its anchor, its heading and its text without marks.

    The part before the first heading has neither anchor nor heading.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Rendered:
    """A topic as it is shown; `lead` is the text before the first heading."""

    title: str
    html: str
    sections: list[Section]

    @property
    def lead(self) -> str:
        """The first paragraph, which says what the topic is about."""
        return self.sections[0].text.partition("\n")[0] if self.sections else ""


def render(source: str, address: Address) -> Rendered:
    """Return the topic; links to other topics, "entry.md#part", go by `address`.

    Markup of HTML is not read but shown as text, so nothing foreign comes in.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(source)
    title = _taken_title(tokens)
    _name_headings(tokens)
    _lead_links(tokens, address)
    _frame_tables(tokens, title)
    html = reader.renderer.render(tokens, reader.options, {})
    return Rendered(title, html, list(_sections(tokens)))


def _taken_title(tokens: list[Token]) -> str:
    """Take the first heading out of the text: the page has a place for it."""
    if not tokens or tokens[0].tag != "h1":
        return ""
    title = tokens[1].content
    del tokens[:3]
    return title


def _name_headings(tokens: Sequence[Token]) -> None:
    for token, inner in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slugify(inner.content, allow_unicode=True))


def _lead_links(tokens: Sequence[Token], address: Address) -> None:
    for token in tokens:
        for child in token.children or []:
            target = str(child.attrGet("href") or "")
            name, mark, anchor = target.partition("#")
            if child.type == "link_open" and name.endswith(SUFFIX):
                place = address(name.removesuffix(SUFFIX))
                child.attrSet("href", f"{place}{mark}{anchor}")


def _frame_tables(tokens: list[Token], title: str) -> None:
    """Let wide tables scroll inside a frame that the keyboard reaches."""
    label = escape(title, quote=True)
    opening = f'<div class="table-wrap" tabindex="0" role="group" aria-label="{label}">'
    framed: list[Token] = []
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("class", "table")
            framed.append(Token("html_block", "", 0, content=f"{opening}\n"))
        framed.append(token)
        if token.type == "table_close":
            framed.append(Token("html_block", "", 0, content="</div>\n"))
    tokens[:] = framed


def _sections(tokens: Sequence[Token]) -> Iterator[Section]:
    anchor, heading, lines = "", "", list[str]()
    is_heading = False
    for token in tokens:
        if token.type == "heading_open" and token.tag == LISTED:
            yield Section(anchor, heading, "\n".join(lines))
            anchor, heading, lines = str(token.attrGet("id")), "", []
            is_heading = True
        elif token.type == "inline" and is_heading:
            heading, is_heading = _plain(token), False
        elif token.type == "inline":
            lines.append(_plain(token))
    yield Section(anchor, heading, "\n".join(lines))


def _plain(token: Token) -> str:
    return "".join(
        " " if child.type == "softbreak" else child.content
        for child in token.children or []
    )
