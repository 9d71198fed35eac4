"""Experts of a competition: who judges, and where they work."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Appointment, Unit, User
from reserve.models import Competition, Expert, Sheet

LETTERS = "АБВГДЕЖИКЛМНПРСТУФХЦЧШЭЮЯ"
CLOSED = (Competition.Status.DECIDED, Competition.Status.CANCELLED)


@transaction.atomic
def add(
    competition_id: int, *, user: User, by: User, unit: Unit | None = None
) -> Expert:
    """Make the user an expert; without `unit` it is where they are appointed.

    Raises PermissionDenied without the right, Refused once the competition is over
    and for somebody who is an expert of it already.
    """
    competition = locked(competition_id, by)
    if competition.experts.filter(user=user).exists():
        raise Refused(_("This person is an expert of the competition already."))
    expert = Expert.objects.create(
        competition=competition,
        user=user,
        unit=unit or workplace(user),
        label=_free_letter(competition),
    )
    journal.write("expert_added", expert, by=by, unit=competition.unit)
    notices.notify(
        [user],
        f"reserve:expert:{expert.pk}",
        lambda: (
            _("You are an expert of the competition «%(name)s».")
            % {"name": competition.name}
        ),
        reverse("reserve:sheets"),
    )
    return expert


@transaction.atomic
def remove(expert_id: int, *, by: User) -> None:
    """Take an expert off the competition together with sheets never filled in.

    Raises PermissionDenied without the right, Refused for one who has handed in or
    refused a sheet: that stays on record.
    """
    expert = Expert.objects.select_related("competition").get(pk=expert_id)
    competition = locked(expert.competition_id, by)
    if expert.sheets.exclude(status=Sheet.Status.GIVEN).exists():
        raise Refused(
            _("This expert has handed in sheets. Give the others to somebody else.")
        )
    journal.write("expert_removed", expert, by=by, unit=competition.unit)
    expert.delete()


def workplace(user: User) -> Unit | None:
    """Return the unit of the user's present post, None where none is known."""
    today = timezone.localdate()
    posts = Appointment.objects.filter(person=user.person_id or 0, starts_on__lte=today)
    held = posts.exclude(ends_on__lte=today).select_related("position__unit")
    post = held.order_by("-starts_on").first()
    return post.position.unit if post else None


def locked(competition_id: int, by: User) -> Competition:
    """Return the competition locked, for who runs it while it is not over."""
    competition = (
        Competition.objects.locked().select_related("unit").get(pk=competition_id)
    )
    access.require(by, Can.RUN_RESERVE, competition.unit)
    if competition.status in CLOSED:
        raise Refused(_("The competition is over: nothing in it changes any more."))
    return competition


def _free_letter(competition: Competition) -> str:
    taken = set(competition.experts.values_list("label", flat=True))
    rounds = ("", *map(str, range(2, 10)))
    return next(
        f"{letter}{number}"
        for number in rounds
        for letter in LETTERS
        if f"{letter}{number}" not in taken
    )
