"""Erasing a person's data: counted first, with what has to be kept said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pghistory.core import event_models

from portal import access, files, journal
from portal.access import Can
from portal.data_language import as_data
from portal.errors import Refused
from portal.models import Appointment, Notification, Person, Unit, User
from reserve import models as rows_of
from reserve.models import Application, Consent, Decision, Member, Nomination
from reserve.reading import subject_files
from reserve.services import consents, told
from reserve.services.scrubs import SCRUBS, Fields

GONE = "—"  # what stands where a text has to be


@dataclass
class Tally:
    """How many rows lose what, and how many are kept and why."""

    erased: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Rows that lose something."""
        return sum(self.erased.values())


def counted(person: Person, *, by: User) -> Tally:
    """Return what an erasure would do, without doing it.

    Raises PermissionDenied without the right to decide in every place of the person
    and in every competition they applied to.
    """
    _require(person, by)
    return _tally(person)


@transaction.atomic
def erase(person_id: int, *, by: User) -> Tally:
    """Erase the person's reserve data; return what was done.

    Consents in force are withdrawn first. Appointments and signed protocols stay
    with the name; the other rows of the reserve stay for the figures, without it.
    Raises PermissionDenied without the right, Refused for a member of a reserve.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    _require(person, by)
    if Consent.objects.in_force().filter(person=person).exists():
        consents.withdraw(person, by=by)
    if Member.objects.filter(person=person).active().exists():
        raise Refused(
            _("This person is in the reserve: exclude them first, then erase.")
        )
    tally = _tally(person)
    _erase(person)
    journal.write(
        "reserve_subject_erased", person, by=by, erased=tally.total, kept=tally.kept
    )
    return tally


def _require(person: Person, by: User) -> None:
    places = [*consents.places(person), *_judging(person)]
    decides = all(access.may(by, Can.DECIDE_RESERVE, unit) for unit in places)
    if not by.is_superuser and not (places and decides):
        raise PermissionDenied


def _judging(person: Person) -> QuerySet[Unit]:
    """Return whose competitions the person has applied to: theirs are the files."""
    rows = Application.objects.filter(person=person)
    return Unit.objects.filter(pk__in=rows.values("competition__unit"))


def _tally(person: Person) -> Tally:
    tally = Tally()
    for scrub in SCRUBS:
        _count(tally.erased, str(scrub.title), scrub.rows(person))
    _count(tally.erased, _("Letters to the candidate"), _letters(person))
    _count(tally.erased, _("Files"), subject_files.attachments(person))
    _count(tally.erased, _("Notifications"), _notifications(person))
    _count(
        tally.kept,
        _("Appointments, kept as records of the service"),
        Appointment.objects.filter(person=person),
    )
    _count(
        tally.kept,
        _("Decisions in signed protocols, which never change"),
        _signed(person),
    )
    _count(
        tally.kept,
        _("Consents, kept as proof, by number only where nothing else is kept"),
        Consent.objects.filter(person=person),
    )
    return tally


def _count(into: dict[str, int], title: str, rows: QuerySet[Any]) -> None:
    if count := rows.count():
        into[title] = count


def _erase(person: Person) -> None:
    for scrub in SCRUBS:
        _blank(scrub.rows(person), scrub.values, scrub.said)
    letters, kept = _letters(person), subject_files.attachments(person)
    _drop_files([row.path for row in letters], letters)
    _drop_files([row.path for row in kept], kept)
    _notifications(person).delete()
    if _has_to_stay(person):
        _part(person)
    else:
        _rename(person)
        _close_account(person)


def _blank(rows: QuerySet[Any], values: Fields, said: Iterable[str]) -> None:
    """Empty the texts of the rows and of their history."""
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return
    if values:
        _write(rows.model, Q(pk__in=ids), values)
    for name in said:
        _write(rows.model, Q(pk__in=ids) & ~Q(**{name: ""}), {name: GONE})


def _write(model: type[models.Model], which: Q, values: Fields) -> None:
    """Update the rows, then what history holds of them."""
    ids = list(model._default_manager.filter(which).values_list("pk", flat=True))
    model._default_manager.filter(pk__in=ids).update(**values)
    for event in event_models(tracks_model=model):
        event._default_manager.filter(pgh_obj_id__in=ids).update(**values)


def _drop_files(paths: Iterable[str], rows: QuerySet[Any]) -> None:
    found = [path for path in paths if path]
    rows.delete()
    for path in found:
        transaction.on_commit(partial(files.remove, path))


def _letters(person: Person) -> QuerySet[rows_of.CandidateLetter]:
    return rows_of.CandidateLetter.objects.filter(application__person=person)


def _notifications(person: Person) -> QuerySet[Notification]:
    rows = Notification.objects.filter(user__person=person)
    own = rows.filter(Q(key__startswith="reserve") | Q(url__startswith="/reserve/"))
    return Notification.objects.filter(
        Q(pk__in=own.values("pk")) | Q(pk__in=told.of(person).values("pk"))
    )


def _signed(person: Person) -> QuerySet[Decision]:
    return Decision.objects.filter(
        application__person=person, protocol__signed_at__isnull=False
    )


def _has_to_stay(person: Person) -> bool:
    """Whether appointments, signed protocols or a role need the name."""
    return (
        Appointment.objects.filter(person=person).exists()
        or _signed(person).exists()
        or User.objects.filter(person=person, memberships__isnull=False).exists()
    )


def _part(person: Person) -> None:
    """Give the rows that need no name to somebody without a name."""
    nobody = Person.objects.create(
        last_name=GONE, first_name=GONE, gender=person.gender
    )
    Person.objects.filter(pk=nobody.pk).update(last_name=_name(nobody))
    appointed = Nomination.objects.filter(person=person, appointment__isnull=False)
    signed = Q(pk__in=_signed(person).values("application"))
    loose = Member.objects.filter(person=person).exclude(
        pk__in=appointed.values("member")
    )
    ids = list(loose.values_list("pk", flat=True))
    _write(Member, Q(pk__in=ids, application__in=_kept(person)), {"application": None})
    _write(Member, Q(pk__in=ids), {"person": nobody.pk})
    _write(Application, Q(person=person) & ~signed, {"person": nobody.pk})
    _write(
        Nomination,
        Q(person=person) & ~Q(pk__in=appointed.values("pk")),
        {"person": nobody.pk},
    )
    for model in (rows_of.Learner, rows_of.TeamMember):
        _write(model, Q(person=person), {"person": nobody.pk})
    _write(rows_of.Mentorship, Q(mentee=person), {"mentee": nobody.pk})


def _kept(person: Person) -> list[int]:
    return list(_signed(person).values_list("application", flat=True))


def _rename(person: Person) -> None:
    """Take the name from the person and from its history."""
    values: Fields = {
        "last_name": _name(person),
        "first_name": GONE,
        "patronymic": "",
    }
    _write(Person, Q(pk=person.pk), values)


def _name(person: Person) -> str:
    with as_data():
        return _("Erased № %(number)s") % {"number": person.pk}


def _close_account(person: Person) -> None:
    """Close an account that has no role left, and take the name from it."""
    for user in User.objects.filter(person=person):
        values: Fields = {
            "username": f"erased-{user.pk}",
            "first_name": "",
            "last_name": "",
            "email": "",
            "is_active": False,
        }
        _write(User, Q(pk=user.pk), values)
        user.emailaddress_set.all().delete()  # type: ignore[attr-defined]
        user.usersession_set.all().delete()  # type: ignore[attr-defined]
