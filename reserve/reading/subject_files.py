"""Files of a person's rows, and who opened the person's file."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q, QuerySet

from portal.models import Attachment, JournalEntry, Person
from reserve import models as rows_of

# Where files may hang, and the path from the row to the person.
OWNERS: dict[str, str] = {
    "reserve.application": "person",
    "reserve.member": "person",
    "reserve.nomination": "person",
    "reserve.developmentplan": "member__person",
    "reserve.planitem": "plan__member__person",
    "reserve.internship": "member__person",
    "reserve.mentorship": "mentee",
}


def attachments(person: Person) -> QuerySet[Attachment]:
    """Return the files of the person's rows."""
    found = Q(pk__in=[])
    for label, path in OWNERS.items():
        if label in settings.ATTACHMENT_OWNERS:
            model = getattr(rows_of, _class_name(label))
            ids = model._default_manager.filter(**{path: person}).values("pk")
            found |= Q(owner=label, owner_id__in=ids)
    return Attachment.objects.filter(found).order_by("pk")


def openings(person: Person) -> QuerySet[JournalEntry]:
    """Return when the person's file was opened and by whom, newest first."""
    found = Q(subject_table=Person._meta.db_table, subject_id=person.pk)
    for model in (rows_of.Member, rows_of.Application, rows_of.Nomination):
        ids = model._default_manager.filter(person=person).values("pk")
        found |= Q(subject_table=model._meta.db_table, subject_id__in=ids)
    rows = JournalEntry.objects.filter(found, action="reserve_file_opened")
    return rows.select_related("by").order_by("-at")


def _class_name(label: str) -> str:
    wanted = label.split(".")[1]
    return next(name for name in rows_of.__all__ if name.lower() == wanted)
