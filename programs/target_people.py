"""Which population the words of a target name; none where they are not sure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from programs import target_lexicon as words

GROUPS = (
    ("stranger", words.STRANGERS),
    ("teams", words.TEAMS),
    ("reserve", words.RESERVE),
    ("municipalities", words.MUNICIPALITIES),
    ("heads", words.HEADS),
    ("staff", words.STAFF),
    ("organizations", words.ORGANIZATIONS),
)
GROUP = re.compile("|".join(rf"(?P<{key}>(?<!\w)(?:{text}))" for key, text in GROUPS))
# What may stand behind a group without making it another one.
MODIFIERS = {
    "heads": {"organizations"},
    "teams": {"organizations"},
    "reserve": {"heads", "organizations"},
    "staff": {"organizations"},
    "organizations": {"organizations"},
    "municipalities": set(),
}
STOP = re.compile(words.STOP)
RESTRICTION = re.compile(rf"(?<!\w)(?:{words.RESTRICTIONS})")
PARTICIPLE = re.compile(words.PARTICIPLE)
HARMLESS = re.compile(words.HARMLESS)
JOINED_RESERVE = re.compile(
    rf"(?:{words.STRANGERS})(?:\s+\w+){{0,3}}?,?\s+(?:{words.JOINED}|)"
    rf"(?:(?:\w+(?:ый|ого|ой|ий)\s+){{0,3}})(?={words.RESERVE})"
)


@dataclass(frozen=True)
class People:
    """The population, the types of organizations, and the words that name them."""

    population: str = ""
    types: tuple[str, ...] = ()
    subject: str = ""


def named(text: str) -> People:
    """Return whom the lowered words name: «40 % …» without the number."""
    subject = _subject(text)
    if not subject or not GROUP.search(subject):
        return People()
    population = _population(subject)
    types = _types(subject) if population in TYPED else ()
    return People(population, types, subject)


TYPED = {
    "heads",
    "heads_at_risk",
    "heads_low_results",
    "teams",
    "teams_innovative",
    "organizations",
    "organizations_innovative",
    "staff",
}


def _subject(text: str) -> str:
    text = re.sub(r"^\W*(?:от\s+(?:общего\s+)?(?:числа|количества)\s+)?", "", text)
    first = GROUP.search(text)
    stop = STOP.search(text, first.end() if first else 0)
    return (text[: stop.start()] if stop else text).strip(" ,.–—-")


def _population(subject: str) -> str:
    subject = JOINED_RESERVE.sub("", subject, count=1)
    hits = [match.lastgroup or "" for match in GROUP.finditer(subject)]
    first, rest = hits[0], set(hits[1:])
    if first not in MODIFIERS or not _may_follow(first, hits[1:], rest):
        return ""
    if RESTRICTION.search(subject) or _has_unknown_participle(subject):
        return ""
    return _qualified(first, subject)


def _may_follow(first: str, order: list[str], rest: set[str]) -> bool:
    if order and order[-1] == "municipalities" and "organizations" in {first, *rest}:
        rest = rest - {"municipalities"}
    return rest <= MODIFIERS[first]


def _has_unknown_participle(subject: str) -> bool:
    found = PARTICIPLE.findall(subject)
    return any(not HARMLESS.match(word) for word in found)


def _qualified(first: str, subject: str) -> str:
    marks = {
        "at_risk": re.search(words.AT_RISK, subject),
        "low_results": re.search(words.LOW_RESULTS, subject),
        "innovative": re.search(words.INNOVATION, subject),
    }
    met = [key for key, match in marks.items() if match]
    if not met:
        return first
    whole = f"{first}_{met[0]}"
    return whole if len(met) == 1 and whole in TYPED else ""


def _types(subject: str) -> tuple[str, ...]:
    return tuple(
        code for text, code in words.TYPES if re.search(rf"(?<!\w)(?:{text})", subject)
    )
