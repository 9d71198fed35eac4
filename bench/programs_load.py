"""Writes a country of municipalities and a program of two years, and publishes it.

Arguments: how many municipalities, how many events.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - after set-up
from django.utils import timezone  # noqa: E402

from portal.models import Membership, Unit, User  # noqa: E402
from programs.models import Finding  # noqa: E402
from programs.services import documents, editions, findings  # noqa: E402
from programs.texts import BodyText, EventText, ProgramText, SectionText  # noqa: E402

DEADLINES = ("ежегодно", "ежеквартально", "{year} г.", "октябрь-ноябрь {year}")
HELD = """
UPDATE programs_occurrence
   SET status = 'held', held_on = due_on, held_by_id = %(by)s, held_at = now(),
       result = 'Проведено', participants = 12
 WHERE status = 'planned' AND due_on < %(today)s AND id %% 2 = 0
"""


def main(municipalities: int, events: int) -> None:
    """Write the units, the two users and the program."""
    region = Unit.objects.create(
        kind="region", name="Край", short_name="Край", valid_from=dt.date(2020, 1, 1)
    )
    units = [_municipality(region, number) for number in range(municipalities)]
    ministry = _user("ministry", "ministry", region)
    _user("municipal", "municipal", units[0])
    year = timezone.localdate().year
    program = documents.write(_text(events, year), unit=region, by=ministry)
    findings.check(program.pk)
    for finding in Finding.objects.blocking():
        findings.accept(finding.pk, reason="Так задано", by=ministry)
    editions.publish(program.pk, by=ministry)
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"by": ministry.pk, "today": timezone.localdate()})
    print("loaded")


def _municipality(region: Unit, number: int) -> Unit:
    name = f"Округ {number:04}"
    return Unit.objects.create(
        kind="municipality",
        parent=region,
        name=name,
        short_name=name,
        valid_from=dt.date(2020, 1, 1),
    )


def _user(name: str, role: str, unit: Unit) -> User:
    user = User.objects.create_user(name)
    Membership.objects.create(user=user, unit=unit, role=role)
    return user


def _text(events: int, year: int) -> ProgramText:
    tracks = ("Качество управления", "Кадровый резерв")
    return ProgramText(
        code="country",
        kind="project",
        level="regional",
        name="План страны",
        short_name="План страны",
        territory="Край",
        act="order",
        act_number="1",
        act_on=dt.date(year - 1, 12, 1),
        act_body="Министерство",
        starts_on=dt.date(year, 1, 1),
        ends_on=dt.date(year + 1, 12, 31),
        bodies=(BodyText(key="omsu", name="Муниципальные органы"),),
        sections=tuple(
            SectionText(key=str(number), kind="track", name=name, number=str(number))
            for number, name in enumerate(tracks, 1)
        ),
        events=tuple(_event(number, events, year) for number in range(events)),
    )


def _event(number: int, events: int, year: int) -> EventText:
    track = 1 if number < events // 2 else 2
    words = DEADLINES[number % len(DEADLINES)].format(year=year + number % 2)
    return EventText(
        name=f"Семинар-практикум {number}",
        number=f"{track}.{number}",
        section=(str(track),),
        responsible=("omsu",),
        schedule_original=words,
        kind="seminar",
        runs="municipalities",
    )


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
