"""The protocol of a meeting as text, the same for DOCX and PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from portal import figures
from portal.models import Body, Unit
from programs.models import Decision, Meeting
from programs.services import decisions

TITLES = {
    Meeting.Kind.GROUP: "Протокол заседания рабочей группы",
    Meeting.Kind.INTERVIEW: "Протокол собеседования",
    Meeting.Kind.COUNCIL: "Протокол заседания совета",
}
AUTHORITIES = {
    Unit.Kind.REGION: Body.Kind.REGIONAL_AUTHORITY,
    Unit.Kind.MUNICIPALITY: Body.Kind.MUNICIPAL_AUTHORITY,
}
SILENT = "Информация принята к сведению."


@dataclass(frozen=True)
class Heard:
    """A question, who spoke of it and what was heard."""

    number: int
    topic: str
    speaker: str
    words: str


@dataclass(frozen=True)
class Decided:
    """A decision with its owner and day."""

    number: str
    text: str
    owner: str
    until: str


@dataclass(frozen=True)
class Paper:
    """The protocol; a draft until it is signed."""

    body: str
    title: str
    number: str
    held_on: dt.date
    date: str
    time: str
    subject: str
    place: str
    program: str
    chair: str
    attendees: list[str]
    heard: list[Heard]
    decided: list[Decided]
    is_draft: bool
    signed: str

    @property
    def heading(self) -> str:
        """The title with its number, once there is one."""
        return f"{self.title} № {self.number}" if self.number else self.title


def paper(meeting: Meeting) -> Paper:
    """Return the protocol of the meeting."""
    at = timezone.localtime(meeting.starts_at)
    items = list(meeting.agenda.all())
    return Paper(
        body=_body(meeting.unit),
        title=TITLES[Meeting.Kind(meeting.kind)],
        number=meeting.protocol_number,
        held_on=at.date(),
        date=figures.day(at.date(), "ru"),
        time=f"{at:%H:%M}",
        subject=meeting.title,
        place=meeting.place,
        program=meeting.program.name if meeting.program else "",
        chair=meeting.chair,
        attendees=meeting.attendees,
        heard=[
            Heard(number, row.topic, row.speaker, row.heard or SILENT)
            for number, row in enumerate(items, 1)
        ],
        decided=[_decided(row) for row in decisions.in_order(meeting)],
        is_draft=not meeting.is_signed,
        signed=_signed(meeting),
    )


def _decided(row: Decision) -> Decided:
    owner = f"{row.owner} ({row.unit.short_name})"
    return Decided(row.number, row.text, owner, f"{row.due_on:%d.%m.%Y}")


def _body(unit: Unit) -> str:
    """Return the name of the unit's authority, of the unit itself without one."""
    kind = AUTHORITIES.get(Unit.Kind(unit.kind))
    found = Body.objects.filter(unit=unit, kind=kind).order_by("pk").first()
    return found.name if found else unit.name


def _signed(meeting: Meeting) -> str:
    if not meeting.signed_at:
        return ""
    return figures.day(timezone.localdate(meeting.signed_at), "ru")
