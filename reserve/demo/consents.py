"""Consents of everybody whose data the reserve's demo keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from reserve.demo.ground import BATCH, Ground
from reserve.models import Consent

GIVEN = dt.datetime(2023, 9, 4, tzinfo=dt.UTC)


def give(ground: Ground, people: Iterable[int], purpose: str = "processing") -> None:
    """Let the people who have not yet done so agree to the text in force."""
    text = ground.texts[purpose]
    known = set(Consent.objects.filter(text=text).values_list("person", flat=True))
    Consent.objects.bulk_create(
        [
            Consent(person_id=person, text=text, given_at=GIVEN)
            for person in sorted(set(people) - known)
        ],
        batch_size=BATCH,
    )
