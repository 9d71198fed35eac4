"""What a target's fact says: numbers of one target, judged. Pure but for labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from portal import figures
from portal.models import Organization
from programs import populations
from programs.models import EventTarget, Measure, Operator
from programs.reading.took_part import Days

IN_WORDS = (Measure.DOCUMENT, Measure.PRODUCT, Measure.BOOLEAN, Measure.QUALITATIVE)
COMPARED: dict[str, Callable[[Decimal, Decimal], bool]] = {
    Operator.GTE: lambda fact, goal: fact >= goal,
    Operator.GT: lambda fact, goal: fact > goal,
    Operator.LTE: lambda fact, goal: fact <= goal,
    Operator.LT: lambda fact, goal: fact < goal,
    Operator.EQ: lambda fact, goal: fact == goal,
}
UPWARD = (Operator.GTE, Operator.GT, Operator.EQ, "")
REASONS: dict[str, str | Promise] = {
    "unknown_population": _(
        "The words name nobody whom the portal has a list of: the share is not counted."
    ),
    "nobody": _("Today there is nobody of this kind in the portal."),
    "no_sums": _(
        "Counted from the result in a number of the dates held; none is written yet."
    ),
    "no_tests": _("Nobody has been tested both before and after."),
    "by_hand": _("It is marked by hand when it is reached."),
}
SCALES = (10, 20, 40, 60, 80, 100)


class State:
    """What a target's fact says; "uncounted" is said with the reason."""

    REACHED = "reached"
    RUNNING = "running"
    MISSED = "missed"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True)
class TargetFact:
    """A target of an event with what was counted for it.

    `whole` is O, `fact` K (people, teams, units, things) or a growth; `coming` is K
    with those already named for dates ahead; `marks` are all marks of attendance.
    """

    target: EventTarget
    days: Days
    state: str = State.UNCOUNTED
    whole: int | None = None
    fact: Decimal | None = None
    coming: int | None = None
    marks: int = 0
    reason: str = ""

    @property
    def kind(self) -> str:
        """What the population consists of: person, unit, team, sum or nothing."""
        return populations.kind(self.target.population) or ""

    @property
    def share(self) -> Decimal | None:
        """K of O in percent, to one decimal; None without O."""
        return _share(self.fact, self.whole)

    @property
    def coming_share(self) -> Decimal | None:
        """The share with those who are already named for dates ahead."""
        return _share(self.coming, self.whole)

    @property
    def needed(self) -> int | None:
        """The smallest K that reaches the target."""
        return needed(self.target, self.whole)

    @property
    def missing(self) -> int:
        """How many are not enough; 0 when reached or not a count."""
        if self.needed is None or self.fact is None:
            return 0
        return max(self.needed - int(self.fact), 0)

    @property
    def missing_then(self) -> int:
        """How many are not enough even with those already named."""
        if self.needed is None or self.coming is None:
            return self.missing
        return max(self.needed - self.coming, 0)

    @property
    def is_new(self) -> int:
        """How many of those named for dates ahead have not taken part yet."""
        if self.fact is None or self.coming is None:
            return 0
        return max(self.coming - int(self.fact), 0)

    @property
    def scale(self) -> int:
        """The right end of the bar, in percent."""
        most = max(self.share or 0, self.target.value or 0, self.coming_share or 0)
        return next((end for end in SCALES if end > most), 100)

    @property
    def bar(self) -> dict[str, str]:
        """Widths of the drawn bar as SVG reads them."""
        ends = {
            "fact": self.share,
            "coming": self.coming_share,
            "goal": self.target.value,
        }
        return {key: f"{_width(end, self.scale)}%" for key, end in ends.items()}

    @property
    def whole_words(self) -> str:
        """O with the word of what is counted."""
        return amount(self.kind, self.whole or 0)

    @property
    def fact_words(self) -> str:
        """K with the word of what is counted."""
        return amount(self.kind, int(self.fact or 0))

    @property
    def type_names(self) -> list[str]:
        """Names of the types of organizations that the population is narrowed to."""
        names = dict(Organization.Type.choices)
        return [str(names.get(code, code)) for code in self.target.organization_types]

    @property
    def is_in_words(self) -> bool:
        """Whether a person says that it is reached, and nothing is compared."""
        return self.target.measure in IN_WORDS

    @property
    def is_marked_by_hand(self) -> bool:
        """Whether only a person can say that it is reached."""
        return self.is_in_words or self.fact is None

    @property
    def reason_words(self) -> str:
        """Why the portal does not count it."""
        return str(REASONS.get(self.reason, ""))

    @property
    def is_share(self) -> bool:
        """Whether O and percent are shown."""
        return self.target.measure == Measure.SHARE


def amount(kind: str, n: int) -> str:
    """Return the number with its word: people, teams, or nothing for the others."""
    if kind == "person":
        words = ngettext("%(n)s person", "%(n)s people", n)
    elif kind == "team":
        words = ngettext("%(n)s team", "%(n)s teams", n)
    else:
        words = "%(n)s"
    return words % {"n": figures.count(n, get_language() or "ru")}


def _share(part: Decimal | int | None, whole: int | None) -> Decimal | None:
    if part is None or not whole:
        return None
    exact = Decimal(part) * 100 / whole
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _width(end: Decimal | None, scale: int) -> Decimal:
    if end is None:
        return Decimal(0)
    part = min(Decimal(end) * 100 / scale, Decimal(100))
    return part.quantize(Decimal("0.1"), ROUND_HALF_UP)


def needed(target: EventTarget, whole: int | None) -> int | None:
    """Return the smallest number that reaches the target, None where no number does."""
    if target.value is None or target.operator not in UPWARD:
        return None
    if target.measure == Measure.COUNT:
        exact = target.value
    elif target.measure == Measure.SHARE and whole is not None:
        exact = target.value * whole / 100
    else:
        return None
    if target.operator == Operator.GT:
        return int(exact.to_integral_value(ROUND_FLOOR)) + 1
    return int(exact.to_integral_value(ROUND_CEILING))


def is_upward(target: EventTarget) -> bool:
    """Return whether more is better; a ceiling is judged when its days are over."""
    return target.operator in UPWARD


def is_met(fact: TargetFact) -> bool:
    """Return whether the counted fact satisfies the target."""
    target, found = fact.target, fact.fact or Decimal(0)
    if target.value is None:
        return found > 0
    if fact.needed is not None:
        return fact.missing == 0
    if target.measure == Measure.SHARE:
        found = found * 100 / (fact.whole or 1)
    return COMPARED[target.operator or Operator.GTE](found, target.value)
