"""Ways to settle a finding in the text of a draft; each is one small change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from portal.errors import Refused
from portal.models import User
from programs.models import (
    Event,
    EventTarget,
    Program,
    TargetIndicator,
    TargetValue,
)
from programs.services import planning

Deed = Mapping[str, Any]
Act = Callable[[Program, Deed, str, str, User], None]
LONGEST_NUMBER = Decimal("9999999999")


def settle(program: Program, deed: Deed, *, answer: str, reason: str, by: User) -> None:
    """Do what was chosen.

    Raises Refused for a way that leads to another page, for an answer that cannot be
    used, and where the row is not there any more.
    """
    act = DEEDS.get(deed["do"])
    if act is None:
        raise Refused(_("This is settled on the page of the row."))
    act(program, deed, answer.strip(), reason.strip(), by)


def is_deed(name: str) -> bool:
    """Whether the portal does it itself, without another page."""
    return name in DEEDS


def _choose_value(
    program: Program, deed: Deed, _answer: str, reason: str, by: User
) -> None:
    if not reason:
        raise Refused(_("Say why this target is right."))
    values = _indicator(program, deed).values
    value = values.filter(variant=deed["variant"], year=deed["year"]).first()
    if value is None:
        raise Refused(_gone())
    _parts().choose_value(value.pk, reason=reason, by=by)


def _deadline(
    program: Program, deed: Deed, answer: str, _reason: str, by: User
) -> None:
    words = deed.get("words") or answer
    if not words:
        raise Refused(_("Write the deadline in words."))
    event = _event(program, deed)
    planning.correct(event.pk, words, by=by)


def _remove_event(
    program: Program, deed: Deed, _answer: str, _reason: str, by: User
) -> None:
    from programs.services import draft_events  # noqa: PLC0415 - it checks findings

    draft_events.remove(_event(program, deed).pk, by=by)


def _number(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    event = _event(program, deed)
    event.number = deed["number"]
    event.save(update_fields=["number"])


def _renumber(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    """Number the rows of the section 1, 2, 3 in their order, dots and all."""
    rows = list(program.events.filter(key__in=deed["events"]).in_order())
    for number, row in enumerate(rows, 1):
        before, _dot, _last = row.number.rstrip(".").rpartition(".")
        end = "." if row.number.endswith(".") else ""
        row.number = f"{before}.{number}{end}" if before else f"{number}{end}"
    Event.objects.bulk_update(rows, ["number"])


def _number_indicators(
    program: Program, _deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    counts: dict[str, int] = {}
    rows = list(program.indicators.all())
    for row in rows:
        counts[row.track] = counts.get(row.track, 0) + 1
        row.number = row.number or str(counts[row.track])
    TargetIndicator.objects.bulk_update(rows, ["number"])


def _number_clauses(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    rows = [
        row
        for row in program.clauses.filter(kind=deed["kind"])
        if not row.details.get("about")
    ]
    for number, row in enumerate(rows, 1):
        row.number = row.number or str(number)
    program.clauses.bulk_update(rows, ["number"])


def _annex_there(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    annexes = program.clauses.filter(kind="annex", number=deed["number"])
    annexes.update(is_present=True)


def _add_percent(
    program: Program, _deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    rows = [row for row in program.indicators.all() if "%" not in row.formula]
    for row in rows:
        row.formula = f"{row.formula} %" if row.formula else ""
    TargetIndicator.objects.bulk_update(rows, ["formula"])


def _population(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    _shares(program, deed).update(population=deed["population"])


def _type(program: Program, deed: Deed, _answer: str, _reason: str, _by: User) -> None:
    _shares(program, deed).update(organization_types=[deed["type"]])


def _event_value(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    targets = EventTarget.objects.filter(
        event=_event(program, deed), measure="growth", value=None
    )
    targets.update(value=number(deed["value"]), operator="gte", unit_name="percent")


def _ask_value(
    program: Program, deed: Deed, answer: str, _reason: str, _by: User
) -> None:
    """Write another target for the years whose target is worse than the baseline."""
    indicator = _indicator(program, deed)
    value = number(answer)
    if indicator.baseline is not None and _is_worse(indicator, value):
        raise Refused(_("This target is worse than the baseline too."))
    chosen = TargetValue.objects.filter(indicator=indicator, is_chosen=True)
    worse = [row.pk for row in chosen if _is_worse(indicator, row.value)]
    TargetValue.objects.filter(pk__in=worse).update(value=value)


def _remove_repeats(
    program: Program, deed: Deed, _answer: str, _reason: str, _by: User
) -> None:
    seen: set[str] = set()
    repeated = []
    for row in program.clauses.filter(kind=deed["kind"]):
        text = " ".join(row.text.lower().split())
        if text in seen:
            repeated.append(row.pk)
        seen.add(text)
    program.clauses.filter(pk__in=repeated).delete()


def number(text: str) -> Decimal:
    """Read a number with a comma or a point. Raises Refused for anything else."""
    try:
        value = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        raise Refused(_("Write a number.")) from None
    if not value.is_finite() or abs(value) > LONGEST_NUMBER:
        raise Refused(_("Write a number."))
    return value


def _is_worse(indicator: TargetIndicator, value: Decimal) -> bool:
    base = indicator.baseline or Decimal(0)
    return value < base if indicator.higher_is_better else value > base


def _event(program: Program, deed: Deed) -> Event:
    event = program.events.filter(key=deed["event"]).first()
    if event is None:
        raise Refused(_gone())
    return event


def _indicator(program: Program, deed: Deed) -> TargetIndicator:
    rows: Iterable[TargetIndicator] = program.indicators.all()
    found = dict(enumerate(rows)).get(deed["indicator"])
    if found is None:
        raise Refused(_gone())
    return found


def _shares(program: Program, deed: Deed) -> Any:
    return EventTarget.objects.filter(event=_event(program, deed), measure="share")


def _parts() -> Any:
    from programs.services import draft_parts  # noqa: PLC0415 - it checks findings

    return draft_parts


def _gone() -> str:
    """Say that the row was changed meanwhile."""
    return _("This row is not in the text any more.")


DEEDS: Mapping[str, Act] = {
    "choose_value": _choose_value,
    "deadline": _deadline,
    "bounds": _deadline,
    "ask_deadline": _deadline,
    "remove_event": _remove_event,
    "number": _number,
    "renumber": _renumber,
    "number_indicators": _number_indicators,
    "number_clauses": _number_clauses,
    "annex_there": _annex_there,
    "add_percent": _add_percent,
    "population": _population,
    "type": _type,
    "event_value": _event_value,
    "ask_value": _ask_value,
    "remove_repeats": _remove_repeats,
}
ASKING = frozenset({"ask_deadline", "ask_value"})
