"""Rows of the table of an existing reserve: the unit, readiness and person of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Person, Unit
from reserve import import_cells
from reserve.import_cells import Raw
from reserve.models import Member, Readiness


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


def find_units(lines: Iterable[Line], owner: Unit) -> None:
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


def find_readiness(lines: Iterable[Line], owner: Unit) -> None:
    """Find each row's readiness in the region's dictionary: by name or code."""
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


def find_people(lines: Sequence[Line]) -> None:
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


def find_doubles(lines: Sequence[Line], owner: Unit) -> None:
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
