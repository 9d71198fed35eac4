"""Groups of the beginning head's school: formed, filled, finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Person, Unit, User
from reserve.models import Learner, StudyGroup

Seat = tuple[int, int]  # person and the unit where they work
Finish = tuple[dt.date | None, str]  # day and certificate


@transaction.atomic
def form(  # noqa: PLR0913 - the columns of a group
    owner: Unit,
    *,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    by: User,
    curator: str = "",
    topics: Collection[str] = (),
) -> StudyGroup:
    """Form a group of the region or of a municipality."""
    access.require(by, Can.RUN_RESERVE, owner)
    _check_days(starts_on, ends_on)
    group = StudyGroup(owner=owner, curator=curator.strip(), topics=list(topics))
    group.name, group.starts_on, group.ends_on = name.strip(), starts_on, ends_on
    _save(group)
    _record("formed", group, by)
    return group


@transaction.atomic
def edit(  # noqa: PLR0913 - the columns of a group
    group_id: int,
    *,
    name: str,
    starts_on: dt.date,
    ends_on: dt.date,
    curator: str,
    topics: Collection[str],
    by: User,
) -> StudyGroup:
    """Write a group anew."""
    group = _locked(group_id)
    access.require(by, Can.RUN_RESERVE, group.owner)
    _check_days(starts_on, ends_on)
    group.name, group.curator, group.topics = name.strip(), curator.strip(), [*topics]
    group.starts_on, group.ends_on = starts_on, ends_on
    _save(group)
    _record("changed", group, by)
    return group


@transaction.atomic
def enroll(group_id: int, *, seats: Collection[Seat], by: User) -> int:
    """Enroll people of the units where one works with the reserve; return how many.

    Who is in the group already is passed over. Raises PermissionDenied for a unit
    out of one's branch, Refused for one out of the group's.
    """
    group = _locked(group_id)
    units = Unit.objects.in_bulk([unit for _person, unit in seats])
    for unit in units.values():
        access.require(by, Can.RUN_RESERVE, unit)
        if not unit.path.startswith(group.owner.path):
            raise Refused(_("The person works outside the branch of this group."))
    known = set(group.learners.values_list("person", flat=True))
    new = {person: unit for person, unit in seats if person not in known}
    people = Person.objects.filter(pk__in=new)
    Learner.objects.bulk_create(
        Learner(group=group, person=person, unit=units[new[person.pk]])
        for person in people
    )
    _record("enrolled", group, by, count=str(len(people)))
    return len(people)


@transaction.atomic
def leave(learner_id: int, *, by: User) -> None:
    """Take a learner out of the group; no error if they are gone."""
    row = Learner.objects.select_related("unit", "group").filter(pk=learner_id).first()
    if row is None:
        return
    access.require(by, Can.RUN_RESERVE, row.unit)
    if row.finished_on is not None:
        raise Refused(_("A learner with a certificate stays in the group."))
    row.delete()
    _record("left", row.group, by, learner=str(learner_id))


@transaction.atomic
def finish(group_id: int, *, marks: Mapping[int, Finish], by: User) -> int:
    """Write who finished when and with which certificate, by the learner's id.

    Raises PermissionDenied without the right to the group; Refused for a
    certificate without a day, and a day before the group began.
    """
    group = _locked(group_id)
    access.require(by, Can.RUN_RESERVE, group.owner)
    changed = []
    for row in group.learners.filter(pk__in=marks):
        row.finished_on, row.certificate = marks[row.pk]
        if row.certificate and row.finished_on is None:
            raise Refused(_("A certificate needs the day on which one finished."))
        if row.finished_on is not None and row.finished_on < group.starts_on:
            raise Refused(_("Nobody finishes before the group begins."))
        changed.append(row)
    Learner.objects.bulk_update(changed, ["finished_on", "certificate"])
    _record("finished", group, by, count=str(len(changed)))
    return len(changed)


def _locked(group_id: int) -> StudyGroup:
    rows = StudyGroup.objects.select_for_update(of=("self",)).select_related("owner")
    return rows.get(pk=group_id)


def _check_days(starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        raise Refused(_("The last day is before the first."))


def _save(group: StudyGroup) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Refused(_("There is a group of this name.")) from error


def _record(step: str, group: StudyGroup, by: User, **details: str) -> None:
    journal.write(f"reserve_group_{step}", group, by=by, unit=group.owner, **details)
