"""What tests of tracking share: a report, a file, a series."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from portal.models import Attachment, Unit, User
from portal.services import attachments
from programs.models import Event, Occurrence, Program
from tests import paper
from tests.programs import factories

DAY = dt.date(2026, 11, 10)


def report(**fields: object) -> dict[str, Any]:
    """A whole report of a held event."""
    values: dict[str, Any] = {
        "held_on": DAY,
        "mode": Occurrence.Mode.ON_SITE,
        "hours": Decimal(4),
        "result": "Каждый участник ушёл с планом на месяц.",
        "result_number": None,
        "participants": 28,
    }
    return values | fields


def proven(row: Occurrence, by: User, text: str = "") -> Attachment:
    """Evidence attached to the date."""
    content = paper.PDF + text.encode()
    return attachments.attach(paper.upload("Протокол.pdf", content), to=row, by=by)


def series(
    program: Program, unit: Unit | None = None
) -> tuple[Event, list[Occurrence]]:
    """A seminar on three days of September, October and November 2026."""
    event = factories.event(program, name="Семинар-практикум")
    days = [dt.date(2026, month, 10) for month in (9, 10, 11)]
    rows = [
        factories.occurrence(event, unit, starts_on=day, due_on=day) for day in days
    ]
    return event, rows


def force(row: Occurrence, status: str, by: User, checker: User | None = None) -> None:
    """Put the date in a state without its services."""
    Occurrence.objects.filter(pk=row.pk).update(
        status=status,
        held_on=DAY,
        held_by=by,
        result="Проведено",
        cancel_reason="Нет лектора",
        checked_by=checker if status == "checked" else None,
    )
