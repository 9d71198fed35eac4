"""Which documents were looked at: each tick is kept with who set it, and when."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.errors import Refused
from portal.models import User
from reserve.models import Application, Competition, PaperCheck
from reserve.services import application_content
from reserve.services.application_content import Paper
from reserve.services.applications import locked, note

RUNNING = (Competition.Status.ANNOUNCED, Competition.Status.ASSESSING)


@transaction.atomic
def keep(application_id: int, *, ticked: Collection[str], by: User) -> Application:
    """Keep which documents are in order, before anything is decided.

    Raises PermissionDenied without the right and of one's own application, Refused
    unless the application waits for its check.
    """
    application = locked(application_id)
    access.require(by, Can.RUN_RESERVE, application.competition.unit)
    if by.person_id is not None and by.person_id == application.person_id:
        raise PermissionDenied
    is_running = application.competition.status in RUNNING
    if application.status != Application.Status.SUBMITTED or not is_running:
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    if application_content.consent(application) is None:
        raise Refused(_("The candidate has withdrawn the consent."))
    if write(application, ticked=ticked, by=by):
        note("reserve_papers_checked", application, by)
    return application


def write(application: Application, *, ticked: Collection[str], by: User) -> int:
    """Write what has changed, within the step of the caller; return how much.

    A tick that stands keeps its name and time. A document that nobody attached or
    ticked is not looked at; one attached and not ticked is not in order.
    """
    changed = 0
    for paper in application_content.papers(application):
        is_in_order = paper.document.code in ticked
        if paper.check is None and not is_in_order and not paper.files:
            continue
        if paper.check is None or paper.check.is_in_order != is_in_order:
            _set(application, paper, by, is_in_order=is_in_order)
            changed += 1
    return changed


def refuse(application: Application, *, lacks: Collection[str], by: User) -> None:
    """Write that these documents are not in order, within the step of the caller."""
    for paper in application_content.papers(application):
        if paper.document.code in lacks:
            _set(application, paper, by, is_in_order=False)


def _set(
    application: Application, paper: Paper, by: User, *, is_in_order: bool
) -> None:
    PaperCheck.objects.update_or_create(
        application=application,
        document=paper.document,
        defaults={"is_in_order": is_in_order, "at": timezone.now(), "by": by},
    )
