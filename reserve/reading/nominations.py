"""A nomination's way as pages show it: steps, deadlines, documents, refusals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.models import Attachment, Person, User
from reserve import deadlines, evidence_nominations, nomination_words, states
from reserve.models import Member, Nomination, NominationStep

Status = Nomination.Status
WAY = (
    Status.SUBMITTED,
    Status.DOCUMENTS,
    Status.INTERVIEW,
    Status.APPROVED,
    Status.APPOINTED,
)
REFUSALS_TO_EXCLUDE = 2
TONES: dict[str, str] = {
    Status.APPROVED: "ok",
    Status.APPOINTED: "ok",
    Status.REFUSED: "bad",
    Status.DECLINED: "bad",
    Status.WITHDRAWN: "none",
}


@dataclass(frozen=True)
class Stop:
    """One stop of the way; `state` is done, now, ahead or late."""

    label: str
    state: str
    on: dt.date | None = None
    due_on: dt.date | None = None
    by: str = ""
    note: str = ""


@dataclass(frozen=True)
class Shown:
    """A nomination with its way, its tone, and what the user may do with it."""

    row: Nomination
    stops: Sequence[Stop]
    state: str
    tone: str
    is_late: bool
    targets: Sequence[str] = ()


@dataclass(frozen=True)
class Papers:
    """Which of the required documents are there, in words."""

    attached: int
    required: int
    missing: Sequence[str]


def way(
    nomination: Nomination, steps: Iterable[NominationStep], today: dt.date
) -> list[Stop]:
    """Return the stops of the approval; of an ended one, those it reached."""
    made = {step.status: step for step in sorted(steps, key=lambda step: step.pk)}
    stops = [_stop(nomination, made.get(status), status, today) for status in WAY]
    if nomination.status in WAY:
        return stops
    reached = [stop for stop in stops if stop.state == "done"]
    return [*reached, _stop(nomination, made.get(nomination.status), "", today)]


def shown(rows: Iterable[Nomination], user: User, today: dt.date) -> list[Shown]:
    """Return the nominations with their ways; `steps` are prefetched by the caller."""
    return [
        Shown(
            row,
            way(row, row.steps.all(), today),
            str(nomination_words.STATES[row.status]),
            TONES.get(row.status, "run"),
            row.status in Nomination.RUNNING and deadlines.is_late(row.due_on, today),
            targets(row, user),
        )
        for row in rows
    ]


def targets(nomination: Nomination, user: User) -> list[str]:
    """Return the states to which the user may take the nomination."""
    is_own = user.person_id is not None and user.person_id == nomination.person_id
    return states.open_to(
        states.NOMINATION,
        nomination.status,
        user,
        nomination.vacancy.position.unit,
        is_own=is_own,
    )


def papers(nomination: Nomination) -> Papers:
    """Return which required documents are attached, which are not."""
    kinds = set(Attachment.objects.of(nomination).values_list("kind", flat=True))
    missing = [
        str(evidence_nominations.KINDS[kind])
        for kind in evidence_nominations.REQUIRED
        if kind not in kinds
    ]
    required = len(evidence_nominations.REQUIRED)
    return Papers(required - len(missing), required, missing)


def refusals(person: Person) -> int:
    """Return how many posts offered to the person they declined."""
    return Nomination.objects.filter(person=person, status=Status.DECLINED).count()


def of_member(member: Member, user: User) -> dict[str, object] | None:
    """Return the part of the card and of one's own page, None where there is nothing.

    `is_own` rows carry no links to the staff's pages.
    """
    rows = list(
        member.person.nominations.select_related(
            "vacancy__position__unit__parent", "appointment"
        )
        .prefetch_related("steps__by")
        .order_by("-submitted_on", "-pk")
    )
    is_own = user.person_id == member.person_id
    if not is_own:
        rows = [
            row
            for row in rows
            if access.may(user, Can.SEE_RESERVE, row.vacancy.position.unit)
        ]
    if not rows:
        return None
    declined = sum(row.status == Status.DECLINED for row in rows)
    return {
        "nominations": shown(rows, user, timezone.localdate()),
        "refusals": declined,
        "offers_exclusion": declined >= REFUSALS_TO_EXCLUDE and member.is_active,
        "is_own": is_own,
    }


def history(nomination: Nomination) -> list[dict[str, object]]:
    """Return the steps on record for parts/timeline.html, the latest first."""
    return [
        {
            "at": step.at,
            "text": ": ".join(
                filter(None, [str(nomination_words.STATES[step.status]), step.note])
            ),
            "by": step.by,
        }
        for step in sorted(nomination.steps.all(), key=lambda step: -step.pk)
    ]


def put_on_record(nomination: Nomination, user: User) -> None:
    """Put on record that a candidate's file was opened."""
    journal.write(
        "reserve_file_opened",
        nomination,
        by=user,
        unit=nomination.vacancy.position.unit,
        person=nomination.person_id,
    )


def _stop(
    nomination: Nomination, step: NominationStep | None, status: str, today: dt.date
) -> Stop:
    label = str(nomination_words.STATES[status or nomination.status])
    if step is None:
        return Stop(label, "ahead")
    is_now = nomination.status == step.status and step.status in Nomination.RUNNING
    late = is_now and deadlines.is_late(nomination.due_on, today)
    return Stop(
        label,
        "late" if late else "now" if is_now else "done",
        on=timezone.localdate(step.at),
        due_on=nomination.due_on if is_now else None,
        by=str(step.by) if step.by else _("the portal"),
        note=step.note,
    )
