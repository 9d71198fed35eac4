"""The life of a practice: written, reviewed, published, confirmed, taken over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Attachment, Unit, User
from portal.years import years_later
from programs import states
from programs.models import Adoption, Practice
from programs.services import four_eyes, practice_notices

Status = Practice.Status
STAYS_YEARS = 2  # in the bank, unless it is confirmed
CHANGEABLE = (Status.DRAFT, Status.RETURNED)
WRITTEN = (
    "title",
    "problem",
    "actions",
    "resources",
    "indicator",
    "value_before",
    "value_after",
    "year_before",
    "year_after",
    "proof",
    "contact",
    "organization_types",
    "event",
)


@transaction.atomic
def write(unit: Unit, *, values: Mapping[str, object], by: User) -> Practice:
    """Begin the passport of a practice of the unit.

    Raises PermissionDenied without the right to propose practices there, Refused for
    figures that contradict each other.
    """
    access.require(by, Can.PROPOSE_PRACTICES, unit)
    practice = Practice(unit=unit, created_by=by)
    _fill(practice, values)
    practice.save()
    _record("written", practice, by)
    return practice


@transaction.atomic
def change(practice_id: int, *, values: Mapping[str, object], by: User) -> Practice:
    """Write a draft anew; Refused once it is in review or published."""
    practice = _locked(practice_id)
    access.require(by, Can.PROPOSE_PRACTICES, practice.unit)
    if practice.status not in CHANGEABLE:
        raise Refused(_("Take the practice back before you change it."))
    _fill(practice, values)
    practice.save()
    _record("changed", practice, by)
    return practice


@transaction.atomic
def submit(practice_id: int, *, by: User) -> Practice:
    """Send the practice to review; Refused without a proof: figures or files."""
    practice = _stepped(practice_id, Status.SUBMITTED, by)
    if not is_proved(practice):
        raise Refused(
            _("Prove it first: attach a file, or give the indicator before and after.")
        )
    practice.submitted_at, practice.review = timezone.now(), ""
    _keep(practice, Status.SUBMITTED, "submitted", by)
    practice_notices.submitted(practice)
    return practice


@transaction.atomic
def take_back(practice_id: int, *, by: User) -> Practice:
    """Take a practice back from review, or prepare a withdrawn one again."""
    practice = _stepped(practice_id, Status.DRAFT, by)
    _keep(practice, Status.DRAFT, "taken_back", by)
    return practice


@transaction.atomic
def give_back(practice_id: int, *, reason: str, by: User) -> Practice:
    """Return a practice to its authors and say what to change."""
    practice = _stepped(practice_id, Status.RETURNED, by)
    practice.review, practice.reviewed_by = _required(reason), by
    _keep(practice, Status.RETURNED, "returned", by, reason)
    practice_notices.tell_authors(
        practice, lambda: _("Your practice is returned: see what to change.")
    )
    return practice


@transaction.atomic
def publish(practice_id: int, *, by: User, words: str = "") -> Practice:
    """Publish a reviewed practice for two years.

    Raises Refused for what one wrote or rewrote: somebody else reviews it.
    """
    practice = _stepped(practice_id, Status.PUBLISHED, by)
    if practice.created_by_id == by.pk or four_eyes.rewrote(practice, by):
        raise Refused(_("Somebody else reviews one's own practice."))
    today = timezone.localdate()
    practice.review, practice.reviewed_by = words.strip(), by
    practice.published_on = practice.published_on or today
    practice.confirmed_on = today
    practice.expires_on = years_later(today, STAYS_YEARS)
    _keep(practice, Status.PUBLISHED, "published", by)
    practice_notices.tell_authors(
        practice, lambda: _("Your practice is in the bank of practices.")
    )
    return practice


@transaction.atomic
def withdraw(practice_id: int, *, reason: str, by: User) -> Practice:
    """Take a practice out of the bank and say why."""
    practice = _stepped(practice_id, Status.WITHDRAWN, by)
    practice.review = _required(reason)
    _keep(practice, Status.WITHDRAWN, "withdrawn", by, reason)
    return practice


@transaction.atomic
def confirm(practice_id: int, *, by: User) -> Practice:
    """Say that a published practice still helps: it stays two more years.

    Raises PermissionDenied without the right to review, Refused for one's own.
    """
    practice = _locked(practice_id)
    access.require(by, Can.REVIEW_PRACTICES, practice.unit)
    if practice.status != Status.PUBLISHED:
        raise Refused(_("Only a published practice is confirmed."))
    if practice.created_by_id == by.pk:
        raise Refused(_("Somebody else reviews one's own practice."))
    today = timezone.localdate()
    practice.confirmed_on, practice.reviewed_by = today, by
    practice.expires_on = years_later(today, STAYS_YEARS)
    practice.save()
    _record("confirmed", practice, by)
    return practice


@transaction.atomic
def adopt(practice_id: int, *, unit: Unit, on: dt.date, by: User) -> Adoption:
    """Put on record that an organization works by the practice since the day.

    Raises Refused for the authors themselves, a day ahead, and a second time.
    """
    access.require(by, Can.PROPOSE_PRACTICES, unit)
    practice = _locked(practice_id)
    if not is_in_bank(practice):
        raise Refused(_("The practice is not in the bank."))
    if unit.pk == practice.unit_id:
        raise Refused(_("It is your own practice."))
    if on > timezone.localdate():
        raise Refused(_("The day is ahead."))
    try:
        with transaction.atomic():
            made = Adoption.objects.create(
                practice=practice, unit=unit, adopted_on=on, by=by
            )
    except IntegrityError as error:
        raise Refused(_("This organization works by the practice already.")) from error
    _record("adopted", practice, by, adopted_by=unit.pk)
    practice_notices.tell_authors(
        practice, lambda: _("Another organization has taken your practice over.")
    )
    return made


@transaction.atomic
def tell(adoption_id: int, *, note: str, helped: bool | None, by: User) -> Adoption:
    """Write what came of a practice that was taken over."""
    rows = Adoption.objects.select_for_update(of=("self",))
    adoption = rows.select_related("practice", "unit").get(pk=adoption_id)
    access.require(by, Can.PROPOSE_PRACTICES, adoption.unit)
    adoption.note, adoption.helped = note.strip(), helped
    adoption.save(update_fields=["note", "helped"])
    _record("adoption_told", adoption.practice, by, adopted_by=adoption.unit_id)
    return adoption


def is_proved(practice: Practice) -> bool:
    """Whether figures of an indicator or a file speak for the practice."""
    figures = practice.indicator_id and None not in (
        practice.value_before,
        practice.value_after,
    )
    return bool(figures) or Attachment.objects.of(practice).exists()


def is_in_bank(practice: Practice) -> bool:
    """Whether anybody may read the practice today."""
    return (
        practice.status == Status.PUBLISHED
        and practice.expires_on is not None
        and practice.expires_on >= timezone.localdate()
    )


def _fill(practice: Practice, values: Mapping[str, object]) -> None:
    for name in WRITTEN:
        if name in values:
            setattr(practice, name, values[name])
    before, after = practice.year_before, practice.year_after
    if before is not None and after is not None and before >= after:
        raise Refused(_("The year after has to follow the year before."))


def _locked(practice_id: int) -> Practice:
    return Practice.objects.locked().select_related("unit").get(pk=practice_id)


def _stepped(practice_id: int, target: str, by: User) -> Practice:
    practice = _locked(practice_id)
    states.step(states.PRACTICE, practice.status, target, unit=practice.unit, by=by)
    return practice


def _keep(
    practice: Practice, status: Status, action: str, by: User, reason: str = ""
) -> None:
    practice.status = status
    practice.save()
    _record(action, practice, by, reason)


def _record(
    action: str, practice: Practice, by: User, reason: str = "", **details: object
) -> None:
    journal.write(
        f"practice_{action}",
        practice,
        by=by,
        unit=practice.unit,
        reason=reason,
        **details,
    )


def _required(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why."))
    return reason.strip()
