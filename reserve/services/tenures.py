"""Ends of tenure: contracts, attestation, and reminders before them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import access, journal, notices
from portal.access import Can
from portal.errors import Refused
from portal.models import Appointment, User
from reserve import recipients
from reserve.models import Tenure

FIRST_DAYS, LAST_DAYS = 90, 30


@transaction.atomic
def record(
    appointment_id: int,
    *,
    contract_ends_on: dt.date | None,
    attested_on: dt.date | None,
    attestation_due_on: dt.date | None,
    birth_year: int | None,
    by: User,
) -> Tenure:
    """Keep what is known of the appointment's end; nothing known is nothing kept.

    Raises PermissionDenied without the right, Refused where the days contradict.
    """
    rows = Appointment.objects.select_for_update(of=("self",))
    held = rows.select_related("position__unit").get(pk=appointment_id)
    unit = held.position.unit
    access.require(by, Can.RUN_RESERVE, unit)
    if contract_ends_on and contract_ends_on <= held.starts_on:
        raise Refused(_("The contract ends after the appointment began."))
    if attested_on and attestation_due_on and attestation_due_on <= attested_on:
        raise Refused(_("The next attestation is after the last one."))
    tenure, _is_new = Tenure.objects.update_or_create(
        appointment=held,
        defaults={
            "contract_ends_on": contract_ends_on,
            "attested_on": attested_on,
            "attestation_due_on": attestation_due_on,
            "birth_year": birth_year,
        },
    )
    journal.write("reserve_tenure_recorded", tenure, by=by, unit=unit)
    return tenure


def remind(today: dt.date) -> int:
    """Tell of attestations and contracts that end within 90 and within 30 days.

    Returns how many ends were told of; the same one is told once at each stage.
    """
    horizon = today + dt.timedelta(days=FIRST_DAYS)
    soon = Q(attestation_due_on__range=(today, horizon))
    soon |= Q(contract_ends_on__range=(today, horizon))
    serving = Q(appointment__ends_on=None) | Q(appointment__ends_on__gt=today)
    rows = Tenure.objects.filter(soon, serving).select_related(
        "appointment__person", "appointment__position__unit"
    )
    return sum(_remind(tenure, today) for tenure in rows.iterator(chunk_size=500))


def _remind(tenure: Tenure, today: dt.date) -> int:
    told = 0
    for kind, day, words in (
        ("attestation", tenure.attestation_due_on, _attestation),
        ("contract", tenure.contract_ends_on, _contract),
    ):
        if day is None or not 0 <= (day - today).days <= FIRST_DAYS:
            continue
        stage = LAST_DAYS if (day - today).days <= LAST_DAYS else FIRST_DAYS
        key = f"reserve:{kind}:{tenure.pk}:{day:%Y%m%d}:{stage}"
        _tell(tenure, key, words, day, is_own=kind == "attestation")
        told += 1
    return told


def _tell(
    tenure: Tenure,
    key: str,
    words: Callable[[], str],
    day: dt.date,
    *,
    is_own: bool,
) -> None:
    unit = tenure.appointment.position.unit
    facts = {"unit": unit.short_name, "day": day.strftime("%d.%m.%Y")}
    page = reverse("reserve:attestations")
    notices.notify(
        recipients.authorities(unit),
        key,
        lambda: words() % facts,
        f"{page}?unit={unit.pk}",
    )
    if is_own:
        own = recipients.account(tenure.appointment.person)
        notices.notify(
            own, key, lambda: words() % facts, reverse("unit", args=[unit.pk])
        )


def _attestation() -> str:
    return _("The head's attestation is due on %(day)s: %(unit)s.")


def _contract() -> str:
    return _("The head's contract ends on %(day)s: %(unit)s.")
