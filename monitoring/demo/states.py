"""How far each unit has come with its report, and what of it is entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from zoneinfo import ZoneInfo

from monitoring.demo.calendar import Calendar
from monitoring.demo.figures import Figure
from monitoring.demo.ground import TIME_ZONE
from monitoring.models import Submission

Status = Submission.Status
NOW = dt.date(2026, 11, 20)  # as far as the collecting cycle has come
OUTCOMES = ("accepted", "submitted", "returned", "begun", "empty")
CLOSED = (955, 15, 8, 0, 22)  # weights of the outcomes, organizations and places alike
PROGRESS = ((45, 35, 5, 10, 5), (20, 30, 10, 25, 15), (0, 15, 5, 40, 40))
MIXED = (25, 35, 10, 20, 10)
UNTOUCHED = (0, 0, 0, 50, 50)
RETURN_REASONS = (
    "Значения не сходятся с приложенными сведениями: проверьте К и О"
    " и приложите пояснение.",
    "Не хватает подтверждения: назовите номер и дату приказа.",
    "Значение резко отличается от прошлогоднего. Подтвердите его или исправьте.",
    "К и О взяты на разные даты: нужны данные на один день.",
)
COMMENTS = (
    "Уточнено по приказу о распределении обязанностей",
    "С учётом заместителя, принятого в сентябре",
    "По данным муниципального методического центра",
)


@dataclass(frozen=True)
class State:
    """A submission's status with its times; `outcome` says how much is entered."""

    outcome: str
    submitted_at: dt.datetime | None = None
    decided_at: dt.datetime | None = None
    return_reason: str = ""

    @property
    def status(self) -> str:
        """The submission's status; what is begun is still a draft."""
        return self.outcome if self.outcome in Status.values else Status.DRAFT


def state(outcome: str, days: Calendar, dice: Random) -> State:
    """Return the state with times inside the cycle's window."""
    if outcome in ("begun", "empty"):
        return State(outcome)
    submitted = _moment(_some_day(days, dice), dice)
    if outcome == "submitted":
        return State(outcome, submitted)
    decided = submitted + dt.timedelta(
        days=dice.randint(1, 3), minutes=dice.randrange(90)
    )
    reason = dice.choice(RETURN_REASONS) if outcome == "returned" else ""
    return State(outcome, submitted, decided, reason)


def entry_times(
    count: int, state: State, days: Calendar, dice: Random
) -> list[dt.datetime]:
    """Return when each value was entered: in one sitting, before it was submitted."""
    last = state.submitted_at or _moment(_some_day(days, dice), dice)
    opened = opening(days)
    at, times = last, list[dt.datetime]()
    for _value in range(count):
        at -= dt.timedelta(seconds=dice.randint(40, 420))
        times.append(max(at, opened))
    return times[::-1]


def opening(days: Calendar) -> dt.datetime:
    """Return the moment when the collection opens."""
    return dt.datetime.combine(days.opens_on, dt.time(9), ZoneInfo(TIME_ZONE))


def outcome(weights: Sequence[int], dice: Random) -> str:
    """Draw an outcome by weights."""
    return dice.choices(OUTCOMES, weights)[0]


def entered(figures: Sequence[Figure], outcome: str, dice: Random) -> list[Figure]:
    """Return what of the figures is entered: all, a part of them, or none."""
    if outcome == "empty":
        return []
    if outcome != "begun":
        return [_with_comment(figure, dice) for figure in figures]
    kept = [figure for figure in figures if dice.random() < 0.6][: len(figures) - 1]
    if kept and not kept[-1].reason:
        kept[-1] = replace(kept[-1], numerator=None)  # K is still to come
    return kept


def _with_comment(figure: Figure, dice: Random) -> Figure:
    if figure.reason or dice.random() > 0.012:
        return figure
    return replace(figure, comment=dice.choice(COMMENTS))


def _some_day(days: Calendar, dice: Random) -> dt.date:
    """Return a day of the window by which there is time left to decide."""
    span = (min(days.closes_on, NOW) - days.opens_on).days
    return days.opens_on + dt.timedelta(dice.randint(2, span - 3))


def _moment(day: dt.date, dice: Random) -> dt.datetime:
    time = dt.time(dice.randint(9, 17), dice.randrange(60))
    return dt.datetime.combine(day, time, ZoneInfo(TIME_ZONE))
