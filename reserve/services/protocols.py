"""The commission's protocol: drawn up by rank, decided line by line, signed once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve import states
from reserve.models import (
    Application,
    Competition,
    Decision,
    Protocol,
    Readiness,
)
from reserve.ranking import Ranked
from reserve.reading import obstacles, standing
from reserve.services import candidate_letters, experts, members

Verdict = Decision.Verdict
Status = Application.Status


@dataclass(frozen=True)
class Heading:
    """What stands over the decisions."""

    number: str
    held_on: dt.date
    chair: str
    secretary: str
    attendees: str = ""


@dataclass(frozen=True)
class Choice:
    """What the commission decides of one application."""

    verdict: str
    readiness: Readiness | None = None
    reason: str = ""


@transaction.atomic
def draw_up(competition_id: int, *, heading: Heading, by: User) -> Protocol:
    """Write the heading; the first time also propose the decisions by rank.

    Raises PermissionDenied without the right, Refused unless the assessment goes on.
    """
    competition = _assessing(competition_id, by)
    protocol, is_new = Protocol.objects.update_or_create(
        competition=competition, defaults=vars(heading)
    )
    if is_new:
        journal.write("protocol_drawn_up", protocol, by=by, unit=competition.unit)
    _follow(protocol)
    return protocol


@transaction.atomic
def propose(competition_id: int, *, by: User) -> Protocol:
    """Propose all decisions anew by rank and places; what was chosen is lost.

    Raises as `draw_up` does, Refused also without a protocol.
    """
    protocol = _draft(_assessing(competition_id, by))
    protocol.decisions.all().delete()
    _follow(protocol)
    journal.write("protocol_proposed", protocol, by=by, unit=protocol.competition.unit)
    return protocol


@transaction.atomic
def decide(competition_id: int, *, choices: Mapping[int, Choice], by: User) -> Protocol:
    """Write the decisions by the ids of the applications.

    Raises as `draw_up` does; Refused also for a refusal without a reason and an
    inclusion without the readiness.
    """
    competition = _assessing(competition_id, by)
    protocol = _draft(competition)
    _follow(protocol)
    for decision in protocol.decisions.select_related("application"):
        if choice := choices.get(decision.application_id):
            _write(decision, choice)
    return protocol


@transaction.atomic
def sign(competition_id: int, *, by: User) -> Protocol:
    """Sign the protocol and carry out what it decides, once; again changes nothing.

    Those included become members of the reserve, the others learn why not, everybody
    gets a letter. Raises PermissionDenied without the right; Refused while something
    is open: an application not checked, a sheet not handed in, a place that has
    changed since the decisions were written.
    """
    competition = (
        Competition.objects.locked().select_related("unit").get(pk=competition_id)
    )
    access.require(by, Can.DECIDE_RESERVE, competition.unit)
    protocol = _draft(competition, allow_signed=True)
    if protocol.signed_at:
        return protocol
    unit = competition.unit
    states.step(
        states.COMPETITION,
        competition.status,
        Competition.Status.DECIDED,
        unit=unit,
        by=by,
    )
    decisions = _ready(protocol)
    for decision in decisions:
        _carry_out(decision, by)
    protocol.signed_at, protocol.signed_by = timezone.now(), by
    protocol.save(update_fields=["signed_at", "signed_by"])
    competition.status = Competition.Status.DECIDED
    competition.save(update_fields=["status"])
    _record_signing(protocol, decisions, by)
    return protocol


def _record_signing(
    protocol: Protocol, decisions: Iterable[Decision], by: User
) -> None:
    """Write everybody's letter, and put on record what was decided of how many."""
    letters = candidate_letters.write_all(protocol)
    verdicts = Counter(row.verdict for row in decisions)
    journal.write(
        "protocol_signed",
        protocol,
        by=by,
        unit=protocol.competition.unit,
        included=verdicts[Verdict.INCLUDE],
        declined=verdicts[Verdict.DECLINE],
        letters=letters,
    )


def _ready(protocol: Protocol) -> list[Decision]:
    """Return the decisions to carry out; Refused while something is open."""
    if found := obstacles.of(protocol):
        raise Refused(" ".join(found))
    rows = protocol.decisions.select_related(
        "application__person", "application__unit", "readiness"
    )
    decisions = list(rows.order_by("place", "application__number"))
    if not decisions:
        raise Refused(_("There is nobody to decide on."))
    return decisions


