"""The state of the running plans on the demo's day: held, overdue, moved, named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Final

from portal.models import Unit, User
from programs.demo import evidence, results
from programs.demo.ground import Ground
from programs.models import Move, Occurrence, Program

Status = Occurrence.Status
BATCH: Final = 500
RECENTLY = dt.timedelta(days=110)
SOON = dt.timedelta(days=45)
DAY = dt.timedelta(days=1)
CHECKED_AFTER = dt.timedelta(days=21)
OVERDUE, MOVED, NAMED, LATE_CHECK, RETURNED = 0.12, 0.06, 0.6, 0.25, 0.02
LONGEST = 100  # days: what lasts longer gets no day named
LOCAL = (5, 14)
REASONS = (
    "Совмещено с августовским совещанием",
    "По просьбе муниципалитетов: период государственной аттестации",
    "Ведущий специалист в отпуске",
    "Перенесено из-за отмены рейсов по погоде",
)
CANCELLED_BECAUSE = "Тема включена в программу курсов повышения квалификации"
RETURNED_BECAUSE = "Нет списка участников по муниципалитетам: дополните справку"
PLACES = (
    "Институт развития образования, актовый зал",
    "Гимназия, конференц-зал",
    "Центр непрерывного образования",
)
ROOM = "Управление образования, зал заседаний"
FIELDS = (
    *("status", "starts_on", "due_on", "is_confirmed", "place", "mode", "held_on"),
    *("hours", "participants", "result", "held_by", "held_at", "checked_by"),
    *("checked_at", "return_reason", "cancel_reason", "moves_count", "sequence"),
    "version",
)


@dataclass
class Tracker:
    """Marks the occurrences of one program, always the same for the same seed."""

    site: Ground
    program: Program
    fall: Random
    moves: list[Move] = field(default_factory=list)

    def mark(self) -> None:
        """Give every occurrence its state."""
        rows = list(
            Occurrence.objects.filter(event__program=self.program)
            .select_related("event__program__unit", "unit")
            .order_by("event__position", "unit", "number")
        )
        self._cancel_one(rows)
        for row in rows:
            self._mark(row)
        changed = [row for row in rows if row.version]
        Occurrence.objects.bulk_update(changed, FIELDS, batch_size=BATCH)
        self._keep_moves()

    def _mark(self, row: Occurrence) -> None:
        if row.status != Status.PLANNED:
            return
        if row.due_on < self.site.today:
            self._past(row)
        elif row.starts_on <= self.site.today + SOON:
            self._coming(row)

    def _past(self, row: Occurrence) -> None:
        is_recent = row.due_on > self.site.today - RECENTLY
        if is_recent and self.fall.random() < OVERDUE:
            return
        if self.fall.random() < MOVED:
            self._move(row, self.fall.randint(7, 25))
        if row.due_on < self.site.today:
            self._hold(row)

    def _hold(self, row: Occurrence) -> None:
        held_on = self._workday(max(row.starts_on, self._since), row.due_on)
        people = self._people(row)
        by = self._keeper(row.unit)
        evidence.attach(row, held_on=held_on, by=by)
        outcome = results.of(row.event.kind)
        is_recent = row.due_on > self.site.today - RECENTLY
        if is_recent and self.fall.random() < RETURNED:
            row.return_reason, row.version = RETURNED_BECAUSE, 2
            return
        row.status, row.held_on, row.held_by = Status.HELD, held_on, by
        row.held_at = self.site.at(held_on + 2 * DAY, 15)
        row.participants, row.result = people, outcome.words
        row.mode = outcome.mode
        row.hours = Decimal(row.event.hours or outcome.hours or 0) or None
        row.version = 1
        self._check(row, held_on)

    def _check(self, row: Occurrence, held_on: dt.date) -> None:
        is_late = held_on > self.site.today - CHECKED_AFTER
        if is_late or self.fall.random() < LATE_CHECK:
            return
        row.status = Status.CHECKED
        row.checked_by = self.site.users["ministry"]
        row.checked_at = self.site.at(held_on + 9 * DAY, 11)
        row.version = 2

    def _coming(self, row: Occurrence) -> None:
        """Name the day of what comes soon; a part of it has been moved before."""
        is_long = (row.due_on - row.starts_on).days > LONGEST
        if is_long or self.fall.random() > NAMED:
            return
        if row.unit_id == self.program.unit_id and self.fall.random() < MOVED * 3:
            self._move(row, self.fall.randint(7, 20))
        day = self._workday(max(row.starts_on, self.site.today + DAY), row.due_on)
        row.starts_on = row.due_on = day
        row.is_confirmed = True
        row.place = self._place(row.unit)
        row.mode = results.of(row.event.kind).mode
        row.sequence += 1
        row.version += 1

    def _move(self, row: Occurrence, days: int) -> None:
        """Move it so many days, unless the program ends before."""
        starts_on, due_on = (day + days * DAY for day in (row.starts_on, row.due_on))
        if due_on > self.program.plan_ends_on:
            return
        self.moves.append(
            Move(
                occurrence=row,
                from_starts_on=row.starts_on,
                from_due_on=row.due_on,
                to_starts_on=starts_on,
                to_due_on=due_on,
                reason=self.fall.choice(REASONS),
                by=self._keeper(row.unit),
            )
        )
        row.starts_on, row.due_on = starts_on, due_on
        row.moves_count, row.sequence = 1, row.sequence + 1
        row.version += 1

    def _cancel_one(self, rows: Iterable[Occurrence]) -> None:
        """Cancel the latest one of the whole territory that is over by now."""
        over = [
            row
            for row in rows
            if row.unit_id == self.program.unit_id and row.due_on < self.site.today
        ]
        if over and self.program.unit_id == self.site.region.pk:
            row = max(over, key=lambda row: (row.due_on, -row.event.position))
            row.status, row.cancel_reason = Status.CANCELLED, CANCELLED_BECAUSE
            row.version, row.sequence = 1, 1

    def _keep_moves(self) -> None:
        made = Move.objects.bulk_create(self.moves)
        for move in made:
            day = min(move.from_starts_on, self.site.today) - 5 * DAY
            move.at = self.site.at(day, 12)
        Move.objects.bulk_update(made, ["at"])

    @property
    def _since(self) -> dt.date:
        """The first day on which something was held under the program."""
        return self.program.act_on or self.program.plan_starts_on

    def _workday(self, first: dt.date, last: dt.date) -> dt.date:
        """Return a day between the two, not on a weekend where there is a choice."""
        first = min(first, last)
        day = first + self.fall.randint(0, (last - first).days) * DAY
        while day.weekday() > 4 and day > first:
            day -= DAY
        return day

    def _people(self, row: Occurrence) -> int:
        lowest, highest = results.of(row.event.kind).people
        is_local = row.unit_id != self.site.region.pk
        return self.fall.randint(
            *(LOCAL if highest and is_local else (lowest, highest))
        )

    def _keeper(self, unit: Unit) -> User:
        is_shown = unit.pk == self.site.shown.pk
        return self.site.users["municipal" if is_shown else "operator"]

    def _place(self, unit: Unit) -> str:
        return self.fall.choice(PLACES) if unit.pk == self.site.region.pk else ROOM


def write(site: Ground, program: Program) -> None:
    """Give the program's occurrences their states."""
    Tracker(site, program, site.dice(f"tracking {program.code}")).mark()
