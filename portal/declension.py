"""Russian cases for documents: names of people, positions, names of organizations.

The results are suggestions: whoever prepares a document may write the form by hand.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import pymorphy3
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

GENDERS = {"female": Gender.FEMALE, "male": Gender.MALE}
DEAR = {"female": ("Уважаемая", "госпожа"), "male": ("Уважаемый", "господин")}
# An organization's second name is declined too («учреждения средней школы № 5»)
# when its noun is one of these; any other is taken for a name of its own and stays.
KINDS = frozenset(
    [
        *("школа", "гимназия", "прогимназия", "лицей", "центр", "сад", "интернат"),
        *("школа-интернат", "лицей-интернат", "колледж", "техникум", "училище"),
        *("институт", "академия", "дом", "дворец", "станция", "комплекс", "корпус"),
        *("учреждение", "организация", "ясли"),
    ]
)
_DECLINED = frozenset({"ADJF", "PRTF", "NOUN"})
_WORD = re.compile(r"([(]?)([А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*)([),]?)")
_DASH = re.compile(r" – (?![^«]*»)")  # outside quotation marks
_ABBREVIATION = 5  # letters; a longer word in capitals is a word: «МУНИЦИПАЛЬНОЕ»


class Word(NamedTuple):
    """One word of a phrase: its case as asked, its noun's dictionary form or ''."""

    text: str
    noun: str = ""
    ends: bool = False


def dative(last_name: str, first_name: str, patronymic: str, gender: str) -> str:
    """Return the full name as an addressee: Ивановой Анне Петровне."""
    parts = (
        (NamePart.LASTNAME, last_name),
        (NamePart.FIRSTNAME, first_name),
        (NamePart.MIDDLENAME, patronymic),
    )
    words = (_name_dative(part, name.strip(), gender) for part, name in parts)
    return " ".join(word for word in words if word)


def initials(first_name: str, patronymic: str = "") -> str:
    """Return the initials: А. П., for a double name А.-М., for «Мамед оглы» М. оглы."""
    words = f"{first_name} {patronymic}".split()
    return " ".join(_initial(word) for word in words)


def initials_surname(last_name: str, first_name: str, patronymic: str = "") -> str:
    """Return a signature's form: А. П. Иванова."""
    return f"{initials(first_name, patronymic)} {last_name}".strip()


def surname_initials_dative(
    last_name: str, first_name: str, patronymic: str, gender: str
) -> str:
    """Return the addressee's short form: Ивановой А. П."""
    surname = _name_dative(NamePart.LASTNAME, last_name.strip(), gender)
    return f"{surname} {initials(first_name, patronymic)}".strip()


def salutation(last_name: str, first_name: str, patronymic: str, gender: str) -> str:
    """Return «Уважаемая Анна Петровна!», without a patronymic «Уважаемая госпожа Ким!».

    Empty when the gender is not known.
    """
    if gender not in DEAR:
        return ""
    dear, title = DEAR[gender]
    name = f"{first_name} {patronymic}" if patronymic else f"{title} {last_name}"
    return f"{dear} {name}!"


@lru_cache(maxsize=4096)
def position_dative(position: str) -> str:
    """Return the position of an addressee: директор, директору; the rest stays.

    A second position after a dash is declined too, but for one in quotation marks.
    """
    posts = _DASH.split(position)
    return " – ".join(_declined(post, "datv", appositions=False) for post in posts)


@lru_cache(maxsize=4096)
def organization_genitive(name: str) -> str:
    """Return whose head it is: муниципального учреждения «Школа № 5».

    Names in quotation marks, abbreviations and what is not understood stay.
    """
    declined = _declined(name, "gent", appositions=True)
    return declined if declined == name else _small(declined)


@lru_cache(maxsize=4096)
def authority_genitive(name: str) -> str:
    """Return an authority's name in the genitive with its capital: Министерства …."""
    return _declined(name, "gent", appositions=False)


@cache
def _names() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()


@cache
def _words() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=16384)
def _name_dative(part: NamePart, name: str, gender: str) -> str:
    if not name or gender not in GENDERS:
        return name
    return str(_names().make(part, GENDERS[gender], Case.DATIVE, name))


def _initial(word: str) -> str:
    """Return the first letter of each part; a particle (оглы, кызы) stays."""
    if word[0].islower():
        return word
    return "-".join(f"{part[0]}." for part in word.split("-") if part)


def _declined(phrase: str, case: str, *, appositions: bool) -> str:
    """Decline the phrase's leading words up to its noun; the rest stays as it is.

    With `appositions`, a further group whose noun is one of KINDS is declined too.
    """
    words = phrase.split()
    done: list[str] = []
    while group := _group(words[len(done) :], case):
        noun = group[-1].noun
        if done and noun not in KINDS:
            break
        done += [word.text for word in group]
        if not appositions or not noun:
            break
        if words[len(done) : len(done) + 1] == ["–"]:
            done.append("–")
    if done and done[-1] == "–":
        done.pop()
    return " ".join(done + words[len(done) :]) if done else phrase


def _group(words: list[str], case: str) -> list[Word]:
    """Return the leading adjectives and their noun in the case; or nothing.

    A participle may stand for the noun: исполняющий обязанности, заведующая.
    """
    group = list(_leading(words, case))
    while group and not group[-1].ends:
        group.pop()
    return group


def _leading(words: list[str], case: str) -> Iterator[Word]:
    for raw in words:
        word = _word(raw, case)
        if word is None:
            return
        yield word
        if word.noun or raw.endswith(","):
            return


def _word(raw: str, case: str) -> Word | None:
    """Return the word in the case; None where the declined words end."""
    match = _WORD.fullmatch(raw)
    if match is None or (raw.isupper() and len(raw) <= _ABBREVIATION):
        return None
    before, core, after = match.groups()
    parses = _words().parse(core.lower())
    if parses[0].tag.POS == "ADVB":
        return Word(raw)
    named = [parse for parse in parses if {"nomn", "sing"} in parse.tag]
    # an adjective before a noun of the same letters: «старший воспитатель»
    for parse in sorted(named, key=lambda parse: parse.tag.POS == "NOUN"):
        is_noun = parse.tag.POS == "NOUN"
        declined = parse.inflect({case}) if parse.tag.POS in _DECLINED else None
        if declined and (not is_noun or _known(core)):
            text = f"{before}{_as_written(core, declined.word)}{after}"
            return Word(text, parse.normal_form if is_noun else "", ends=True)
    return None


def _known(noun: str) -> bool:
    """Tell whether the dictionary has each part of the noun; own names it has not."""
    return all(_words().word_is_known(part) for part in noun.lower().split("-"))


def _as_written(model: str, word: str) -> str:
    """Give the word the model's first capital; a word all in capitals becomes small."""
    keeps = model[0].isupper() and not model.isupper()
    return word[0].upper() + word[1:] if keeps else word


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if not text[:2].isupper() else text
