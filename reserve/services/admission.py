"""The check of documents: admitted or not, and who goes on after a stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import notices
from portal.errors import Refused
from portal.models import User
from reserve import states
from reserve.models import Application, Stage, StageResult
from reserve.services import application_content, paper_checks
from reserve.services.applications import locked, note

Status = Application.Status
RUNNING = paper_checks.RUNNING


@transaction.atomic
def admit(application_id: int, *, ticked: Sequence[str], by: User) -> Application:
    """Admit the candidate; `ticked` are the codes of documents found in order.

    Raises PermissionDenied without the right, Refused while a required document is
    not ticked or the step is not open.
    """
    application = _stepped(application_id, Status.ADMITTED, by)
    for paper in application_content.papers(application):
        if paper.document.is_required and paper.document.code not in ticked:
            text = _("A required document is not ticked: %(document)s.")
            raise Refused(text % {"document": paper.document.name})
    paper_checks.write(application, ticked=ticked, by=by)
    _check(application, is_passed=True, reason="", by=by)
    _keep(application, Status.ADMITTED, "reserve_application_admitted", by)
    name, number = application.competition.name, application.number
    _tell(
        application,
        lambda: (
            _("Your application № %(number)s is admitted: %(name)s.")
            % {"number": number, "name": name}
        ),
    )
    return application


@transaction.atomic
def reject(
    application_id: int, *, reason: str, by: User, lacks: Sequence[str] = ()
) -> Application:
    """Do not admit the candidate, and tell them why; `lacks` are codes of documents.

    Raises PermissionDenied without the right, Refused without a reason.
    """
    application = _stepped(application_id, Status.REJECTED, by)
    _require_reason(reason)
    paper_checks.refuse(application, lacks=lacks, by=by)
    _check(application, is_passed=False, reason=reason, by=by)
    _keep(application, Status.REJECTED, "reserve_application_rejected", by, reason)
    words = {"number": application.number, "reason": reason}
    _tell(
        application,
        lambda: _("Your application № %(number)s is not admitted. %(reason)s") % words,
    )
    return application


@transaction.atomic
def restore(application_id: int, *, by: User) -> Application:
    """Take a refusal of admission back: the application waits for its check again.

    Raises PermissionDenied without the right, Refused where it was not refused.
    """
    application = _stepped(application_id, Status.SUBMITTED, by)
    application.stage_results.filter(stage__kind=Stage.Kind.DOCUMENTS).delete()
    _keep(application, Status.SUBMITTED, "reserve_application_restored", by)
    number = application.number
    _tell(
        application,
        lambda: (
            _("The check of your application № %(number)s is open again.")
            % {"number": number}
        ),
    )
    return application


@transaction.atomic
def stop(application_id: int, *, stage: Stage, reason: str, by: User) -> Application:
    """Say that the candidate did not pass a stage, and why.

    Raises PermissionDenied without the right, Refused without a reason.
    """
    application = _stepped(application_id, Status.STOPPED, by)
    _require_reason(reason)
    application.stopped_at = stage
    _keep(application, Status.STOPPED, "reserve_application_stopped", by, reason)
    words = {"number": application.number, "reason": reason}
    _tell(
        application,
        lambda: _("Your application № %(number)s goes no further. %(reason)s") % words,
    )
    return application


@transaction.atomic
def readmit(application_id: int, *, by: User) -> Application:
    """Let a candidate who was stopped go on after all.

    Raises PermissionDenied without the right, Refused where nobody stopped them.
    """
    application = locked(application_id)
    if application.status != Status.STOPPED:
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    _step(application, Status.ADMITTED, by)
    application.stopped_at = None
    _keep(application, Status.ADMITTED, "reserve_application_readmitted", by)
    return application


def _stepped(application_id: int, target: str, by: User) -> Application:
    application = locked(application_id)
    if target == Status.ADMITTED and application.status == Status.STOPPED:
        raise Refused(_("Meanwhile the state has changed: this step is not open."))
    _step(application, target, by)
    return application


def _step(application: Application, target: str, by: User) -> None:
    competition = application.competition
    states.step(
        states.APPLICATION, application.status, target, unit=competition.unit, by=by
    )
    if competition.status not in RUNNING:
        raise Refused(_("The competition is over."))
    if by.person_id is not None and by.person_id == application.person_id:
        raise Refused(_("Somebody else decides on one's own application."))
    if application_content.consent(application) is None:
        raise Refused(_("The candidate has withdrawn the consent."))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why."))


def _check(application: Application, *, is_passed: bool, reason: str, by: User) -> None:
    """Put the outcome of the check of documents on record, where it is a stage."""
    stages = application.competition.stages
    stage = stages.filter(kind=Stage.Kind.DOCUMENTS).first()
    if stage is not None:
        values = {"is_passed": is_passed, "note": reason[:500], "by": by}
        StageResult.objects.update_or_create(
            application=application, stage=stage, defaults=values
        )


def _keep(
    application: Application, status: str, action: str, by: User, reason: str = ""
) -> None:
    application.status, application.reason = status, reason
    application.save(update_fields=["status", "reason", "stopped_at", "updated_at"])
    note(action, application, by, reason)


def _tell(application: Application, text: Callable[[], str]) -> None:
    now = timezone.now()
    notices.notify(
        User.objects.filter(person=application.person_id),
        f"application:{application.pk}:{application.status}:{now:%Y%m%d%H%M%S}",
        text,
        reverse("reserve:apply", args=[application.competition_id]),
    )
