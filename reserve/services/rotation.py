"""A sitting on rotation: who is extended, excluded or left; all decisions or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from portal import access, figures, journal
from portal.access import Can
from portal.data_language import as_data
from portal.errors import Refused
from portal.models import User
from portal.years import years_later
from reserve.models import ExclusionGround, Member
from reserve.services import members, terms

MOST = 100  # people in one sitting: a page of the list
LONGEST_NUMBER = 30  # of a protocol, so that its day fits beside it


class Choice(models.TextChoices):
    """What the commission decides on a person."""

    LEAVE = "leave", gettext_lazy("Leave as it is")
    EXTEND = "extend", gettext_lazy("Extend")
    EXCLUDE = "exclude", gettext_lazy("Exclude")


@dataclass(frozen=True)
class Sitting:
    """The protocol of the commission, and for how long it extends terms."""

    number: str
    on: dt.date
    years: int = 1

    @property
    def words(self) -> str:
        """The number and the day, as extensions keep them."""
        day = figures.short_day(self.on)
        with as_data():
            text = pgettext("protocol", "%(number)s of %(day)s")
        return text % {"number": self.number.strip(), "day": day}


@dataclass(frozen=True)
class Verdict:
    """The decision on one person; `term` is the end of the term that was looked at."""

    member_id: int
    choice: str
    term: dt.date
    ground: ExclusionGround | None = None
    reason: str = ""


@dataclass(frozen=True)
class Problem:
    """Whose decision cannot be taken, and why."""

    member: Member
    why: str


@dataclass(frozen=True)
class Outcome:
    """How many terms are longer now, and how many people are excluded."""

    extended: int
    excluded: int


class NotAll(Refused):
    """Some of the decisions cannot be taken, so none was."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the report."""
        count = len(problems)
        text = ngettext(
            "Nothing was changed: %(count)s decision cannot be taken.",
            "Nothing was changed: %(count)s decisions cannot be taken.",
            count,
        )
        super().__init__(text % {"count": count})
        self.problems = problems


@transaction.atomic
def decide(verdicts: Sequence[Verdict], *, sitting: Sitting, by: User) -> Outcome:
    """Take every decision of the sitting, or none.

    Raises NotAll with the report, Refused where there is nothing to decide, for too
    many people and for a protocol without a number.
    """
    chosen = [one for one in verdicts if one.choice != Choice.LEAVE]
    _check(chosen, sitting)
    ids = [one.member_id for one in chosen]
    rows = Member.objects.locked().filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows.select_related("person", "unit", "owner")}
    if len(found) != len(chosen):
        raise Refused(_("Some of these people are not in the list any more."))
    problems = []
    for verdict in sorted(chosen, key=lambda one: one.member_id):
        member = found[verdict.member_id]
        if why := _tried(member, verdict, sitting, by):
            problems.append(Problem(member, why))
    if problems:
        raise NotAll(problems)
    outcome = _outcome(chosen)
    _record(sitting, outcome, len(verdicts), by)
    return outcome


def _check(chosen: Sequence[Verdict], sitting: Sitting) -> None:
    if not chosen:
        raise Refused(_("Choose for at least one person: extend or exclude."))
    if len(chosen) > MOST:
        raise Refused(_("Decide on %(most)s people at most at once.") % {"most": MOST})
    if not sitting.number.strip():
        raise Refused(_("Name the commission's protocol."))


def _tried(member: Member, verdict: Verdict, sitting: Sitting, by: User) -> str:
    """Take one decision; return why not, nothing where it is taken."""
    try:
        _take(member, verdict, sitting, by)
    except Refused as refusal:
        return str(refusal)
    except PermissionDenied:
        return _("You have no right to this step here.")
    return ""


def _take(member: Member, verdict: Verdict, sitting: Sitting, by: User) -> None:
    if member.term_ends_on != verdict.term or not member.is_active:
        raise Refused(_("Meanwhile the term or the state has changed: look again."))
    access.require(by, Can.DECIDE_RESERVE, member.unit)
    if verdict.choice == Choice.EXTEND:
        terms.extend(
            member.pk,
            until=years_later(member.term_ends_on, sitting.years),
            order_number=sitting.words,
            reason=_reason_of(verdict),
            by=by,
        )
    elif verdict.ground is None:
        raise Refused(_("An exclusion needs one of the grounds of the region."))
    else:
        with as_data():
            protocol = _("Protocol %(words)s.") % {"words": sitting.words}
        reason = f"{protocol} {verdict.reason}".strip()
        members.exclude(member.pk, ground=verdict.ground, reason=reason, by=by)


def _reason_of(verdict: Verdict) -> str:
    with as_data():
        return verdict.reason.strip() or _("Decision on the rotation.")


def _outcome(chosen: Sequence[Verdict]) -> Outcome:
    extended = sum(one.choice == Choice.EXTEND for one in chosen)
    return Outcome(extended=extended, excluded=len(chosen) - extended)


def _record(sitting: Sitting, outcome: Outcome, seen: int, by: User) -> None:
    """Put the sitting itself on record, beside the entry of each person."""
    region = access.home_region(by)
    if region:
        journal.write(
            "reserve_rotation_decided",
            region,
            by=by,
            unit=region,
            reason=sitting.words,
            extended=outcome.extended,
            excluded=outcome.excluded,
            left=seen - outcome.extended - outcome.excluded,
        )
