"""Competitions: prepared, announced, assessed, or cancelled."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Membership, Unit, User
from reserve import states
from reserve.models import Application, Competition, ConsentText, Level, Stage
from reserve.services import competition_content, dictionaries

Status = Competition.Status
NOMINATING = (Membership.Role.MUNICIPAL, Membership.Role.HEAD)


@transaction.atomic
def add(competition: Competition, *, by: User) -> Competition:
    """Keep a draft with the stages, criteria and documents usual for competitions.

    Raises PermissionDenied without the right, Refused for an organization.
    """
    unit = competition.unit
    access.require(by, Can.RUN_RESERVE, unit)
    if unit.kind == Unit.Kind.ORGANIZATION:
        raise Refused(_("A competition is held by a region or a municipality."))
    region = region_of(unit)
    dictionaries.ensure(region)
    is_regional = unit.kind == Unit.Kind.REGION
    competition.level = Level.REGIONAL if is_regional else Level.MUNICIPAL
    competition.status, competition.created_by = Status.DRAFT, by
    competition.consent_text = _text(region)
    competition.save()
    competition_content.fill(competition)
    journal.write("competition_added", competition, by=by, unit=unit)
    return competition


@transaction.atomic
def change(competition_id: int, *, save: Callable[[], object], by: User) -> Competition:
    """Change a draft by `save`, then recount what follows from its criteria.

    Raises PermissionDenied without the right, Refused once it is announced.
    """
    competition = _locked(competition_id)
    access.require(by, Can.RUN_RESERVE, competition.unit)
    if competition.status != Status.DRAFT:
        raise Refused(_("An announced competition no longer changes."))
    save()
    competition_content.recount(competition)
    journal.write("competition_changed", competition, by=by, unit=competition.unit)
    return Competition.objects.get(pk=competition_id)


@transaction.atomic
def add_stage(competition_id: int, kind: str, *, by: User) -> Competition:
    """Give a draft a usual stage that it lacks.

    Raises PermissionDenied without the right, Refused once it is announced and for
    a stage that it has, or that nobody knows.
    """
    competition = _locked(competition_id)
    held = competition.stages.filter(kind=kind).exists()
    if held or kind not in Stage.Kind.values:
        raise Refused(_("The competition has this stage."))
    return change(
        competition_id,
        save=lambda: competition_content.add_stage(competition, kind),
        by=by,
    )


@transaction.atomic
def announce(competition_id: int, *, by: User) -> Competition:
    """Open the competition to candidates, and tell those who may nominate.

    Raises PermissionDenied without the right, Refused with everything that is wrong.
    """
    competition = _locked(competition_id)
    _step(competition, Status.ANNOUNCED, by)
    found = competition_content.faults(competition)
    if found:
        raise Refused(" ".join(found))
    competition.consent_text = _text(competition.consent_text.owner)
    _keep(competition, Status.ANNOUNCED, "consent_text")
    journal.write("competition_announced", competition, by=by, unit=competition.unit)
    _tell_nominating(competition)
    return competition


@transaction.atomic
def begin(competition_id: int, *, by: User) -> Competition:
    """Close the intake and begin the assessment.

    Raises PermissionDenied without the right, Refused where nobody has applied.
    """
    competition = _locked(competition_id)
    _step(competition, Status.ASSESSING, by)
    if not competition.applications.submitted().exists():
        raise Refused(_("There are no applications to assess."))
    _keep(competition, Status.ASSESSING)
    journal.write("competition_begun", competition, by=by, unit=competition.unit)
    return competition


@transaction.atomic
def cancel(competition_id: int, *, reason: str, by: User) -> Competition:
    """Cancel the competition and tell everybody who has applied.

    Raises PermissionDenied without the right, Refused without a reason and for a
    competition that is decided.
    """
    competition = _locked(competition_id)
    was_announced = competition.status != Status.DRAFT
    _step(competition, Status.CANCELLED, by)
    if not reason.strip():
        raise Refused(_("Say why."))
    _keep(competition, Status.CANCELLED)
    journal.write(
        "competition_cancelled",
        competition,
        by=by,
        unit=competition.unit,
        reason=reason,
    )
    if was_announced:
        _tell_applicants(competition, reason)
    return competition


def region_of(unit: Unit) -> Unit:
    """Return the region in which the unit lies."""
    return Unit.objects.get(pk=unit.ancestor_ids[0])


def _locked(pk: int) -> Competition:
    rows = Competition.objects.locked()
    return rows.select_related("unit", "consent_text__owner").get(pk=pk)


def _step(competition: Competition, target: str, by: User) -> None:
    states.step(
        states.COMPETITION, competition.status, target, unit=competition.unit, by=by
    )


def _keep(competition: Competition, status: str, *fields: str) -> None:
    competition.status = status
    competition.save(update_fields=["status", *fields])


def _text(region: Unit) -> ConsentText:
    text = ConsentText.objects.current(
        region, ConsentText.Purpose.PROCESSING, timezone.localdate()
    )
    if text is None:
        raise Refused(_("The region has no text of consent in force."))
    return text


def _tell_nominating(competition: Competition) -> None:
    held = Membership.objects.in_force(timezone.localdate()).filter(
        unit__path__startswith=competition.unit.path, role__in=NOMINATING
    )
    name = competition.name
    notices.notify(
        User.objects.filter(is_active=True, pk__in=held.values("user")),
        f"competition:{competition.pk}",
        lambda: _("A competition is announced: %(name)s.") % {"name": name},
        reverse("reserve:announcement", args=[competition.pk]),
    )


def _tell_applicants(competition: Competition, reason: str) -> None:
    rows = Application.objects.filter(competition=competition)
    words = {"name": competition.name, "reason": reason}
    notices.notify(
        User.objects.filter(person__in=rows.values("person")),
        f"competition:{competition.pk}:cancelled",
        lambda: _("The competition «%(name)s» is cancelled: %(reason)s") % words,
        reverse("reserve:announcement", args=[competition.pk]),
    )
