"""Nomination to a competition by a school, a municipality or the ministry."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Appointment, Person, Unit, User
from reserve import invitations
from reserve.models import Application, Member
from reserve.services.applications import (
    create,
    locked_competition,
    require_taking,
)


@dataclass(frozen=True)
class Proposed:
    """Whom one proposes: a person, new (unsaved) or known, and where they work."""

    person: Person
    unit: Unit
    job_title: str
    note: str
    email: str = ""


@transaction.atomic
def nominate(competition_id: int, proposed: Proposed, *, by: User) -> Application:
    """Begin a draft for somebody, who then agrees and sends it themselves.

    Raises PermissionDenied without the right in the unit; Refused out of the window,
    for somebody the user cannot know of, for a second application, and where the
    invitation would open a file that the user may not open.
    """
    access.require(by, Can.NOMINATE, proposed.unit)
    competition = locked_competition(competition_id)
    require_taking(competition)
    person = _kept(proposed.person, by)
    _refuse_strange_account(person, by)
    user, is_new = invitations.account_of(person, proposed.email)
    if user.pk == by.pk:
        raise Refused(_("You apply for yourself: nobody nominates themselves."))
    made = create(
        competition,
        person,
        proposed.unit,
        job_title=proposed.job_title,
        nominated_by=by,
        nomination_note=proposed.note,
    )
    if is_new:
        made.invited_at = timezone.now()
        made.save(update_fields=["invited_at"])
    journal.write(
        "reserve_candidate_nominated",
        made,
        by=by,
        unit=proposed.unit,
        competition=competition.pk,
        invited=is_new,
    )
    _tell(user, made)
    return made


def known_to(user: User) -> QuerySet[Person]:
    """Return the people who hold posts or are in the reserve where one nominates."""
    today = timezone.localdate()
    posts = Appointment.objects.on(today).filter(
        access.scope(user, Can.NOMINATE, path="position__unit__path")
    )
    people = Q(pk__in=posts.values("person"))
    if access.anywhere(user, Can.SEE_RESERVE):
        people |= Q(pk__in=Member.objects.visible_to(user).values("person"))
    people |= Q(pk__in=Application.objects.filter(nominated_by=user).values("person"))
    return Person.objects.filter(people)


def _tell(user: User, made: Application) -> None:
    """Ask the candidate whether they agree."""
    name = made.competition.name
    notices.notify(
        [user],
        f"application:{made.pk}:nominated",
        lambda: (
            _("You are proposed for a competition: %(name)s. Do you agree?")
            % {"name": name}
        ),
        reverse("reserve:apply", args=[made.competition_id]),
    )


def _kept(person: Person, by: User) -> Person:
    if person.pk is None:
        person.save()
    elif not known_to(by).filter(pk=person.pk).exists():
        raise Refused(_("This person works elsewhere."))
    return person


def _refuse_strange_account(person: Person, by: User) -> None:
    """Let nobody name an address for a person whose file is closed to them."""
    if User.objects.filter(person=person).exists():
        return
    open_to = Member.objects.visible_to(by).values("pk")
    if Member.objects.filter(person=person).exclude(pk__in=open_to).exists():
        raise Refused(
            _("This person has no account: ask the administrator to make one.")
        )
