"""Years, and parts put into years: «октябрь-ноябрь 2022, 2023», «с мая по июнь»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from programs.schedules.parts import Part, ends_of
from programs.schedules.rewriting import Rule, only, rule, text_of
from programs.schedules.tokens import Token

LONGEST = 60  # years in a range: more is a misprint


def years(tokens: Sequence[Token]) -> Token | None:
    """«2022, 2023», «2023-2024 гг.», «с 2023 по 2024 год»."""
    named, spans = [token.number for token in only(tokens, "Y")], only(tokens, "-p")
    listed: list[int] = []
    for token in tokens:
        if token.tag == "Y" and listed and is_after_dash(tokens, token):
            listed += range(listed[-1] + 1, token.number + 1)
        elif token.tag == "Y":
            listed.append(token.number)
    if sorted(set(named)) != named or len(listed) > LONGEST:
        return None
    is_range = len(spans) == 1 and len(named) == 2
    name = "" if "g" in [token.tag for token in tokens] else "bare"
    return Token("Z", text_of(tokens), int(is_range), name, years=tuple(listed))


def is_after_dash(tokens: Sequence[Token], token: Token) -> bool:
    """Whether the year ends a range."""
    at = next(i for i, each in enumerate(tokens) if each is token)
    before = [each.tag for each in tokens[:at] if each.tag in "Y-,p"]
    return before[-1:] in (["-"], ["p"])


def school_years(tokens: Sequence[Token]) -> Token | None:
    """«2022/2023 уч. год», «2022-2024 учебные годы»: the years they begin in."""
    starts: list[int] = []
    ends: list[int] = []
    for token in tokens:
        if token.tag == "P":
            starts.append(token.years[0])
        elif token.tag == "Y":
            ends.append(token.number)
    for first, last in zip(ends[::2], ends[1::2], strict=True):
        starts += range(first, last)
    is_sound = starts and len(starts) <= LONGEST and starts == sorted(set(starts))
    return Token("K", text_of(tokens), years=tuple(starts)) if is_sound else None


def in_years(tokens: Sequence[Token]) -> Token | None:
    """«апрель 2023, 2024»: each part in each year; «зима 2023-2024» is but one.

    «зима 2023» may be either of two and is not understood.
    """
    listed = only(tokens, "Z")[0].years
    if any(part.last < part.first for part in tokens_parts(tokens)):
        is_winter = any(part.guessed for part in tokens_parts(tokens))
        if only(tokens, "Z")[0].number and len(listed) == 2:
            listed = listed[:1]
        elif is_winter:
            return None
    parts = [part.in_year(year) for year in listed for part in tokens_parts(tokens)]
    return dated(tokens, parts)


def in_school_years(tokens: Sequence[Token]) -> Token | None:
    """«сентябрь 2022/2023 учебного года»."""
    listed = only(tokens, "K")[0].years
    placed = [
        part.in_school_year(year) for year in listed for part in tokens_parts(tokens)
    ]
    return dated(tokens, placed)


def tokens_parts(tokens: Sequence[Token]) -> tuple[Part, ...]:
    """Return the undated parts among the tokens."""
    return only(tokens, "A")[0].parts


def dated(tokens: Sequence[Token], parts: Sequence[Part]) -> Token | None:
    """Return the token of dated parts; None where a day does not exist."""
    try:
        for part in parts:
            ends_of(part)
    except ValueError:
        return None
    return Token("X", text_of(tokens), parts=tuple(parts))


def joined(first: Part, last: Part) -> Part:
    """Return the part from the beginning of one to the end of the other."""
    days = None
    if first.days or last.days:
        days = ((first.days or (1, -1))[0], (last.days or (1, -1))[1])
    guessed = (*first.guessed, *last.guessed)
    return Part(first.first, last.last, days, guessed=guessed)


def one_range(tokens: Sequence[Token]) -> tuple[Part, Part] | None:
    """Return the two ends of a range; None where they are lists or weekdays."""
    ends = only(tokens, "AX")
    if any(len(end.parts) != 1 or end.parts[0].weekdays for end in ends):
        return None
    return ends[0].parts[0], ends[1].parts[0]


def days_to_date(tokens: Sequence[Token]) -> Token | None:
    """«20-21.04.2023», «с 10 по 15.04»: from a day to a date in the same month."""
    first, end = only(tokens, "N")[0].number, tokens[-1]
    part = end.parts[0]
    if len(end.parts) != 1 or not part.days or len({*part.days}) > 1:
        return None
    if not 1 <= first <= part.days[1] or part.first != part.last:
        return None
    parts = (replace(part, days=(first, part.days[1])),)
    return replace(end, text=text_of(tokens), parts=parts)


def undated_range(tokens: Sequence[Token]) -> Token | None:
    """«октябрь-ноябрь», «с 15 апреля по 20 мая»: backwards within a month is odd."""
    ends = one_range(tokens)
    if not ends or (ends[0].half or ends[1].half):
        return None
    part = joined(*ends)
    is_odd = part.first == part.last and ends[0].first != ends[0].last
    if part.days and part.first == part.last and 0 < part.days[1] < part.days[0]:
        is_odd = True
    return None if is_odd else Token("A", text_of(tokens), parts=(part,))


def dated_range(tokens: Sequence[Token]) -> Token | None:
    """«сентябрь 2022 – май 2023», «11.04 – 16.05.2022»."""
    ends = one_range(tokens)
    if not ends:
        return None
    first, last = ends
    year = first.year or (last.year or 0) - (first.first > last.first)
    part = replace(joined(first, last), year=year, last_year=last.end_year)
    number = int(tokens[0].tag == "f")
    token = dated(tokens, [part])
    return replace(token, number=number) if token else None


def edge_of_year(tokens: Sequence[Token]) -> Token | None:
    """«конец 2023 года», «начало учебного года»: its last or first month, a guess."""
    edge, of = tokens[0].number, tokens[-1]
    if edge == 1:
        return None
    is_school = any(token.tag in "Ks" for token in tokens)
    month = {(0, False): 1, (2, False): 12, (0, True): 9, (2, True): 5}[edge, is_school]
    part = Part(month, month, guessed=("months",))
    undated = Token("A", text_of(tokens), parts=(part,))
    if of.tag == "Z":
        return in_years([undated, of])
    return in_school_years([undated, of]) if of.tag == "K" else undated


PAIR = "(?:P|Y-Y)"
RULES: tuple[Rule, ...] = (
    rule(r"Xg", lambda tokens: tokens[0]),
    rule(r"fN[pt][AX]|N-[AX]", days_to_date),
    rule(rf"s?{PAIR}(?:,{PAIR})*sg?|sPg|P(?:,P)*", school_years),
    rule(r"fYg?pYg?|Yg?(?:[-,]Yg?)*", years),
    rule(r"B(?:Z|K|s?g)", edge_of_year),
    rule(r"f?A[-p]A|fAtA(?!Z)", undated_range),
    rule(r"A(?:,A)+", lambda tokens: Token(
        "A", text_of(tokens), parts=tuple(p for t in tokens for p in t.parts))),
    rule(r"A,?Z", in_years),
    rule(r"A,?K", in_school_years),
    rule(r"Z,?A", in_years),
    rule(r"K,?A", in_school_years),
    rule(r"f?[AX][-p]X|fXtX", dated_range),
)  # fmt: skip
