"""How a member's step is put on record: the state, history, journal, notice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from portal import journal, notices
from portal.models import User
from reserve import recipients
from reserve.models import ExclusionGround, Member, Nomination, Transition
from reserve.services import endings

Status = Member.Status
RECORDED: dict[str, str] = {
    Status.EXCLUDED: "excluded",
    Status.EXPIRED: "expired",
    Status.APPOINTED: "appointed",
}


@dataclass(frozen=True)
class Step:
    """A change of state as it is put on record."""

    target: str
    on: dt.date
    reason: str = ""
    ground: ExclusionGround | None = None

    @property
    def said(self) -> str:
        """The ground and the reason, as the history keeps them."""
        if self.ground is None:
            return self.reason
        return f"{self.ground.name}. {self.reason}".strip()


def locked(member_id: int) -> Member:
    """Return the member, locked until the transaction ends."""
    rows = Member.objects.locked().select_related("unit", "owner", "person")
    return rows.get(pk=member_id)


def take(member: Member, step: Step, *, by: User) -> Member:
    """Write the step of a locked member; who leaves has no running nominations.

    The caller has asked whether the step is open and whose it is.
    """
    source, member.status, member.state_since = member.status, step.target, step.on
    if step.target in Member.DONE:
        member.left_on, member.left_reason = step.on, step.reason
        member.ground = step.ground
    member.save(
        update_fields=["status", "state_since", "left_on", "left_reason", "ground"]
    )
    made = Transition.objects.create(
        member=member,
        source=source,
        target=step.target,
        on=step.on,
        by=by,
        reason=step.said,
    )
    journal.write(
        f"reserve_member_{RECORDED.get(step.target, 'moved')}",
        member,
        by=by,
        unit=member.unit,
        source=str(source),
        target=str(step.target),
    )
    if step.target in (Status.EXCLUDED, Status.EXPIRED):
        endings.withdraw_nominations(
            Nomination.objects.filter(member=member), by=by, reason=step.said
        )
    tell(member, f"step:{made.pk}", lambda: _("Your state in the reserve has changed."))
    return member


def tell(member: Member, key: str, text: notices.Text) -> None:
    """Tell the member, once for the key."""
    notices.notify(
        recipients.account(member.person),
        f"reserve:member:{member.pk}:{key}",
        text,
        reverse("reserve:mine"),
    )
