"""Deadlines and beginnings: «до 1 сентября», «к концу года», «начиная с марта»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from programs.schedules.parts import Part
from programs.schedules.rewriting import Rule, only, rule, text_of
from programs.schedules.structure import Kind
from programs.schedules.tokens import Token


def whole_years(token: Token) -> tuple[Part, ...]:
    """Return the parts of a token; a year or a school year is one part."""
    if token.tag == "Z":
        return (Part(1, 12, year=token.years[0], last_year=token.years[-1]),)
    if token.tag == "K":
        return (Part(9, 8, year=token.years[0], last_year=token.years[-1] + 1),)
    return token.parts


def until(tokens: Sequence[Token]) -> Token | None:
    """«до 1 сентября» is that day; «до сентября» its first day, which is a guess."""
    parts = whole_years(tokens[-1])
    if any(part.weekdays or (part.days and is_long(part)) for part in parts):
        return None
    guess = () if tokens[0].name else ("end",)
    placed = (part if part.days else at_start(part, guess) for part in parts)
    return deadline(tokens, [*placed])


def is_long(part: Part) -> bool:
    """Whether the part is more than a day."""
    return part.span != (part.first, part.first) or len(set(part.days or ())) > 1


def until_start(tokens: Sequence[Token]) -> Token:
    """«к началу учебного года»: 1 September."""
    part = Part(9, 9) if "s" in tags_of(tokens) else Part(1, 1)
    return deadline(tokens, [at_start(part, ())])


def until_end(tokens: Sequence[Token]) -> Token | None:
    """«до конца мая», «к концу 2023 года»: the last day; a school year's is a guess."""
    last = tokens[-1]
    if last.tag == "K" or "s" in tags_of(tokens):
        lessons_end = Part(5, 5, guessed=("end",))
        placed = tuple(lessons_end.in_year(year + 1) for year in last.years)
        parts = placed or (lessons_end,)
    elif last.tag == "g":
        parts = (Part(12, 12),)
    else:
        parts = whole_years(last)
    if any(part.days or part.weekdays for part in parts):
        return None
    return deadline(tokens, [at_end(part) for part in parts])


def tags_of(tokens: Sequence[Token]) -> str:
    """Return the tags of the tokens."""
    return "".join(token.tag for token in tokens)


def deadline(tokens: Sequence[Token], parts: Sequence[Part]) -> Token:
    """Return the token of due days."""
    return Token("L", text_of(tokens), parts=tuple(parts))


def at_start(part: Part, guess: tuple[str, ...]) -> Part:
    """Return the first day of the part."""
    guessed = (*part.guessed, *guess)
    return replace(
        part, last=part.first, days=(1, 1), last_year=None, half=0, guessed=guessed
    )


def at_end(part: Part) -> Part:
    """Return the last day of the part."""
    return replace(
        part, first=part.last, days=(-1, -1), year=part.end_year, last_year=None, half=0
    )


def beginning(tokens: Sequence[Token]) -> Token | None:
    """«с 1 сентября», «начиная с марта 2023 г.»: from the first day of that."""
    parts = whole_years(tokens[-1])
    if len(parts) != 1 or parts[0].weekdays:
        return None
    return Token("F", text_of(tokens), parts=parts)


def each_year(tokens: Sequence[Token]) -> Token:
    """«в течение года»: whichever years the program has."""
    return Token("G", text_of(tokens))


def school_year(tokens: Sequence[Token]) -> Token:
    """«в течение учебного года»: whichever school years the program has."""
    return Token("H", text_of(tokens), number=int(tokens[0].tag in "Ta"))


def whole_period(tokens: Sequence[Token]) -> Token:
    """«весь период», «в течение всего срока реализации программы»."""
    return Token("I", text_of(tokens))


def all_year_round(tokens: Sequence[Token]) -> Token | None:
    """«в течение каждого года»."""
    rate = tokens[1].rate
    if rate is None or rate.kind not in (Kind.YEARLY, Kind.ACADEMIC_YEAR):
        return None
    return Token("Q", text_of(tokens), rate=replace(rate, continuous=True))


def last_of(tokens: Sequence[Token]) -> Token:
    """Drop a word that adds nothing: «период 2023-2024 гг.»."""
    return only(tokens, "AXZK")[0]


RULES: tuple[Rule, ...] = (
    rule(r"d(?:A|X|Z|K|s?g)", until_end),
    rule(r"os?g", until_start),
    rule(r"[to](?:A|X|Z|K)", until),
    rule(r"Ta?g|ag", each_year),
    rule(r"Ta?sg|a?sg", school_year),
    rule(r"TQ", all_year_round),
    rule(r"[bf](?:A|X|Z|K)", beginning),
    rule(r"i[AXZK]", last_of),
    rule(r"T?a?i|T?a?I", whole_period),
)
