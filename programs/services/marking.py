"""Marking as held in one step: files, participants by a filter, and the report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Unpack

from django.core.files.base import File
from django.db import transaction

from portal.models import User
from portal.services import attachments
from programs.models import Occurrence, Participation
from programs.services import occurrences, participation
from programs.services.occurrence_rows import opened
from programs.services.occurrences import Report
from programs.services.participation import Named


@transaction.atomic
def mark(
    occurrence_id: int,
    *,
    version: int,
    files: Iterable[File[bytes]],
    named: Iterable[Named],
    by: User,
    **report: Unpack[Report],
) -> Occurrence:
    """Attach the files, add those named as present, and mark as held: all or nothing.

    Raises what `occurrences.hold` raises, and Refused for a file that is not kept.
    """
    row = opened(occurrence_id, version)
    for file in files:
        attachments.attach(file, to=row, by=by)
    people = list(named)
    if people:
        participation.add(
            row.pk,
            people,
            source=Participation.Source.FILTER,
            state=Participation.State.ATTENDED,
            by=by,
        )
    return occurrences.hold(row.pk, version=None, by=by, **report)
