"""December's analysis of needs: counted, planned for, approved and then frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve import needs_rules
from reserve.models import NeedsAction, NeedsAnalysis
from reserve.needs_rules import Proposal
from reserve.reading import succession
from reserve.reading.succession import Lens, Map

Status = NeedsAnalysis.Status


@transaction.atomic
def begin(owner: Unit, *, until: dt.date, by: User) -> NeedsAnalysis:
    """Count this year's needs up to the end of a year and propose actions.

    Raises PermissionDenied without the right, Refused where this year has one.
    """
    access.require(by, Can.RUN_RESERVE, owner)
    today = timezone.localdate()
    made = NeedsAnalysis(owner=owner, year=today.year, until=until, counted_on=today)
    found = _counted(made, by)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused(_("There is an analysis of this year already.")) from error
    _propose(made, found)
    journal.write("reserve_needs_begun", made, by=by, unit=owner)
    return made


@transaction.atomic
def recount(analysis_id: int, *, until: dt.date, by: User) -> NeedsAnalysis:
    """Count a draft again and propose actions anew.

    Raises PermissionDenied without the right, Refused once it is approved.
    """
    analysis = _draft(analysis_id, by, Can.RUN_RESERVE)
    analysis.until, analysis.counted_on = until, timezone.localdate()
    found = _counted(analysis, by)
    analysis.save(update_fields=["until", "counted_on", "lines"])
    analysis.actions.all().delete()
    _propose(analysis, found)
    return analysis


@transaction.atomic
def plan(action: NeedsAction, *, by: User) -> NeedsAction:
    """Keep a new or a changed action of a draft.

    Raises PermissionDenied without the right, Refused once the analysis is approved
    and for a unit that is not in it.
    """
    analysis = _draft(action.analysis_id, by, Can.RUN_RESERVE)
    if action.unit_id not in {line["unit"] for line in analysis.lines}:
        raise Refused(_("This municipality is not in the analysis."))
    action.save()
    return action


@transaction.atomic
def drop(action_id: int, *, by: User) -> None:
    """Take an action out of a draft; the same rights and refusals as in planning."""
    action = NeedsAction.objects.get(pk=action_id)
    _draft(action.analysis_id, by, Can.RUN_RESERVE)
    action.delete()


@transaction.atomic
def approve(analysis_id: int, *, by: User) -> NeedsAnalysis:
    """Approve the plan: its figures and actions change no more.

    Raises PermissionDenied without the right to decide, Refused if it is approved.
    """
    analysis = _draft(analysis_id, by, Can.DECIDE_RESERVE)
    analysis.status = Status.APPROVED
    analysis.approved_by, analysis.approved_at = by, timezone.now()
    analysis.save(update_fields=["status", "approved_by", "approved_at"])
    journal.write(
        "reserve_needs_approved",
        analysis,
        by=by,
        unit=analysis.owner,
        actions=analysis.actions.count(),
    )
    return analysis


def _draft(analysis_id: int, by: User, can: Can) -> NeedsAnalysis:
    rows = NeedsAnalysis.objects.select_for_update(of=("self",))
    analysis = rows.select_related("owner").get(pk=analysis_id)
    access.require(by, can, analysis.owner)
    if analysis.status == Status.APPROVED:
        raise Refused(_("The plan is approved: it changes no more."))
    return analysis


def _counted(analysis: NeedsAnalysis, by: User) -> Map:
    """Put the counts of the owner's branch into the analysis' lines."""
    lens = Lens(timezone.localdate(), analysis.until.year, branch=analysis.owner.path)
    found = succession.of_region(by, lens)
    analysis.lines = [
        {
            "unit": row.municipality_id,
            "name": row.name,
            **{key: value for key, value in asdict(row).items() if key in COUNTS},
        }
        for row in found.rows
    ]
    return found


COUNTS = ("posts", "free", "full", "thin", "bare", "ready", "prospective")


def _propose(analysis: NeedsAnalysis, found: Map) -> None:
    """Propose actions, the barest first; nobody ready is asked by two neighbors."""
    made = []
    left = found.people_ready
    for row in found.rows:
        need = needs_rules.Need(
            thin=row.thin,
            bare=row.bare,
            prospective=row.prospective,
            ready_elsewhere=max(min(left, found.people_ready - row.ready), 0),
        )
        for proposal in needs_rules.propose(need, analysis.year):
            made.append(_action(analysis, row.municipality_id, proposal))
            if proposal.kind == needs_rules.TRANSFER:
                left -= proposal.people
    NeedsAction.objects.bulk_create(made)


def _action(
    analysis: NeedsAnalysis, municipality: int, proposal: Proposal
) -> NeedsAction:
    return NeedsAction(
        analysis=analysis,
        unit_id=municipality,
        kind=proposal.kind,
        people=proposal.people,
        due_on=proposal.due_on,
    )
