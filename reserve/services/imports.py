"""A reserve that a municipality or the region already has, taken over from a table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve import import_cells
from reserve.import_cells import Raw
from reserve.models import Consent, ConsentText, Level, Member, Readiness
from reserve.services import consents, members

MOST_ROWS = 1000


@dataclass
class Line:
    """A row of the table as it was understood; `faults` say what is wrong."""

    number: int
    raw: Raw
    faults: list[str] = field(default_factory=list)
    unit: Unit | None = None
    person: Person | None = None
    readiness: Readiness | None = None
    values: dict[str, object] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """The name as the table has it."""
        return " ".join(filter(None, self.name))

    @property
    def name(self) -> tuple[str, str, str]:
        """Last name, first name, patronymic."""
        return (
            self.raw.get("last_name", ""),
            self.raw.get("first_name", ""),
            self.raw.get("patronymic", ""),
        )

    @property
    def is_new_person(self) -> bool:
        """Whether the portal does not know the person yet."""
        return self.person is None


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
    _find_units(lines, owner)
    _find_readiness(lines, owner)
    _find_people(lines)
    _find_doubles(lines, owner)
    return Preview(lines)


@transaction.atomic
def save(raws: Sequence[Raw], owner: Unit, *, by: User) -> int:
    """Take the whole table over; return how many members it made.

    Raises what preview() raises, and Refused where a row has a fault.
    """
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


def _find_units(lines: Iterable[Line], owner: Unit) -> None:
    """Find each row's unit in the owner's branch: by INN, else by its name."""
    rows = Unit.objects.within(owner).active_on(timezone.localdate())
    asked = [line.raw for line in lines]
    codes = {raw.get("inn", "") for raw in asked} - {""}
    names = {raw.get("unit", "") for raw in asked} - {""}
    by_code: dict[str, list[Unit]] = {}
    by_name: dict[str, list[Unit]] = {}
    named = Q(code__in=codes) | Q(name__in=names) | Q(short_name__in=names)
    for unit in rows.filter(named):
        by_code.setdefault(unit.code, []).append(unit)
        for name in {unit.name, unit.short_name}:
            by_name.setdefault(name, []).append(unit)
    for line in lines:
        _match_unit(line, by_code, by_name)


def _match_unit(
    line: Line,
    by_code: Mapping[str, list[Unit]],
    by_name: Mapping[str, list[Unit]],
) -> None:
    code, name = line.raw.get("inn", ""), line.raw.get("unit", "")
    found = by_code.get(code, []) if code else by_name.get(name, [])
    if not code and not name:
        line.faults.append(_("Name the organization or its INN."))
    elif not found:
        line.faults.append(_("There is no such organization in this branch."))
    elif len(found) > 1:
        line.faults.append(_("Several organizations have this name: give the INN."))
    else:
        line.unit = found[0]


def _find_readiness(lines: Iterable[Line], owner: Unit) -> None:
    region = Unit.objects.get(pk=owner.ancestor_ids[0])
    entries = Readiness.objects.filter(owner=region, is_active=True)
    words = {
        key: entry
        for entry in entries
        if isinstance(entry, Readiness)
        for key in (entry.name.casefold(), entry.code)
    }
    for line in lines:
        line.readiness = words.get(line.raw.get("readiness", "").casefold())
        if line.readiness is None:
            line.faults.append(_("There is no such readiness in the dictionary."))


def _find_people(lines: Sequence[Line]) -> None:
    """Find each row's person by full name among those of the unit."""
    names = {line.raw.get("last_name", "") for line in lines}
    units = [line.unit.pk for line in lines if line.unit]
    known = _known(names, units)
    for line in lines:
        if line.unit is None:
            continue
        found = known.get((line.unit.pk, *line.name), {})
        if len(found) > 1:
            line.faults.append(
                _("Several people of this name work here: the portal cannot choose.")
            )
        elif found:
            line.person = next(iter(found.values()))
        elif not import_cells.gender(line.raw):
            line.faults.append(_("The gender is unclear from the patronymic: name it."))


def _known(
    names: Iterable[str], units: Sequence[int]
) -> dict[tuple[int, str, str, str], dict[int, Person]]:
    """Return people by unit and full name: of the posts and of the reserve there."""
    day = timezone.localdate()
    found: dict[tuple[int, str, str, str], dict[int, Person]] = {}
    in_post = (
        Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gt=day)
    ) & Q(appointments__position__unit__in=units)
    for path, condition in (
        ("appointments__position__unit", in_post),
        ("memberships__unit", Q(memberships__unit__in=units)),
        ("applications__unit", Q(applications__unit__in=units)),
    ):
        rows = Person.objects.filter(condition, last_name__in=list(names))
        places = rows.values_list("pk", path)
        people = Person.objects.in_bulk([pk for pk, _unit in places])
        for pk, unit in places:
            who = people[pk]
            key = (unit, who.last_name, who.first_name, who.patronymic)
            found.setdefault(key, {})[pk] = who
    return found


def _find_doubles(lines: Sequence[Line], owner: Unit) -> None:
    """Mark rows said twice, and people who are in this reserve already."""
    keys = Counter(_key(line) for line in lines)
    people = [line.person.pk for line in lines if line.person]
    inside = set(
        Member.objects.active()
        .filter(owner=owner, person__in=people)
        .values_list("person", "post")
    )
    for line in lines:
        if keys[_key(line)] > 1:
            line.faults.append(_("This person stands in the table twice."))
        if line.person and (line.person.pk, line.values.get("post")) in inside:
            line.faults.append(_("This person is already in this reserve."))


def _key(line: Line) -> tuple[object, ...]:
    unit = line.unit.pk if line.unit else 0
    return (unit, *line.name, line.values.get("post"))


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
