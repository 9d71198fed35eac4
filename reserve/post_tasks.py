"""What waits for the user on the home page: steps of approvals, an answer to give."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.home import Task
from portal.models import User
from reserve import nomination_words
from reserve.models import EffectiveHead, Nomination

MOST = 20
Status = Nomination.Status


def tasks(user: User) -> Iterator[Task]:
    """Yield the approvals that wait for the user's step, and their own answer."""
    yield from _answers(user)
    if access.anywhere(user, Can.APPROVE_NOMINATIONS):
        waiting = [Status.SUBMITTED, Status.DOCUMENTS, Status.INTERVIEW]
        yield from _steps(user, Can.APPROVE_NOMINATIONS, waiting, _("Decide"))
    if access.anywhere(user, Can.APPOINT):
        yield from _steps(user, Can.APPOINT, [Status.APPROVED], _("Appoint"))


def _steps(user: User, can: Can, statuses: list[Status], action: str) -> Iterator[Task]:
    mine = access.scope(user, can, path="vacancy__position__unit__path")
    rows = Nomination.objects.visible_to(user).filter(mine, status__in=statuses)
    for row in rows.select_related("vacancy__position__unit").order_by("due_on")[:MOST]:
        yield Task(
            title=_("Approval of a candidate: %(post)s")
            % {"post": row.vacancy.position},
            url=reverse("reserve:nomination", args=[row.pk]),
            action=action,
            icon="user",
            meta=(str(nomination_words.STATES[row.status]),),
            due_on=row.due_on,
        )


def _answers(user: User) -> Iterator[Task]:
    asked = EffectiveHead.objects.filter(
        person=user.person_id or 0, answer=EffectiveHead.Answer.ASKED
    )
    for row in asked.select_related("unit"):
        yield Task(
            title=_("Your results stand out: will you share your experience?"),
            url=reverse("reserve:effective_answer", args=[row.pk]),
            action=_("Answer"),
            icon="star",
            meta=(row.unit.short_name,),
        )
