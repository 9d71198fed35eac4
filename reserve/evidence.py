"""Files of the reserve: who sees, attaches and removes them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal import journal
from portal.attachment_owners import Owner
from portal.models import Unit, User
from reserve import data_files
from reserve.models import Application


def _applications(user: User) -> QuerySet[Application]:
    staff = Application.objects.run_by(user).submitted()
    rows = Application.objects.select_related("competition__unit", "unit")
    return rows.filter(Q(pk__in=staff.values("pk")) | Q(person=user.person_id or 0))


def _is_own(user: User, application: Application) -> bool:
    return user.person_id is not None and application.person_id == user.person_id


def _is_draft(application: Application) -> bool:
    is_taking = application.competition.is_taking(timezone.localdate())
    return application.status == Application.Status.DRAFT and is_taking


def _unit(application: Application) -> Unit:
    return application.competition.unit


def _url(application: Application) -> str:
    if application.status == Application.Status.DRAFT:
        return reverse(
            "reserve:apply_step", args=[application.competition_id, "documents"]
        )
    return reverse("reserve:application", args=[application.pk])


def _opened(user: User, application: Application) -> None:
    if not _is_own(user, application):
        unit = application.competition.unit
        journal.write("reserve_file_opened", application, by=user, unit=unit)


APPLICATION = Owner(
    rows=_applications,
    may_change=_is_own,
    is_open=_is_draft,
    unit=_unit,
    url=_url,
    kinds=data_files.documents(),
    opened=_opened,
)
