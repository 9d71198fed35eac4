"""Files of monitoring: evidence of what units report, and letters in the store."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from monitoring.models import Letter, Submission
from portal import access
from portal.access import Can
from portal.attachment_owners import Owner
from portal.models import Unit, User


def _rows(user: User) -> QuerySet[Submission]:
    return Submission.objects.visible_to(user)


def _may_change(user: User, submission: Submission) -> bool:
    return access.may(user, Can.ENTER, submission.unit)


def _is_open(submission: Submission) -> bool:
    return submission.is_editable and submission.cycle.is_collecting


def _unit(submission: Submission) -> Unit:
    return submission.unit


def _url(submission: Submission) -> str:
    return reverse("monitoring:submission", args=[submission.pk])


OWNER = Owner(
    rows=_rows, may_change=_may_change, is_open=_is_open, unit=_unit, url=_url
)


def of_letters() -> Iterable[tuple[str, str]]:
    """Yield each made letter's name and path, for the comparison with the store."""
    made = Letter.objects.exclude(path="")
    for pk, path in made.values_list("pk", "path").iterator():
        yield f"monitoring.letter {pk}", path
