"""Letters: made into PDF, sent, opened, confirmed, corrected by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from monitoring.letter_pdf.content import from_json
from monitoring.letter_pdf.render import LetterFault, Made, made, template_version
from monitoring.models import Cycle, Letter
from monitoring.services import letter_content, letter_drafts, letter_facts, running
from portal import access, files, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.files import Stored
from portal.models import Job, User
from portal.notices import Notice

Status = Letter.Status
UNMADE = (Status.WAITING, Status.FAILED)


def make(letter_id: int) -> None:
    """Make the letter's PDF, keep it, and say so; nothing if that is done already.

    Raises Refused with the reason, also written at the letter, if it cannot be made.
    """
    letter = Letter.objects.filter(pk=letter_id, status__in=UNMADE).first()
    if letter is None:
        return
    try:
        pdf = made(from_json(letter.content))
    except LetterFault as fault:
        fail([letter_id], str(fault))
        raise Refused(str(fault)) from fault
    stored = files.write_once(f"letters/{letter.cycle_id}", pdf.data, ".pdf")
    _keep(letter, stored, pdf)


def fail(letter_ids: list[int], reason: str) -> None:
    """Say why letters that wait were not made; what is made meanwhile stays."""
    waiting = Letter.objects.filter(pk__in=letter_ids, status__in=UNMADE)
    waiting.update(status=Status.FAILED, reason=reason[:500])


def issue(cycle_id: int, *, by: User) -> int:
    """Send every ready letter to its head; return how many.

    Raises PermissionDenied without the right.
    """
    with transaction.atomic():
        cycle = Cycle.objects.locked().select_related("owner").get(pk=cycle_id)
        access.require(by, Can.RUN, cycle.owner)
        ready = Letter.objects.current().filter(
            cycle=cycle, status=Status.READY, issued_at=None
        )
        ids = list(ready.values_list("pk", flat=True))
        if ids:
            Letter.objects.filter(pk__in=ids).update(issued_at=timezone.now())
            notices.send(_notices(ids))
            journal.write(
                "letters_issued", cycle, by=by, unit=cycle.owner, letters=len(ids)
            )
    return len(ids)


@transaction.atomic
def mark_opened(letter_id: int, *, by: User) -> None:
    """Note when the addressee first opened the letter; for others, do nothing."""
    letter = Letter.objects.locked().get(pk=letter_id)
    if _is_for(letter, by) and letter.issued_at and not letter.opened_at:
        letter.opened_at = timezone.now()
        letter.save(update_fields=["opened_at"])


@transaction.atomic
def confirm_reading(letter_id: int, *, by: User) -> None:
    """Record that the addressee has read the letter.

    Raises PermissionDenied for anyone else, Refused if it is not sent or replaced.
    """
    letter = Letter.objects.locked().select_related("unit").get(pk=letter_id)
    if not _is_for(letter, by):
        raise PermissionDenied
    if letter.issued_at is None:
        raise Refused(_("The letter has not been sent yet."))
    if letter.replaced_by_id:
        raise Refused(_("A later letter replaces this one: please read that."))
    if letter.confirmed_at:
        return
    letter.confirmed_at, letter.confirmed_by = timezone.now(), by
    letter.opened_at = letter.opened_at or letter.confirmed_at
    letter.save(update_fields=["confirmed_at", "confirmed_by", "opened_at"])
    journal.write("letter_confirmed", letter, by=by, unit=letter.unit)


@transaction.atomic
def override_addressee(letter_id: int, *, text: str, by: User) -> Letter:
    """Write the addressee as given, by the rules if empty, and make the letter anew.

    A letter already sent is replaced. Raises PermissionDenied without the right,
    Refused where there is no letter, or while the cycle is being run.
    """
    running.require_still(Letter.objects.get(pk=letter_id).cycle_id)
    rows = Letter.objects.locked().select_related("unit", "cycle__owner")
    letter = rows.get(pk=letter_id)
    access.require(by, Can.RUN, letter.cycle.owner)
    head = letter_facts.head_of(letter.cycle, letter.unit_id)
    if head is None or not letter.content or letter.replaced_by_id:
        raise Refused(_("There is no letter whose addressee could be changed."))
    letter.addressee_override = text.strip()
    letter.save(update_fields=["addressee_override"])
    whom = letter_content.addressee(letter.unit, head, letter.addressee_override)
    stands = letter_drafts.rewrite(
        letter, replace(from_json(letter.content), addressee=whom)
    )
    journal.write("letter_addressee", stands, by=by, unit=letter.unit)
    running.start_letters(letter.cycle_id, by=by)
    return stands


def retry(cycle_id: int, *, by: User) -> Job:
    """Make the letters of the cycle that wait or were not made.

    Raises PermissionDenied without the right.
    """
    return running.start_letters(cycle_id, by=by)


@transaction.atomic
def _keep(letter: Letter, stored: Stored, pdf: Made) -> None:
    """Write where the file lies, unless the letter was written over meanwhile."""
    now = Letter.objects.locked().get(pk=letter.pk)
    if now.status not in UNMADE or now.content_sha256 != letter.content_sha256:
        return
    now.status, now.reason = Status.READY, ""
    now.path, now.sha256, now.size = stored.path, stored.sha256, stored.size
    now.pages, now.made_at = pdf.pages, timezone.now()
    now.template_version = template_version()
    now.save(
        update_fields=[
            *("status", "reason", "path", "sha256", "size", "pages", "made_at"),
            "template_version",
        ]
    )


def _is_for(letter: Letter, user: User) -> bool:
    return letter.person_id is not None and letter.person_id == user.person_id


def _notices(letter_ids: list[int]) -> Iterator[Notice]:
    rows = User.objects.filter(is_active=True, person__letters__in=letter_ids)
    numbers = Letter.objects.filter(pk__in=letter_ids)
    people = {user.person_id: user for user in rows.distinct()}
    for pk, person_id, number in numbers.values_list("pk", "person_id", "number"):
        if user := people.get(person_id):
            url = reverse("monitoring:letter", args=[pk])
            yield Notice(user, f"letter:{pk}", partial(_has_come, number), url)


def _has_come(number: str) -> str:
    text = _("Your letter No. %(number)s with the results has come: please read it.")
    return text % {"number": number}
