"""From the words of a cell to tokens: a tag for the role, a number or parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from programs.schedules import lexicon, spelling
from programs.schedules.parts import Part
from programs.schedules.structure import Code, Finding, Kind


@dataclass(frozen=True)
class Rate:
    """How often: a kind, every how many units, and on which days of them."""

    kind: Kind | None = None
    interval: int = 1
    times: int = 1
    weekdays: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    until: bool = False
    continuous: bool = False
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Token:
    """One piece of the text; rewriting joins pieces into larger ones."""

    tag: str
    text: str
    number: int = 0
    name: str = ""
    parts: tuple[Part, ...] = ()
    years: tuple[int, ...] = ()
    rate: Rate | None = None


@dataclass
class Lexed:
    """The tokens of a text and what was remarked on the way."""

    tokens: list[Token] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


DASHES = re.compile(r"\s*[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d-]+\s*")
SPACES = re.compile(r"[\s\u00a0\u00ad\u200b\u2007\u202f\ufeff]+")
SHORTENED = (
    (re.compile(r"(?<![а-я])кв-л"), "квартал"),
    (re.compile(r"(?<![а-я])(раза?) ?/ ?"), r"\1 в "),
)
SUFFIX = r"(?:-?(?:ый|ой|ий|ого|его|ому|ем|го|му|ую|ая|яя|ое|е|я|й|м|х|ю)(?![а-я]))?"


def normal(text: str) -> str:
    """Return the text in small letters with one kind of dash and of space."""
    small = SPACES.sub(" ", text.replace("\u00ad", "")).strip().lower()
    small = DASHES.sub("-", small.replace("ё", "е")).replace("…", ".")
    for pattern, written in SHORTENED:
        small = pattern.sub(written, small)
    return small


def full_date(match: re.Match[str]) -> Token:
    """Read 15.04.2023 or 15.04.23; an impossible day is not understood."""
    day, month, year = (int(number) for number in match.groups()[:3])
    return day_token(match.group(), day, month, full_year(year))


def iso_date(match: re.Match[str]) -> Token:
    """Read 2023-04-15."""
    year, month, day = (int(number) for number in match.groups()[:3])
    return day_token(match.group(), day, month, year)


def short_date(match: re.Match[str]) -> Token:
    """Read 15.04 without a year."""
    return day_token(match.group(), int(match[1]), int(match[2]), None)


def day_token(text: str, day: int, month: int, year: int | None) -> Token:
    """Return a dated or undated day; "U" where the calendar has none such."""
    if not is_day(day, month, year):
        return Token("U", text)
    part = Part(month, month, (day, day), year=year)
    return Token("X" if year else "A", text, parts=(part,))


def is_day(day: int, month: int, year: int | None = None) -> bool:
    """Whether the calendar has the day (29 February where no year is named)."""
    if not (1 <= month <= 12 and day >= 1):
        return False
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    is_leap = year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return day <= lengths[month - 1] - (month == 2 and not is_leap)


def full_year(number: int) -> int:
    """Return the year of two digits as of this century."""
    return number if number > 99 else 2000 + number


def year_pair(match: re.Match[str]) -> Token:
    """Read 2022/2023 or 2022/23; the years must follow each other."""
    first, second = full_year(int(match[1])), int(match[2])
    fits = full_year(second) == first + 1
    return Token("P" if fits else "U", match.group(), years=(first,))


def number(match: re.Match[str]) -> Token:
    """Read a number or a year."""
    value = int(match[1])
    tag = "Y" if re.fullmatch(r"(?:19|20)\d\d", match[1]) else "N"
    return Token(tag, match.group(), value, years=(value,) if tag == "Y" else ())


PHRASES = (
    ("T", r"в\s?течени[еи]|на протяжении"),
    ("I", r"(?:в|на|за|весь|в течени[еи]|на протяжении)?\s?(?:весь|всего|всем)?\s?"
          r"(?:период[ае]?|срок[ае]?)\s(?:реализации|действия|исполнения)"
          r"(?:\s(?:муниципальной|данной|настоящей))?"
          r"(?:\s(?:программы|проекта|плана|комплекса мер|дорожной карты"
          r"|мероприятий))?|весь срок|в течени[еи] (?:всего )?срока"),
    ("C", r"на постоянной основе|в постоянном режиме|на регулярной основе"
          r"|на систематической основе|на непрерывной основе"),
    ("t", r"не поз(?:же|днее)(?:,? чем)?(?: до)?|в срок до|срок до"),
    ("z", r"не реже(?:,? чем)?|не менее(?:,? чем)?|как минимум|минимум"
          r"|по согласованию"
          r"|года,? следующего за отчетным(?: годом| периодом)?"
          r"|(?:текущего|отчетного|соответствующего) года"),
    ("b", r"начиная со?"),
    ("y", r"месяца,? следующего за (?:отчетным|истекшим)"
          r"(?: месяцем| периодом)?(?![а-я])|(?:следующего|текущего|отчетного) месяца"),
    ("J", r"по мере (?:необходимости|надобности|поступления(?: заявок| запросов"
          r"| обращений)?|возникновения необходимости)|при необходимости"
          r"|по (?:запрос[уа]м?|требованию|заявкам|необходимости|обращениям)"
          r"|в случае необходимости"),
    ("0", r"срок не указан|без срока"),
)  # fmt: skip
PHRASE = re.compile(
    "|".join(f"(?P<p{i}>(?:{p})(?![а-я]))" for i, (_, p) in enumerate(PHRASES))
)
SCANS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Token]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)"), iso_date),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)(?!\d)"), full_date),
    (re.compile(r"(\d\d)\.(\d\d)(?![\d/]|\.\d)"), short_date),
    (re.compile(r"(?:(?<=[а-я] )|(?<=-))(\d)\.(\d\d)(?![\d/]|\.\d)"), short_date),
    (re.compile(r"((?:19|20)\d\d) ?[/\\] ?((?:19|20)?\d\d)(?!\d)"), year_pair),
    (re.compile(r"(\d\d) ?[/\\] ?(\d\d)(?= ?(?:уч|г))"), year_pair),
    (re.compile(rf"(\d+){SUFFIX}"), number),
)
MONTH_AND_YEAR = re.compile(r"(\d{1,2})\.((?:19|20)\d\d)(?!\d)")
WORD = re.compile(r"[а-яa-zі]+")
SKIPPED = ' .:"«»()[]*_'
SEPARATORS = {",": ",", ";": ";", "-": "-"}


def lex(text: str) -> Lexed:
    """Return the tokens of a text, unknown words as "U"."""
    lexed, place, text = Lexed(), 0, normal(text)
    while place < len(text):
        if text[place] in SKIPPED:
            place += 1
            continue
        length, tokens = step(text, place, lexed.findings)
        lexed.tokens += tokens
        place += length
    return lexed


def step(text: str, place: int, findings: list[Finding]) -> tuple[int, list[Token]]:
    """Return how many letters were taken at the place, and what they say."""
    for taken in (phrase, month_and_year, scanned):
        found = taken(text, place)
        if found:
            return found
    word = WORD.match(text, place)
    if word:
        return len(word.group()), list(meaning(word.group(), findings))
    letter = text[place]
    return 1, [Token(SEPARATORS.get(letter, "U"), letter)]


def phrase(text: str, place: int) -> tuple[int, list[Token]] | None:
    """Take a fixed phrase."""
    found = PHRASE.match(text, place)
    if not found or (place and text[place - 1].isalpha()):
        return None
    tag = PHRASES[int((found.lastgroup or "p0")[1:])][0]
    return len(found.group()), [Token(tag, found.group())]


def month_and_year(text: str, place: int) -> tuple[int, list[Token]] | None:
    """Take 09.2023: a month and its year."""
    found = MONTH_AND_YEAR.match(text, place)
    if not found or not 1 <= int(found[1]) <= 12:
        return None
    year = int(found[2])
    month = Token("M", found[1], int(found[1]))
    return len(found.group()), [month, Token("Y", found[2], year, years=(year,))]


def scanned(text: str, place: int) -> tuple[int, list[Token]] | None:
    """Take figures: dates, pairs of years, numbers."""
    for pattern, make in SCANS:
        found = pattern.match(text, place)
        if found:
            return len(found.group()), [make(found)]
    return None


def meaning(word: str, findings: list[Finding]) -> Iterator[Token]:
    """Return what a word says, with one wrong letter or Latin ones forgiven."""
    if word in lexicon.TIMES:
        yield Token("N", word, lexicon.TIMES[word])
        yield Token("r", word)
        return
    known = lexicon.WORDS.get(roman(word))
    if known is None and spelling.is_latin(word):
        known = lexicon.WORDS.get(spelling.in_cyrillic(word))
        if known:
            findings.append(Finding(Code.LATIN_LETTERS, word))
    if known is None:
        known = mistyped(word, findings)
    yield Token(known[0], word, known[1], known[2])


def mistyped(word: str, findings: list[Finding]) -> tuple[str, int, str]:
    """Return the meaning of a misspelled word; "U" for an unknown one."""
    if word in lexicon.LETTER_NUMERALS:
        return ("j", lexicon.LETTER_NUMERALS[word], "")
    known = spelling.nearest(spelling.in_cyrillic(word))
    if known is None:
        return ("U", 0, "")
    findings.append(Finding(Code.TYPO, word))
    return known


def roman(word: str) -> str:
    """Return a Roman numeral in Latin letters, other words as they are."""
    latin = word.replace("і", "i").replace("х", "x")
    return latin if re.fullmatch(r"[ivx]+", latin) else word
