"""What a user may do with an occurrence: buttons of pages and targets of the board."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal import access
from portal.access import Can
from portal.models import User
from programs import states
from programs.models import Occurrence, Program
from programs.services import four_eyes

Status = Occurrence.Status
HOLD, CHECK, RETURN, UNCHECK, CANCEL, RESTORE, MOVE, NAME = (
    "hold",
    "check",
    "return",
    "uncheck",
    "cancel",
    "restore",
    "move",
    "name",
)
OF_STEP = {
    (Status.PLANNED, Status.HELD): HOLD,
    (Status.PLANNED, Status.CANCELLED): CANCEL,
    (Status.HELD, Status.CHECKED): CHECK,
    (Status.HELD, Status.PLANNED): RETURN,
    (Status.CHECKED, Status.HELD): UNCHECK,
    (Status.CANCELLED, Status.PLANNED): RESTORE,
}
WORDS: dict[str, str | Promise] = {
    HOLD: _("Mark as held…"),
    CHECK: _("Check…"),
    RESTORE: _("Restore…"),
    NAME: _("Name the day…"),
    MOVE: _("Move…"),
    RETURN: _("Return…"),
    UNCHECK: _("Take the check back…"),
    CANCEL: pgettext_lazy("events", "Cancel…"),
}
ICONS = {
    HOLD: "check",
    CHECK: "check",
    RETURN: "undo",
    UNCHECK: "undo",
    CANCEL: "x",
    RESTORE: "undo",
    MOVE: "calendar",
    NAME: "edit",
}


@dataclass(frozen=True)
class Button:
    """A step on offer: its code, its words, its page."""

    code: str
    label: str | Promise
    url: str
    icon: str


def open_to(row: Occurrence, user: User) -> list[str]:
    """Return the codes of the steps the user may take now; four eyes included."""
    program = row.event.program
    if program.status != Program.Status.PUBLISHED:
        return []
    found = {
        code
        for (source, target), code in OF_STEP.items()
        if source == row.status and _may(row, target, user)
    }
    if row.status == Status.PLANNED and access.may(user, Can.TRACK_EVENTS, row.unit):
        found |= {MOVE, NAME}
    return [code for code in WORDS if code in found]


def buttons(row: Occurrence, user: User) -> list[Button]:
    """Return the steps as links; nobody checks people whom they changed themselves."""
    codes = open_to(row, user)
    if CHECK in codes and four_eyes.has_changed_people(row, user):
        codes.remove(CHECK)
    return [Button(code, WORDS[code], url(row.pk, code), ICONS[code]) for code in codes]


def url(pk: int, code: str) -> str:
    """Return the page of a step."""
    return reverse(f"programs:occurrence_{code}", args=[pk])


def _may(row: Occurrence, target: str, user: User) -> bool:
    is_check = Status.CHECKED in (row.status, target)
    unit = row.event.program.unit if is_check else row.unit
    if target == Status.CHECKED and row.held_by_id == user.pk:
        return False
    return target in states.open_to(states.OCCURRENCE, row.status, user, unit)
