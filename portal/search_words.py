"""What is asked in a search, and how rows are compared with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import Q, Value
from django.db.models.functions import Lower, Replace

SHORTEST, MOST = 2, 6
BREAK = re.compile(r"[\s,;«»\"()]+")


def folded(text: str) -> str:
    """Return the text as it is compared: small letters, ё as е."""
    return text.lower().replace("ё", "е")


def words(text: str) -> list[str]:
    """Return the words to look for; none where too little is asked."""
    found = [word for word in BREAK.split(folded(text)) if word][:MOST]
    return found if sum(map(len, found)) >= SHORTEST else []


def fold(field: str) -> Replace:
    """Return the column folded in the database, as its index has it."""
    return Replace(Lower(field), Value("ё"), Value("е"))


def index(name: str, *columns: str | Replace) -> GinIndex:
    """Return the index by which words inside of folded texts are found."""
    parts = [OpClass(column, name="gin_trgm_ops") for column in columns]
    return GinIndex(*parts, name=name)


def matching(asked: Sequence[str], *fields: str) -> Q:
    """Return the filter for rows with every word in some of the folded fields."""
    found = Q()
    for word in asked:
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__contains": word})
        found &= anywhere
    return found
