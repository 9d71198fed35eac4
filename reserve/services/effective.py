"""Effective heads are asked to share their experience, and answer themselves."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.models import Cycle
from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve import recipients
from reserve.models import Consent, ConsentText, EffectiveHead
from reserve.reading import effective as reading
from reserve.services import consents

Answer = EffectiveHead.Answer
EXPERTISE = ConsentText.Purpose.EXPERTISE


@transaction.atomic
def ask(cycle: Cycle, people: Collection[int], *, by: User) -> list[EffectiveHead]:
    """Ask the found heads among the people; those asked already are passed over.

    Raises PermissionDenied without the right where a head works.
    """
    known = EffectiveHead.objects.filter(cycle=cycle).values_list("person", flat=True)
    chosen = [
        row
        for row in reading.found(by, cycle)
        if row.facts.person_id in people and row.facts.person_id not in set(known)
    ]
    made = []
    for row in chosen:
        access.require(by, Can.RUN_RESERVE, row.unit)
        head, is_new = EffectiveHead.objects.get_or_create(
            person=row.person,
            cycle=cycle,
            defaults={"unit": row.unit, "facts": row.facts.as_kept()},
        )
        if is_new:
            journal.write("reserve_effective_asked", head, by=by, unit=row.unit)
            _tell_head(head)
            made.append(head)
    return made


@transaction.atomic
def answer(head_id: int, *, roles: Collection[str], by: User) -> EffectiveHead:
    """Agree to the roles with a consent; with none of them decline and withdraw it.

    Raises PermissionDenied for somebody else, Refused without a text to agree to.
    """
    rows = EffectiveHead.objects.select_for_update(of=("self",))
    head = rows.select_related("unit", "person").get(pk=head_id)
    if by.person_id != head.person_id:
        raise PermissionDenied
    head.answer = Answer.AGREED if roles else Answer.DECLINED
    head.answered_at = timezone.now()
    for role in reading.ROLES:
        setattr(head, f"is_{role}", role in roles)
    if roles:
        consents.give(head.person, text_for(head.unit), by=by)
    else:
        _end_consent(head, by)
    head.save()
    journal.write(
        "reserve_effective_answered",
        head,
        by=by,
        unit=head.unit,
        answer=str(head.answer),
        roles=sorted(roles),
    )
    return head


def _end_consent(head: EffectiveHead, by: User) -> None:
    """Who declines withdraws the consent given before."""
    if Consent.objects.in_force(EXPERTISE).filter(person=head.person).exists():
        consents.withdraw(head.person, by=by, purpose=EXPERTISE)


def text_for(unit: Unit) -> ConsentText:
    """Return the text an effective head agrees to; Refused where there is none."""
    region = Unit.objects.get(pk=unit.ancestor_ids[0])
    text = ConsentText.objects.current(region, EXPERTISE, timezone.localdate())
    if text is None:
        raise Refused(_("The region has no text of the consent yet."))
    return text


def _tell_head(head: EffectiveHead) -> None:
    notices.notify(
        recipients.account(head.person),
        f"reserve:effective:{head.pk}",
        lambda: _("Your results stand out: will you share your experience?"),
        reverse("reserve:effective_answer", args=[head.pk]),
    )
