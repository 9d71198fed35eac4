"""Search over the portal: apps offer sources, settings list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from portal import search_words
from portal.models import User

SHOWN, MOST = 6, 60
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """One thing found; `note` is the line under it, `aside` the word at the right."""

    title: str
    url: str
    note: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Source:
    """Where to look: `find` takes the reader, the words and how many it may yield.

    It yields what the reader may see, the best first, with one query.
    """

    key: str
    label: str | Promise
    icon: str
    find: Callable[[User, Sequence[str], int], Iterable[Hit]]


@dataclass(frozen=True)
class Found:
    """What one source holds; `more` where it has more than is shown."""

    source: Source
    hits: list[Hit]
    more: bool


def sources() -> list[Source]:
    """Return the sources of settings, in their order."""
    return [import_string(path) for path in settings.SEARCH_SOURCES]


def find(user: User, text: str, only: str = "") -> list[Found]:
    """Return what each source has for the text; more of it from `only` one."""
    asked = search_words.words(text[:LONGEST])
    if not asked:
        return []
    chosen = [source for source in sources() if only in ("", source.key)]
    shown = MOST if only else SHOWN
    found = [_found(source, user, asked, shown) for source in chosen]
    return [group for group in found if group.hits]


def _found(source: Source, user: User, asked: Sequence[str], shown: int) -> Found:
    hits = list(islice(source.find(user, asked, shown + 1), shown + 1))
    return Found(source, hits[:shown], more=len(hits) > shown)
