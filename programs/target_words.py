"""What a plan promises, read from its words: «не менее 40 % руководителей».

Pure. Nothing is invented: where the words name no group that the portal counts, the
population is empty and `unknown` says so; a bound that is not said is listed there too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from programs import target_amounts, target_people
from programs import target_lexicon as words
from programs.target_amounts import Amount
from programs.target_people import People

LONGEST = 500
LONGEST_SUBJECT = 300
MADE = ("event", "document", "practice")  # things counted, not those who took part
UPPER = ("lte", "lt")


@dataclass(frozen=True)
class TargetWords:
    """One target; the fields are those of EventTarget.

    `per` is "year", "quarter" or empty for the whole term. `unknown` names what the
    words leave open: "population", "operator", "value".
    """

    measure: str
    operator: str = ""
    value: Decimal | None = None
    unit_name: str = ""
    population: str = ""
    organization_types: tuple[str, ...] = ()
    subject: str = ""
    original: str = ""
    measured_by: str = ""
    per: str = ""
    unknown: tuple[str, ...] = ()

    def fields(self) -> dict[str, object]:
        """Return the values of EventTarget's fields."""
        return {
            "measure": self.measure,
            "operator": self.operator,
            "value": self.value,
            "unit_name": self.unit_name,
            "population": self.population,
            "organization_types": list(self.organization_types),
            "subject": self.subject,
            "original": self.original,
            "measured_by": self.measured_by,
        }


def read(text: str) -> list[TargetWords]:
    """Return the targets of the words in their order.

    Words without any measure stay one qualitative target; beside a measured one they
    are only the description of the result.
    """
    found = [target for part in _parts(text) for target in _of_part(part)]
    measured = [target for target in found if target.measure != "qualitative"]
    if measured or not found:
        return measured
    return [_made("qualitative", " ".join(text.split()), "evidence")]


def is_yearly(text: str) -> bool:
    """Return whether the words set the target for every year."""
    return bool(re.search(words.YEARLY, _plain(text)))


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())


def _parts(text: str) -> list[str]:
    pieces = re.split(
        r"[;•]+|\n+(?=\s*(?:[А-ЯЁ]|[-–—]\s|\d+[.)]))|(?<=[\w)»%])\.\s+(?=[А-ЯЁ])", text
    )
    return [" ".join(piece.split()) for piece in pieces if piece.strip(" .,-–—")]


def _of_part(part: str) -> list[TargetWords]:
    plain = _plain(part)
    amounts = target_amounts.found(plain)
    if not amounts:
        return [_without_number(plain, part)]
    return [_measured(plain, part, amounts, row) for row in amounts]


# With a number


def _measured(
    plain: str, part: str, amounts: list[Amount], amount: Amount
) -> TargetWords:
    begins = max([row.end for row in amounts if row.end <= amount.start], default=0)
    ends = min([r.start for r in amounts if r.start >= amount.end], default=len(plain))
    before, after = plain[begins : amount.start], plain[amount.end : ends]
    measure = _measure_of(amount)
    people = People() if amount.unit in MADE else _people(before, after)
    operator = amount.operator or _operator_of(before, amount)
    value = amount.value
    if measure == "growth" and _falls(before):
        value, operator = -value, "lte"
    unknown = [] if amount.operator else ["operator"]
    if measure == "share" and not people.population:
        unknown.append("population")
    return TargetWords(
        measure=measure,
        operator=operator,
        value=value,
        unit_name=amount.unit,
        population=people.population,
        organization_types=people.types,
        subject=_in_original(people.subject, part),
        original=part[:LONGEST],
        measured_by=_measured_by(measure, amount.unit, people.population, operator),
        per=_per(plain),
        unknown=tuple(unknown),
    )


def _measure_of(amount: Amount) -> str:
    if amount.unit == "points" or (amount.unit == "percent" and amount.by == "на"):
        return "growth"
    return "share" if amount.unit == "percent" else "count"


def _people(before: str, after: str) -> People:
    people = target_people.named(after)
    return people if people.subject else target_people.named(_last_clause(before))


def _last_clause(before: str) -> str:
    """Drop the verbs before the group: «доля обученных руководителей …»."""
    found = target_people.GROUP.search(before)
    return before[found.start() :] if found else ""


def _operator_of(before: str, amount: Amount) -> str:
    if amount.by != "до":
        return "gte"
    return (
        "gte"
        if re.search(rf"(?<!\w)(?:{words.GROWTH}|довести|доведен\w*)", before)
        else "lte"
    )


def _falls(before: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{words.FALL})", before))


def _measured_by(measure: str, unit: str, population: str, operator: str) -> str:
    if measure == "growth":
        return "reserve_test" if population == "reserve" else "hand"
    if measure == "share":
        is_counted = population not in ("", "staff") and operator not in UPPER
        return "participation" if is_counted else "hand"
    if unit == "practice":
        return "practices"
    return "evidence" if unit in ("event", "document") else "participation"


# Without a number


def _without_number(plain: str, part: str) -> TargetWords:
    if thing := _thing_made(plain):
        made = _made(thing, part, "evidence")
        is_yes_no = thing == "boolean"
        return replace(made, operator="eq", value=Decimal(1)) if is_yes_no else made
    if _said(plain, words.GROWTH, words.RETEST):
        return _growth(plain, part)
    if _said(plain, words.DYNAMICS) or _said(plain, words.GROWTH, words.MEASURABLE):
        return _dynamics(plain, part, "gt")
    if _said(plain, words.FALL, words.MEASURABLE):
        return _dynamics(plain, part, "lt")
    return _made("qualitative", part, "evidence")


def _said(plain: str, *patterns: str) -> bool:
    return all(re.search(rf"(?<!\w)(?:{text})", plain) for text in patterns)


def _thing_made(plain: str) -> str:
    if _said(plain, words.APPROVED, words.PAPERS):
        return "document"
    if _said(plain, words.MADE, words.PRODUCTS):
        return "product"
    if _said(plain, words.MADE, words.PAPERS) and not _said(plain, words.RETEST):
        return "document"
    is_begun = _said(plain, words.BEGUN, words.STANDING)
    return "boolean" if is_begun and "систем" not in plain else ""


def _growth(plain: str, part: str) -> TargetWords:
    people = target_people.named(_last_clause(plain))
    by = "reserve_test" if people.population == "reserve" else "hand"
    return replace(
        _of_people("growth", part, people), measured_by=by, unknown=("value",)
    )


def _dynamics(plain: str, part: str, operator: str) -> TargetWords:
    people = target_people.named(_last_clause(plain))
    made = _of_people("dynamics", part, people)
    return replace(made, operator=operator, value=Decimal(0))


def _of_people(measure: str, part: str, people: People) -> TargetWords:
    return replace(
        _made(measure, part, "hand"),
        population=people.population,
        organization_types=people.types,
        subject=_in_original(people.subject, part),
    )


def _made(measure: str, part: str, measured_by: str) -> TargetWords:
    return TargetWords(
        measure=measure,
        original=part[:LONGEST],
        measured_by=measured_by,
        per=_per(_plain(part)),
    )


def _per(plain: str) -> str:
    if re.search(words.YEARLY, plain):
        return "year"
    return "quarter" if re.search(words.QUARTERLY, plain) else ""


def _in_original(subject: str, part: str) -> str:
    """Return the subject as the document spells it, capitals and all."""
    place = part.lower().replace("ё", "е").find(subject)
    own = part[place : place + len(subject)] if subject and place >= 0 else subject
    return own[:LONGEST_SUBJECT]
