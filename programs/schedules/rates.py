"""How often: «раз в квартал», «каждый четверг», «до 5 числа», «последняя среда»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from programs.schedules.parts import WEEKDAYS
from programs.schedules.rewriting import Rule, only, rule, text_of
from programs.schedules.structure import Kind
from programs.schedules.tokens import Rate, Token

UNITS = {
    "k": Kind.DAILY,
    "w": Kind.WEEKLY,
    "m": Kind.MONTHLY,
    "q": Kind.QUARTERLY,
    "h": Kind.HALF_YEARLY,
    "g": Kind.YEARLY,
}
UNIT = r"(?:s?g|[qhmwk])"
OF_MONTH = r"(?:E?m)"
DECADES = {1: (1, 10), 2: (11, 20), 3: (21, -1), -1: (21, -1)}
HALVES = {1: (1, 15), 2: (16, -1)}
EDGES = {0: (1, 10), 1: (11, 20), 2: (21, -1)}
WEEKS = {1: (1, 7), 2: (8, 14), 3: (15, 21), 4: (22, 28), -1: (-7, -1)}
MOST = 31  # times in a unit, units between times


def rate_token(tokens: Sequence[Token], rate: Rate) -> Token:
    """Return the token of a rate."""
    return Token("Q", text_of(tokens), rate=rate)


def unit_of(tokens: Sequence[Token]) -> Kind:
    """Return the kind of the unit named last; a school year has its own."""
    tags = [token.tag for token in tokens]
    if "s" in tags:
        return Kind.ACADEMIC_YEAR
    return next(UNITS[tag] for tag in reversed(tags) if tag in UNITS)


def times(tokens: Sequence[Token]) -> Token | None:
    """«2 раза в год», «1 раз в 3 месяца», «в год 2 раза»."""
    at = next(i for i, token in enumerate(tokens) if token.tag == "r")
    before = [token.number for token in tokens[:at] if token.tag == "N"]
    after = [token.number for token in tokens[at:] if token.tag == "N"]
    often, every = before[0] if before else 1, after[0] if after else 1
    if not (1 <= often <= MOST and 1 <= every <= MOST) or (often > 1 and every > 1):
        return None
    return rate_token(tokens, Rate(unit_of(tokens), every, often))


def each(tokens: Sequence[Token]) -> Token | None:
    """«каждый квартал», «каждые 2 месяца»."""
    numbers = [token.number for token in tokens if token.tag == "N"] or [1]
    if not 1 <= numbers[0] <= MOST:
        return None
    return rate_token(tokens, Rate(unit_of(tokens), numbers[0]))


def adverb(tokens: Sequence[Token]) -> Token:
    """«ежемесячно»."""
    return rate_token(tokens, Rate(Kind(tokens[0].name)))


def monthly(tokens: Sequence[Token]) -> Kind | None:
    """Return "monthly" where the tokens say of which months; else it is open."""
    return Kind.MONTHLY if {"m", "y", "E"} & {token.tag for token in tokens} else None


def day_of_month(tokens: Sequence[Token]) -> Token | None:
    """«до 5 числа каждого месяца», «с 1 по 10 число», «15 числа»."""
    numbers = [token.number for token in tokens if token.tag == "N"]
    first, last = numbers[0], numbers[-1]
    if not 1 <= first <= last <= 31:
        return None
    until = tokens[0].tag in "to"
    kind = monthly(tokens)
    return rate_token(tokens, Rate(kind, days=(first, last), until=until))


def decade_of_month(tokens: Sequence[Token]) -> Token | None:
    """«первая декада каждого месяца», «1-2 декада месяца»."""
    found = [DECADES.get(token.number) for token in only(tokens, "N")]
    first, last = found[0], found[-1]
    if not first or not last:
        return None
    days = (first[0], last[1])
    if days == (1, -1):
        return None
    return rate_token(tokens, Rate(monthly(tokens), days=days))


def edge_of_month(tokens: Sequence[Token]) -> Token:
    """«в конце каждого месяца»."""
    days = EDGES[only(tokens, "B")[0].number]
    return rate_token(tokens, Rate(Kind.MONTHLY, days=days, guessed=("days",)))


def week_of_month(tokens: Sequence[Token]) -> Token | None:
    """«последняя неделя месяца»."""
    days = WEEKS.get(only(tokens, "N")[0].number)
    if not days:
        return None
    return rate_token(tokens, Rate(Kind.MONTHLY, days=days, guessed=("days",)))


def half_of_month(tokens: Sequence[Token]) -> Token | None:
    """«вторая половина каждого месяца»."""
    days = HALVES.get(only(tokens, "N")[0].number)
    return rate_token(tokens, Rate(Kind.MONTHLY, days=days)) if days else None


def weekday_codes(tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """Return codes as "-1WE" for each number with the one weekday, or plain ones."""
    numbers = [token.number for token in only(tokens, "N")]
    days = [WEEKDAYS[token.number] for token in only(tokens, "W")]
    if any(not (number == -1 or 1 <= number <= 5) for number in numbers):
        return None
    if not numbers:
        return tuple(sorted(set(days), key=WEEKDAYS.index))
    return tuple(f"{number}{days[0]}" for number in numbers)


def weekday_of_month(tokens: Sequence[Token]) -> Token | None:
    """«последняя среда месяца», «вторая и четвёртая пятница каждого месяца»."""
    codes = weekday_codes(tokens)
    if not codes:
        return None
    return rate_token(tokens, Rate(monthly(tokens), weekdays=codes))


def weekday(tokens: Sequence[Token]) -> Token:
    """«каждый четверг», «по вторникам и четвергам»; a bare one is a detail."""
    is_weekly = tokens[0].tag in "Ep"
    codes = weekday_codes(only(tokens, "W")) or ()
    return rate_token(tokens, Rate(Kind.WEEKLY if is_weekly else None, weekdays=codes))


def merged(one: Rate, other: Rate) -> Rate | None:
    """Join «ежемесячно» with its details; None where the two disagree."""
    kinds = {one.kind, other.kind} - {None}
    plain = (other.interval, other.times) == (1, 1)
    if len(kinds) > 1 or not plain or (one.days and other.days):
        return None
    if one.weekdays and other.weekdays:
        return None
    return replace(
        one,
        kind=one.kind or other.kind,
        weekdays=one.weekdays or other.weekdays,
        days=one.days or other.days,
        until=one.until or other.until,
        guessed=one.guessed + other.guessed,
    )


def whole(rates: Sequence[Rate]) -> Rate | None:
    """Return all rates of a cell as one; None where they do not fit together."""
    order = sorted(rates, key=lambda rate: (rate.kind is None, -rate.interval))
    result = order[0]
    for rate in order[1:]:
        joined = merged(result, rate)
        if joined is None:
            return None
        result = joined
    return result if fits(result) else None


def fits(rate: Rate) -> bool:
    """Whether the details belong to the kind."""
    by_month = rate.days is not None or any(len(day) > 2 for day in rate.weekdays)
    if by_month:
        return rate.kind == Kind.MONTHLY and rate.interval == 1 and rate.times == 1
    if rate.weekdays:
        return rate.kind == Kind.WEEKLY and rate.times == 1
    return rate.kind is not None


RULES: tuple[Rule, ...] = (
    rule(rf"N?r[vp]?N?{UNIT}", times),
    rule(rf"v{UNIT}N?r", times),
    rule(rf"[to]Nc,?(?:{OF_MONTH}|y)?", day_of_month),
    rule(rf"E?(?:fN[pt]|N-)?Nc(?:{OF_MONTH}|y)?", day_of_month),
    rule(rf"(?:N-)?Ne{OF_MONTH}", decade_of_month),
    rule(r"(?:N-)?Ne(?![M,-])", decade_of_month),
    rule(rf"B{OF_MONTH}", edge_of_month),
    rule(rf"Nw{OF_MONTH}", week_of_month),
    rule(rf"NF{OF_MONTH}", half_of_month),
    rule(rf"E?N(?:,N)*W{OF_MONTH}", weekday_of_month),
    rule(r"E?N(?:,N)*W(?!M)", weekday_of_month),
    rule(r"(?<![N,])[Ep]?W(?:,[Ep]?W)*", weekday),
    rule(rf"EN?{UNIT}", each),
    rule(r"R", adverb),
)
