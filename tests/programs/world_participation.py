"""Rows and addresses of participation, for the sweeps."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.models import Unit, User
from programs.models import Occurrence
from tests.programs import factories
from tests.sweep import SIGNED_IN, WORKING, Pages

ONE = ("programs.occurrence.pk",)
TRACKING = ("ministry", "operator")
NAMING = (*TRACKING, "municipal", "other_municipal")

PAGES: Pages = {
    "programs:participants": (ONE, WORKING, ()),
    "programs:participants_add": (ONE, NAMING, WORKING),
    "programs:participants_paste": (ONE, NAMING, WORKING),
    "programs:participants_certify": (ONE, TRACKING, WORKING),
    "programs:participants_xlsx": (ONE, TRACKING, WORKING),
    "programs:participation": (
        ("programs.participation.pk",),
        TRACKING,
        ("municipal",),
    ),
    "programs:participation_take_off": (
        ("programs.participation.pk",),
        ("municipal",),
        TRACKING,
    ),
    "programs:registration": (ONE, TRACKING, WORKING),
    "programs:presence": (ONE, TRACKING, WORKING),
    "programs:register": (("programs.open_door.registration_token",), SIGNED_IN, ()),
    "programs:attend": (("programs.open_door.attendance_token",), SIGNED_IN, ()),
    "programs:target_people": (("programs.target.pk",), WORKING, ()),
    "programs:target_reach": (("programs.target.pk",), TRACKING, WORKING),
    "programs:target_unreach": (("programs.target.pk",), TRACKING, WORKING),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "programs:participants_mark": ONE,
    "programs:participants_restore": ONE,
    "programs:participants_answer": ONE,
    "programs:registration_close": ONE,
    "programs:presence_close": ONE,
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {"programs:participants_xlsx"}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return a participant, a target, and an event with open doors."""
    today = timezone.localdate()
    door: Occurrence = factories.occurrence(
        factories.event(made["program"]), starts_on=today, due_on=today
    )
    door.registration_token, door.registration_until = "door", today
    door.attendance_token = "presence"
    door.save()
    return {
        "open_door": door,
        "target": factories.target(made["event"]),
        "participation": factories.participation(
            made["occurrence"], users["head"].person, school
        ),
    }
