"""Days, decades, months, quarters and seasons of a text: tokens to undated parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from programs.schedules.parts import Part
from programs.schedules.rates import DECADES, EDGES, HALVES, WEEKS, weekday_codes
from programs.schedules.rewriting import Rule, only, rule, text_of
from programs.schedules.tokens import Token, full_year, is_day

Build = Callable[[Sequence[Token]], Token | None]


def parts_token(tokens: Sequence[Token], *parts: Part) -> Token:
    """Return the token of undated parts."""
    return Token("A", text_of(tokens), parts=parts)


def month_of(tokens: Sequence[Token]) -> int:
    """Return the month among the tokens."""
    return only(tokens, "M")[0].number


def numbers_of(tokens: Sequence[Token]) -> list[int]:
    """Return the numbers among the tokens."""
    return [token.number for token in only(tokens, "N")]


def retagged(tag: str) -> Build:
    """Return a builder that gives its first token another tag."""

    def build(tokens: Sequence[Token]) -> Token:
        first = tokens[0]
        return Token(tag, text_of(tokens), first.number, years=first.years)

    return build


def short_year(tokens: Sequence[Token]) -> Token | None:
    """«апрель 23 г.»: a year of two digits."""
    year = full_year(tokens[0].number)
    if not 2010 <= year <= 2099:
        return None
    return Token("Y", text_of(tokens), year, years=(year,))


def short_pair(tokens: Sequence[Token]) -> Token | None:
    """«2022-23 уч. год», «22-23 уч. год»: the second year in two digits."""
    first, second = full_year(tokens[0].number), full_year(tokens[2].number)
    if not 0 < first + 1 == second:
        return None
    return Token("P", text_of(tokens), years=(first,))


def end_of(tokens: Sequence[Token]) -> Token | None:
    """«до конца …», «к началу …»: the deadline at an edge of what follows."""
    edge = tokens[1].number
    if edge == 1:
        return None
    return Token("d" if edge == 2 else "o", text_of(tokens), name="edge")


def month(tokens: Sequence[Token]) -> Token:
    """«апрель»."""
    number = month_of(tokens)
    return parts_token(tokens, Part(number, number))


def days(tokens: Sequence[Token]) -> Token | None:
    """«15, 20 апреля»: each its own part."""
    number, found = month_of(tokens), numbers_of(tokens)
    if not all(is_day(day, number) for day in found):
        return None
    return parts_token(tokens, *(Part(number, number, (day, day)) for day in found))


def from_day_to_day(tokens: Sequence[Token]) -> Token | None:
    """«с 1 по 15 апреля», «1-15 апреля»."""
    number, (first, last) = month_of(tokens), numbers_of(tokens)
    if not (is_day(first, number) and is_day(last, number) and first <= last):
        return None
    return parts_token(tokens, Part(number, number, (first, last)))


def from_table(table: dict[int, tuple[int, int]], guessed: tuple[str, ...]) -> Build:
    """Return a builder of parts of a month: decades, halves, weeks by number."""

    def build(tokens: Sequence[Token]) -> Token | None:
        number = month_of(tokens)
        found = [table.get(each) for each in numbers_of(tokens)]
        if "-" in [token.tag for token in tokens] and found[0] and found[-1]:
            found = [(found[0][0], found[-1][1])]
        if not all(found):
            return None
        pairs = [None if pair == (1, -1) else pair for pair in found]
        parts = (Part(number, number, pair, guessed=guessed) for pair in pairs)
        return parts_token(tokens, *parts)

    return build


def edge_of_month(tokens: Sequence[Token]) -> Token:
    """«конец мая»: its last third, which is a guess."""
    number, pair = month_of(tokens), EDGES[tokens[0].number]
    return parts_token(tokens, Part(number, number, pair, guessed=("days",)))


def weekday_of_month(tokens: Sequence[Token]) -> Token | None:
    """«последняя пятница августа»."""
    number, codes = month_of(tokens), weekday_codes(tokens)
    if not codes:
        return None
    parts = (Part(number, number, weekdays=(code,)) for code in codes)
    return parts_token(tokens, *parts)


def of_year(length: int) -> Build:
    """Return a builder of quarters (3 months) or half-years (6) by number."""

    def build(tokens: Sequence[Token]) -> Token | None:
        found = numbers_of(tokens)
        if not all(1 <= number <= 12 // length for number in found):
            return None
        parts = [piece(number, length) for number in found]
        if "-" in [token.tag for token in tokens]:
            return through(tokens, parts) if found[0] < found[-1] else None
        return parts_token(tokens, *parts)

    return build


def piece(number: int, length: int) -> Part:
    """Return a quarter or a half-year."""
    first = (number - 1) * length + 1
    return Part(first, first + length - 1, half=number if length == 6 else 0)


def through(tokens: Sequence[Token], parts: Sequence[Part]) -> Token | None:
    """«I-III кварталы»: one part; half-years joined are a year, named otherwise."""
    if parts[0].half:
        return None
    return parts_token(tokens, Part(parts[0].first, parts[-1].last))


def season(tokens: Sequence[Token]) -> Token:
    """«осенью»: three months, a guess."""
    first = tokens[0].number
    return parts_token(tokens, Part(first, (first + 1) % 12 + 1, guessed=("months",)))


def half_of_year(tokens: Sequence[Token]) -> Token | None:
    """«первая половина года»."""
    number = tokens[0].number
    return parts_token(tokens, piece(number, 6)) if number in HALVES else None


FIRST: tuple[Rule, ...] = (
    rule(r"gg", retagged("g")),
    rule(r"Si", lambda tokens: tokens[0]),
    rule(r"j(?=(?:[-,][jN])*[qh])", retagged("N")),
    rule(r"Mm", retagged("M")),
    rule(r"(?<=M)Ng", short_year),
    rule(r"[YN]-N(?=s)", short_pair),
    rule(r"[to]B", end_of),
)
RULES: tuple[Rule, ...] = (
    rule(r"fN[pt]NM|N-NM", from_day_to_day),
    rule(r"(?:N,)*NM", days),
    rule(r"N-NeM|N(?:,N)*eM", from_table(DECADES, ())),
    rule(r"NwM", from_table(WEEKS, ("days",))),
    rule(r"NFM", from_table(HALVES, ())),
    rule(r"BM", edge_of_month),
    rule(r"E?N(?:,N)*WM", weekday_of_month),
    rule(r"N-Nq|N(?:,N)*q", of_year(3)),
    rule(r"N-Nh|N(?:,N)*h", of_year(6)),
    rule(r"NF(?=[YPgs])", half_of_year),
    rule(r"S", season),
    rule(r"M", month),
)
