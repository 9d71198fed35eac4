"""The topics of the help, their order and the pages they explain.

`contents.yaml` beside the texts names them by reader; a new topic is a text and
a line there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.conf import settings
from django.urls import reverse

from portal.help import rendering
from portal.help.rendering import Section

CONTENTS = "contents.yaml"


@dataclass(frozen=True)
class Topic:
    """One page of the help; an open one is read without signing in."""

    key: str
    title: str
    lead: str
    html: str
    sections: list[Section]
    pages: tuple[str, ...] = ()
    is_open: bool = False

    @property
    def url(self) -> str:
        """Where the topic is read."""
        return address(self.key)

    @property
    def parts(self) -> list[Section]:
        """The sections that the contents of the page list."""
        return [section for section in self.sections if section.anchor]


@dataclass(frozen=True)
class Shelf:
    """Topics for one kind of reader."""

    title: str
    topics: list[Topic]


def shelves(*, signed_in: bool) -> list[Shelf]:
    """Return the topics by reader, without those that need a sign-in."""
    shown = [
        Shelf(shelf.title, [t for t in shelf.topics if signed_in or t.is_open])
        for shelf in _library()
    ]
    return [shelf for shelf in shown if shelf.topics]


def topics(*, signed_in: bool = True) -> list[Topic]:
    """Return the topics in their order."""
    return [topic for shelf in shelves(signed_in=signed_in) for topic in shelf.topics]


def topic(key: str) -> Topic | None:
    """Return the topic of this key."""
    return next((topic for topic in topics() if topic.key == key), None)


def neighbors(found: Topic, *, signed_in: bool) -> tuple[Topic | None, Topic | None]:
    """Return the topics before and after."""
    row = topics(signed_in=signed_in)
    at = row.index(found)
    following = row[at + 1] if at + 1 < len(row) else None
    return (row[at - 1] if at else None), following


def address(key: str = "") -> str:
    """Return the address of a topic, of the help's first page without a key."""
    return reverse("help_topic", args=[key]) if key else reverse("help")


def address_for_page(name: str) -> str:
    """Return the address of the topic that explains a page, by the page's name."""
    return address(_keys_of_pages().get(name, ""))


@cache
def _keys_of_pages() -> dict[str, str]:
    return {page: topic.key for topic in topics() for page in topic.pages}


@cache
def _library() -> list[Shelf]:
    folder: Path = settings.HELP_ROOT
    listed = yaml.safe_load((folder / CONTENTS).read_text(encoding="utf-8"))
    return [
        Shelf(shelf["title"], [_read(folder, entry) for entry in shelf["topics"]])
        for shelf in listed
    ]


def _read(folder: Path, entry: dict[str, object]) -> Topic:
    key, pages = str(entry["key"]), entry.get("pages")
    source = (folder / f"{key}{rendering.SUFFIX}").read_text(encoding="utf-8")
    drawn = rendering.render(source, address)
    return Topic(
        key,
        drawn.title,
        drawn.lead,
        drawn.html,
        drawn.sections,
        pages=tuple(pages) if isinstance(pages, list) else (),
        is_open=bool(entry.get("open")),
    )
