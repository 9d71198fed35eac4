"""The roadmap as a board: every row of the plans once, in the column of its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.functional import Promise

from programs.models import Event, Occurrence
from programs.reading import events, standing, steps
from programs.reading.events import Row
from programs.reading.filters import Chosen

COLUMNS = (
    standing.OVERDUE,
    standing.RUNNING,
    standing.COMING,
    standing.HELD,
    standing.CHECKED,
    standing.CANCELLED,
)
NO_DATES = "none"
CARDS = 10
Status = Occurrence.Status


@dataclass(frozen=True)
class Card:
    """A row of a plan, and the date of it that the user may work on next."""

    row: Row
    next: Occurrence | None
    targets: list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Column:
    """One state: how many rows it has, the cards of this page of it."""

    state: str
    label: str | Promise
    count: int
    number: int
    cards: list[Card]
    before_url: str
    after_url: str

    @property
    def more(self) -> int:
        """How many come after this page."""
        return max(self.count - self.number * CARDS, 0)


def columns(chosen: Chosen, pages: Mapping[str, str]) -> list[Column]:
    """Return the columns; `pages` names the page of each, as "held=2"."""
    rows = _with_code(chosen)
    counts = dict(
        rows.order_by().values_list("code").annotate(n=Count("pk", distinct=True))
    )
    numbers = {state: _number(pages.get(f"{state}_page")) for state in COLUMNS}
    found = {state: _slice(rows, state, numbers[state]) for state in COLUMNS}
    listed = [event for part in found.values() for event in part]
    shown = {row.event.pk: row for row in events.rows_of(chosen, listed)}
    nexts = _nexts(chosen, listed)
    return [
        Column(
            state,
            standing.STATES[state],
            counts.get(state, 0),
            numbers[state],
            [_card(shown[e.pk], nexts.get(e.pk), chosen) for e in found[state]],
            _page_url(chosen, numbers, state, -1),
            _page_url(chosen, numbers, state, 1),
        )
        for state in COLUMNS
    ]


def _with_code(chosen: Chosen) -> QuerySet[Any, Any]:
    """Return the events with `code`, the same as standing.code_of gives."""
    sources = chosen.without_state().sources().filter(event=OuterRef("pk"))
    cases = [
        When(_has(sources, fits), then=Value(state))
        for state, fits in _fits(chosen).items()
    ]
    rows = chosen.without_state().events()
    kept = Case(*cases, default=Value(NO_DATES), output_field=CharField())
    return rows.annotate(code=kept).exclude(code=NO_DATES)


def _fits(chosen: Chosen) -> dict[str, Q]:
    """Return the states from the most pressing, each for an event with such dates."""
    is_tally = chosen.territory.is_whole
    return {
        state: standing.of_days(state, chosen.today, tally=is_tally)
        for state in COLUMNS
    }


def _has(rows: QuerySet[Any], fits: Q) -> Exists:
    return Exists(rows.filter(fits))


def _slice(rows: QuerySet[Any, Any], state: str, number: int) -> list[Event]:
    first = (number - 1) * CARDS
    return list(events.whole(rows.filter(code=state))[first : first + CARDS])


def _nexts(chosen: Chosen, listed: Iterable[Event]) -> dict[int, Occurrence]:
    """Return the earliest date that waits of each event, in units of the user."""
    rows = Occurrence.objects.visible_to(chosen.user).filter(
        event__in=[event.pk for event in listed],
        status__in=[Status.PLANNED, Status.HELD],
    )
    units = chosen.territory.units
    if units is not None:
        rows = rows.filter(unit__in=units)
    else:  # of a series in every municipality no single date comes next
        rows = rows.filter(event__runs=Event.Runs.WHOLE)
    first = rows.order_by("event", "-status", "due_on", "pk").distinct("event")
    return {
        row.event_id: row
        for row in first.select_related("unit", "event__program__unit")
    }


def _card(row: Row, following: Occurrence | None, chosen: Chosen) -> Card:
    codes = steps.open_to(following, chosen.user) if following else []
    return Card(row, following, [(code, steps.WORDS[code]) for code in codes])


def _page_url(chosen: Chosen, numbers: dict[str, int], state: str, by: int) -> str:
    """Return the address of another page of one column, the others as they are."""
    moved = {**numbers, state: numbers[state] + by}
    pages: dict[str, object] = {
        f"{name}_page": number for name, number in moved.items() if number > 1
    }
    return chosen.query_string(**pages) or "?"


def _number(text: str | None) -> int:
    return max(int(text), 1) if text and text.isdecimal() and len(text) < 6 else 1
