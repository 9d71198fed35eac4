"""Small files that prove the demo's events, attached as people attach them."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.core.files.base import ContentFile
from django.db import connection

from portal import workbooks
from portal.models import User
from portal.services import attachments
from portal.workbooks import Column, Sheet
from programs.models import Occurrence

COLUMNS = (Column("Сведения", 28), Column("Значение", 60))
NAME = "Справка о проведении, {day:%d.%m.%Y}.xlsx"
# They came with the event, not on the day the demo was loaded.
DATED = """
    UPDATE portal_attachment a SET created_at = o.held_at
      FROM programs_occurrence o
     WHERE a.owner = 'programs.occurrence' AND a.owner_id = o.id
       AND o.held_at IS NOT NULL
"""


def attach(row: Occurrence, *, held_on: dt.date, by: User) -> None:
    """Attach a report of the event, without anybody's name."""
    event = row.event
    data = _report(event.title, event.bodies_original, event.expected_result)
    upload = ContentFile(data, NAME.format(day=held_on))
    attachments.attach(upload, to=row, by=by, kind="protocol")


@cache
def _report(title: str, bodies: str, result: str) -> bytes:
    lines = (
        ("Мероприятие", title),
        ("Исполнители", bodies),
        ("Ожидаемый результат", result),
    )
    return workbooks.workbook(
        [Sheet("Справка", "Справка о проведении", COLUMNS, lines)]
    )


def date_them() -> None:
    """Let every file have come when its event was marked."""
    with connection.cursor() as cursor:
        cursor.execute(DATED)
