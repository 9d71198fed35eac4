"""What the assessment puts on the home page: sheets to fill in, a letter to read."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.home import Task
from portal.models import User
from reserve.models import CandidateLetter, Competition, Sheet, agreed


def tasks(user: User) -> Iterator[Task]:
    """Yield the user's sheets by competition, and letters not read yet."""
    yield from _sheets(user)
    yield from _letters(user)


def _sheets(user: User) -> Iterator[Task]:
    rows = Sheet.objects.of_expert(user).open()
    waiting = (
        rows.filter(stage__competition__status=Competition.Status.ASSESSING)
        .values_list("stage__competition__name")
        .annotate(count=Count("pk"), due=Min("due_on"))
        .order_by("due")
    )
    for name, count, due in waiting:
        title = ngettext(
            "Fill in %(count)s score sheet", "Fill in %(count)s score sheets", count
        )
        yield Task(
            title=title % {"count": count},
            url=reverse("reserve:sheets"),
            action=_("Assess"),
            icon="check",
            meta=(name,),
            due_on=due,
        )


def _letters(user: User) -> Iterator[Task]:
    rows = CandidateLetter.objects.filter(
        agreed("application__person"),
        application__person=user.person_id or 0,
        read_at=None,
    )
    for letter in rows.select_related("application__competition"):
        yield Task(
            title=_("Read the letter with the results of the competition"),
            url=reverse("reserve:candidate_letter", args=[letter.pk]),
            action=_("Read"),
            icon="mail",
            meta=(letter.application.competition.name,),
        )
