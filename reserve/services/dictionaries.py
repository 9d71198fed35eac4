"""A region's dictionaries: first entries, changes, new versions of consent texts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve import data_files
from reserve.models import (
    ConsentText,
    ExclusionGround,
    Readiness,
    Requirement,
    TeamRole,
)

Entry = Readiness | ExclusionGround | Requirement | TeamRole
MODELS: dict[str, type[Any]] = {
    "readiness": Readiness,
    "grounds": ExclusionGround,
    "requirements": Requirement,
    "roles": TeamRole,
}


@transaction.atomic
def ensure(region: Unit, *, on: dt.date | None = None) -> None:
    """Give the region the entries and texts it lacks; what it has is left alone.

    A dictionary that has entries is the region's own and gets none. `on` is the
    day from which the texts are in force.
    """
    for name, model in MODELS.items():
        if not model.objects.filter(owner=region).exists():
            rows = enumerate(data_files.dictionaries()[name], 1)
            model._default_manager.bulk_create(
                [model(owner=region, position=at, **row) for at, row in rows],
                ignore_conflicts=True,
            )
    held = set(ConsentText.objects.filter(owner=region).values_list("purpose"))
    ConsentText.objects.bulk_create(
        [
            ConsentText(
                owner=region, version=1, valid_from=on or timezone.localdate(), **row
            )
            for row in data_files.dictionaries()["texts"]
            if (row["purpose"],) not in held
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def add(entry: Entry, *, by: User) -> Entry:
    """Add an entry at the end of its dictionary.

    Raises PermissionDenied without the right, Refused for a code that is taken.
    """
    access.require(by, Can.DECIDE_RESERVE, entry.owner)
    rows = type(entry)._default_manager.filter(owner=entry.owner)
    entry.position = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise Refused(_("This code is taken.")) from error
    _note("reserve_entry_added", entry, by)
    return entry


@transaction.atomic
def change(model: type[Entry], pk: int, *, by: User, **fields: Any) -> Entry:
    """Rename an entry, or change its order and figures; its code stays.

    Raises PermissionDenied without the right.
    """
    entry: Entry = _locked(model, pk, by)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(fields))
    _note("reserve_entry_changed", entry, by)
    return entry


@transaction.atomic
def switch(model: type[Entry], pk: int, *, on: bool, by: User) -> Entry:
    """Offer an entry from now on, or no longer; rows that refer to it keep it.

    Raises PermissionDenied without the right.
    """
    entry = _locked(model, pk, by)
    entry.is_active = on
    entry.save(update_fields=["is_active"])
    _note("reserve_entry_on" if on else "reserve_entry_off", entry, by)
    return entry


@transaction.atomic
def renew_text(
    region: Unit, purpose: str, *, text: str, valid_from: dt.date, by: User
) -> ConsentText:
    """Add the next version of a text; consents keep the version they were given to.

    Raises PermissionDenied without the right, Refused for the same words and for a
    day before the version in force.
    """
    access.require(by, Can.DECIDE_RESERVE, region)
    Unit.objects.select_for_update().get(pk=region.pk)
    rows = ConsentText.objects.filter(owner=region, purpose=purpose)
    last = rows.order_by("-version").first()
    if last is not None and last.text.strip() == text.strip():
        raise Refused(_("The text is the same as in the last version."))
    if last is not None and valid_from < last.valid_from:
        raise Refused(_("A new version cannot come into force before the last one."))
    version = last.version + 1 if last else 1
    made = ConsentText.objects.create(
        owner=region,
        purpose=purpose,
        version=version,
        text=text,
        valid_from=valid_from,
    )
    journal.write(
        "reserve_text_renewed",
        made,
        by=by,
        unit=region,
        purpose=purpose,
        version=version,
    )
    return made


def _locked(model: type[Entry], pk: int, by: User) -> Entry:
    rows: QuerySet[Any] = model._default_manager.select_for_update(of=("self",))
    entry: Entry = rows.select_related("owner").get(pk=pk)
    access.require(by, Can.DECIDE_RESERVE, entry.owner)
    return entry


def _note(action: str, entry: Entry, by: User) -> None:
    journal.write(action, entry, by=by, unit=entry.owner, code=entry.code)
