"""Files of programs: evidence of events, documents on which their dates depend."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import access
from portal.access import Can
from portal.attachment_owners import Owner
from portal.models import Unit, User
from programs.models import AwaitedDocument, Occurrence, Program


def _occurrences(user: User) -> QuerySet[Occurrence]:
    """Those whose participants one may read: files of evidence name them."""
    named = access.scope(user, Can.SEE_PARTICIPANTS)
    rows = Occurrence.objects.visible_to(user).filter(named)
    return rows.select_related("unit", "event__program")


def _tracks(user: User, row: Occurrence) -> bool:
    return access.may(user, Can.TRACK_EVENTS, row.unit)


def _is_planned(row: Occurrence) -> bool:
    """Whether it still waits: the evidence of what is marked does not change."""
    is_open = row.status == Occurrence.Status.PLANNED
    return is_open and row.event.program.status == Program.Status.PUBLISHED


def _unit(row: Occurrence) -> Unit:
    return row.unit


def _url(row: Occurrence) -> str:
    return reverse("programs:occurrence", args=[row.pk])


OCCURRENCE = Owner(
    rows=_occurrences,
    may_change=_tracks,
    is_open=_is_planned,
    unit=_unit,
    url=_url,
    kinds={
        "protocol": _("Protocol or order"),
        "list": _("List of participants"),
        "photo": _("Photo or recording"),
        "material": _("Material of the event"),
        "other": _("Other"),
    },
)


def _documents(user: User) -> QuerySet[AwaitedDocument]:
    seen = Program.objects.visible_to(user)
    rows = AwaitedDocument.objects.filter(program__in=seen)
    return rows.select_related("program__unit")


def _tracks_program(user: User, row: AwaitedDocument) -> bool:
    return access.may(user, Can.TRACK_EVENTS, row.program.unit)


def _program_unit(row: AwaitedDocument) -> Unit:
    return row.program.unit


def _document_url(row: AwaitedDocument) -> str:
    return reverse("programs:awaited_document", args=[row.pk])


AWAITED = Owner(
    rows=_documents,
    may_change=_tracks_program,
    unit=_program_unit,
    url=_document_url,
)
