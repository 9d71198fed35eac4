"""A reserve that a municipality or the region already has, taken over from a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve import import_cells
from reserve.import_cells import Raw
from reserve.models import Consent, ConsentText, Level
from reserve.services import consents, import_lines, members
from reserve.services.import_lines import Line

MOST_ROWS = 1000


@dataclass(frozen=True)
class Preview:
    """The whole table: nothing is saved while a row has a fault."""

    lines: Sequence[Line]

    @property
    def faulty(self) -> int:
        """How many rows have faults."""
        return sum(bool(line.faults) for line in self.lines)

    @property
    def new_people(self) -> int:
        """How many people the portal does not know yet."""
        return sum(line.is_new_person for line in self.lines)

    @property
    def may_be_saved(self) -> bool:
        """Whether there are rows, and no row has a fault."""
        return bool(self.lines) and not self.faulty


def preview(raws: Sequence[Raw], owner: Unit, *, by: User) -> Preview:
    """Return the rows as they would be saved to the reserve of `owner`.

    Raises PermissionDenied without the right to decide for the reserve; Refused for
    a table without rows or with too many, and where no text of consent is in force.
    """
    access.require(by, Can.DECIDE_RESERVE, owner)
    if not raws:
        raise Refused(_("There are no rows in the table."))
    if len(raws) > MOST_ROWS:
        text = _("The table has more than %(count)s rows: split it.")
        raise Refused(text % {"count": MOST_ROWS})
    _consent_text(owner)
    lines = [Line(number, raw) for number, raw in enumerate(raws, 1)]
    for line in lines:
        line.values, line.faults = import_cells.values(line.raw)
    import_lines.find_units(lines, owner)
    import_lines.find_readiness(lines, owner)
    import_lines.find_people(lines)
    import_lines.find_doubles(lines, owner)
    return Preview(lines)


@transaction.atomic
def save(raws: Sequence[Raw], owner: Unit, *, by: User) -> int:
    """Take the whole table over; return how many members it made.

    Raises what preview() raises, and Refused where a row has a fault.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=owner.pk)  # one table at a time
    found = preview(raws, owner, by=by)
    if not found.may_be_saved:
        raise Refused(_("Some rows have faults: nothing is saved."))
    text = _consent_text(owner)
    for line in found.lines:
        _include(line, owner, text, by)
    journal.write(
        "reserve_members_imported", owner, by=by, unit=owner, count=len(found.lines)
    )
    return len(found.lines)


def _consent_text(owner: Unit) -> ConsentText:
    region = Unit.objects.get(pk=owner.ancestor_ids[0])
    text = ConsentText.objects.current(
        region, ConsentText.Purpose.PROCESSING, timezone.localdate()
    )
    if text is None:
        raise Refused(_("The region has no text of the consent in force."))
    return text


def _include(line: Line, owner: Unit, text: ConsentText, by: User) -> None:
    values = line.values
    person = line.person or _person(line)
    consents.give(
        person,
        text,
        by=by,
        form=Consent.Form.PAPER,
        given_at=import_cells.noon(_day(values["consent_on"])),
    )
    if line.unit is None or line.readiness is None:
        raise Refused(_("Some rows have faults: nothing is saved."))
    is_region = owner.kind == Unit.Kind.REGION
    member = members.include(
        person,
        unit=line.unit,
        owner=owner,
        level=Level.REGIONAL if is_region else Level.MUNICIPAL,
        post=str(values["post"]),
        readiness=line.readiness,
        on=_day(values["included_on"]),
        order_number=str(values["order_number"]),
        by=by,
        career=members.Career(
            job_title=str(values["job_title"]),
            years_in_education=_years(values["years_in_education"]),
            years_in_management=_years(values["years_in_management"]),
        ),
    )
    if values["term_ends_on"] is not None:
        member.term_ends_on = _day(values["term_ends_on"])
        member.save(update_fields=["term_ends_on"])


def _person(line: Line) -> Person:
    """Return the person: made by an earlier row of the table, or new."""
    last_name, first_name, patronymic = line.name
    same = Person.objects.filter(
        last_name=last_name,
        first_name=first_name,
        patronymic=patronymic,
        memberships__unit=line.unit,
    )
    return same.first() or Person.objects.create(
        last_name=last_name,
        first_name=first_name,
        patronymic=patronymic,
        gender=import_cells.gender(line.raw),
    )


def _day(value: object) -> dt.date:
    if not isinstance(value, dt.date):
        raise Refused(_("Some rows have faults: nothing is saved."))
    return value


def _years(value: object) -> int | None:
    return value if isinstance(value, int) else None