def _carry_out(decision: Decision, by: User) -> None:
    """Move the application to where the decision puts it."""
    application = Application.objects.locked().get(pk=decision.application_id)
    competition = decision.protocol.competition
    is_included = decision.verdict == Verdict.INCLUDE
    target = Status.INCLUDED if is_included else Status.DECLINED
    states.step(
        states.APPLICATION, application.status, target, unit=competition.unit, by=by
    )
    application.status = target
    application.reason = "" if is_included else decision.reason
    application.save(update_fields=["status", "reason", "updated_at"])
    if decision.readiness and is_included:
        _include(application, decision.readiness, decision.protocol, by)


def _include(
    application: Application, readiness: Readiness, protocol: Protocol, by: User
) -> None:
    competition = protocol.competition
    members.include(
        application.person,
        unit=application.unit,
        owner=competition.unit,
        level=competition.level,
        post=competition.post,
        readiness=readiness,
        on=protocol.held_on,
        order_number=protocol.number,
        by=by,
        term_years=competition.term_years,
        application=application,
        organization_types=competition.organization_types,
        career=members.Career(
            job_title=application.job_title,
            years_in_education=application.years_in_education,
            years_in_management=application.years_in_management,
        ),
    )


def _follow(protocol: Protocol) -> None:
    """Bring the lines up to who is in play and on which place; choices stay."""
    ranked = standing.ranked(protocol.competition)
    protocol.decisions.exclude(application__in=[row.key for row in ranked]).delete()
    kept = {row.application_id: row for row in protocol.decisions.all()}
    readiness = first_readiness(protocol.competition.unit)
    for row in ranked:
        decision = kept.get(row.key) or _proposal(protocol, row, readiness)
        decision.place, decision.total = row.place, row.total
        decision.save()


def _proposal(protocol: Protocol, row: Ranked, readiness: Readiness | None) -> Decision:
    """Include those whose place is within the places of the competition."""
    places = protocol.competition.places
    is_in = row.place is not None and row.place <= places and readiness is not None
    return Decision(
        protocol=protocol,
        application_id=row.key,
        verdict=Verdict.INCLUDE if is_in else Verdict.DECLINE,
        readiness=readiness if is_in else None,
        reason="" if is_in else _beyond(row.place, places),
    )


def _beyond(place: int | None, places: int) -> str:
    """Say in the language of the data why somebody is not included."""
    with translation.override(settings.LANGUAGE_CODE):
        if place is None:
            return _("The stages of the competition are not completed.")
        return _("The rank by the total is below the number of places: %(places)s.") % {
            "places": places
        }


def _write(decision: Decision, choice: Choice) -> None:
    is_included = choice.verdict == Verdict.INCLUDE
    if is_included and choice.readiness is None:
        raise Refused(
            _("№ %(number)s: choose the readiness.")
            % {"number": decision.application.number}
        )
    if not is_included and not choice.reason.strip():
        raise Refused(
            _("№ %(number)s: write the reason, the candidate will read it.")
            % {"number": decision.application.number}
        )
    decision.verdict = choice.verdict
    decision.readiness = choice.readiness if is_included else None
    decision.reason = choice.reason.strip()
    decision.save(update_fields=["verdict", "readiness", "reason"])


def first_readiness(unit: Unit) -> Readiness | None:
    """Return the first entry of the region's dictionary of readiness."""
    rows = Readiness.objects.of(region_of(unit))
    found = rows.first()
    return found if isinstance(found, Readiness) else None


def region_of(unit: Unit) -> Unit:
    """Return the region the unit lies in."""
    return Unit.objects.get(pk=unit.ancestor_ids[0])


def _assessing(competition_id: int, by: User) -> Competition:
    competition = experts.locked(competition_id, by)
    if competition.status != Competition.Status.ASSESSING:
        raise Refused(_("A protocol is drawn up while the assessment goes on."))
    return competition


def _draft(competition: Competition, *, allow_signed: bool = False) -> Protocol:
    protocol = (
        Protocol.objects.select_for_update().filter(competition=competition).first()
    )
    if protocol is None:
        raise Refused(_("Write the heading of the protocol first."))
    if protocol.signed_at and not allow_signed:
        raise Refused(_("The protocol is signed: it does not change any more."))
    protocol.competition = competition
    return protocol
