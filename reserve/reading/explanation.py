"""Why an application stands where it does: the steps of the ranking in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import figures
from reserve.ranking import Ranked, Rule, Step

Marks = Mapping[str, Sequence[Decimal]]  # experts' points by the name of the stage


@dataclass(frozen=True)
class Reason:
    """A line of the explanation; `tone` is yes or half, `icon` draws it."""

    tone: str
    icon: str
    text: str


@dataclass(frozen=True)
class Equation:
    """The formula in words, with the numbers, and what it gives."""

    words: str
    numbers: str
    weights: str
    total: Decimal | None


def number(value: Decimal | None) -> str:
    """Write a number as it is, without zeros at its end."""
    if value is None:
        return figures.DASH
    plain = value.normalize()
    whole = plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
    return figures.number(whole, None, get_language() or "ru")


def reasons(row: Ranked, marks: Marks) -> list[Reason]:
    """Return the steps that lead to the place, one line each."""
    return [
        reason
        for step in row.explanation
        if (reason := _reason(step, marks)) is not None
    ]


def equation(row: Ranked) -> Equation | None:
    """Return the formula as it counts now; None while no stage counts."""
    steps = [step for step in row.explanation if step.kind == "stage"]
    if not steps:
        return None
    return Equation(
        " + ".join(f"{number(step.weight)} · {step.stage}" for step in steps),
        " + ".join(f"{number(step.weight)} · {number(step.scaled)}" for step in steps),
        number(sum((step.weight for step in steps), Decimal(0))),
        row.total,
    )


def formula(rules: Sequence[Rule]) -> str:
    """Return the whole formula of the competition in words."""
    weighed = [rule for rule in rules if rule.weight]
    return " + ".join(f"{number(rule.weight)} · {rule.name}" for rule in weighed)


def ties(rules: Sequence[Rule], tie_stages: Sequence[str]) -> str:
    """Say how equal totals are parted."""
    names = {rule.code: rule.name for rule in rules}
    chosen = [names[code] for code in tie_stages if code in names]
    if not chosen:
        return _("With equal totals the earlier application is higher.")
    return _(
        "With equal totals the higher is who has more points at: %(stages)s; then the"
        " earlier application."
    ) % {"stages": ", ".join(chosen)}


def _reason(step: Step, marks: Marks) -> Reason | None:
    if step.kind == "stage":
        return Reason("yes", "check", _stage(step, marks.get(step.stage, ())))
    if step.kind == "waiting":
        return Reason("half", "clock", _waiting(step))
    if step.kind == "tie":
        return Reason("half", "info", _tie(step))
    if step.kind == "time":
        text = _(
            "The same total and points as № %(number)s: the earlier one is higher."
        )
        return Reason("half", "info", text % {"number": step.number})
    return None


def _stage(step: Step, marks: Sequence[Decimal]) -> str:
    values = {
        "stage": step.stage,
        "points": number(step.points),
        "maximum": number(step.maximum),
        "scaled": number(step.scaled),
        "weight": number(step.weight),
    }
    if not marks:
        return (
            _(
                "%(stage)s: %(points)s of %(maximum)s, that is %(scaled)s of 100;"
                " weight %(weight)s."
            )
            % values
        )
    if len(marks) == 1:
        text = _(
            "%(stage)s: one expert gave %(marks)s of %(maximum)s, that is"
            " %(scaled)s of 100; weight %(weight)s."
        )
    else:
        text = ngettext(
            "%(stage)s: %(count)s expert gave %(marks)s of %(maximum)s, on average"
            " %(points)s, that is %(scaled)s of 100; weight %(weight)s.",
            "%(stage)s: %(count)s experts gave %(marks)s of %(maximum)s, on average"
            " %(points)s, that is %(scaled)s of 100; weight %(weight)s.",
            len(marks),
        )
    shown = ", ".join(number(mark) for mark in marks)
    return text % {**values, "count": len(marks), "marks": shown}


def _waiting(step: Step) -> str:
    return _(
        "%(stage)s, weight %(weight)s: %(known)s of %(expected)s have points, so the"
        " stage does not count yet."
    ) % {
        "stage": step.stage,
        "weight": number(step.weight),
        "known": step.known,
        "expected": step.expected,
    }


def _tie(step: Step) -> str:
    return _(
        "The same total as № %(number)s: %(stage)s decides, %(mine)s against %(other)s."
    ) % {
        "number": step.number,
        "stage": step.stage,
        "mine": number(step.scaled),
        "other": number(step.other),
    }
