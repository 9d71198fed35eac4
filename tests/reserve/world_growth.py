"""Rows and addresses of growth, for the sweeps: plans, pairs, internships, teams."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.models import Unit, User
from tests.reserve import growth
from tests.sweep import ACCEPTING, SIGNED_IN, Pages

STAFF = ACCEPTING
READERS = (*STAFF, "head")  # the head is the member's mentor
REGION = (*STAFF, "other_municipal")
ANYWHERE = (*REGION, "stranger")

_PLAN = ("reserve.plan.pk",)
_ITEM = ("reserve.plan_item.pk",)
_PAIR = ("reserve.pair.pk",)
_INTERNSHIP = ("reserve.internship.pk",)
_TEAM = ("reserve.team.pk",)

PAGES: Pages = {
    **{
        f"reserve:{name}": ((), ANYWHERE, SIGNED_IN)
        for name in (
            "plans",
            "plans_xlsx",
            "plan_templates",
            "mentorships",
            "mentorships_xlsx",
            "mentorship_add",
            "mentors",
            "sites",
            "site_add",
            "internships",
            "internships_xlsx",
            "internship_add",
            "groups",
            "group_add",
            "teams",
            "teams_xlsx",
            "team_add",
        )
    },
    **{
        f"reserve:{name}": (_PLAN, STAFF, ("head",))
        for name in (
            "plan_edit",
            "plan_send",
            "plan_approve",
            "plan_return",
            "plan_finish",
            "plan_points",
            "deficit_add",
            "plan_item_add",
        )
    },
    **{
        f"reserve:{name}": (_INTERNSHIP, STAFF, ())
        for name in ("internship", "internship_move")
    },
    **{
        f"reserve:{name}": (_TEAM, STAFF, ())
        for name in (
            "team",
            "team_edit",
            "team_dissolve",
            "team_member_add",
            "team_training_add",
        )
    },
    "reserve:plan_template_add": (
        (),
        ("ministry", "operator", "stranger"),
        SIGNED_IN,
    ),
    **{
        f"reserve:{name}": (
            (row,),
            ("ministry", "operator"),
            ("municipal", "other_municipal"),
        )
        for name, row in (
            ("plan_template_edit", "reserve.plan_template.pk"),
            ("plan_template_remove", "reserve.plan_template.pk"),
            ("template_item_add", "reserve.plan_template.pk"),
            ("template_item", "reserve.template_item.pk"),
            ("template_item_remove", "reserve.template_item.pk"),
        )
    },
    "reserve:plan_add": (("reserve.member.pk",), STAFF, ()),
    "reserve:plan": (_PLAN, READERS, ()),
    "reserve:plan_pdf": (_PLAN, READERS, ()),
    "reserve:plan_report": (("reserve.plan.pk", "reserve.mid"), STAFF, ("head",)),
    "reserve:deficit": (("reserve.deficit.pk",), STAFF, ("head",)),
    "reserve:deficit_remove": (("reserve.deficit.pk",), STAFF, ("head",)),
    "reserve:plan_item": (_ITEM, READERS, ()),
    "reserve:plan_item_edit": (_ITEM, STAFF, ("head",)),
    "reserve:plan_item_remove": (_ITEM, STAFF, ("head",)),
    "reserve:plan_item_view": (_ITEM, ("head",), STAFF),
    "reserve:mentoring": ((), SIGNED_IN, ()),
    "reserve:mentorship": (_PAIR, READERS, ()),
    "reserve:mentorship_plan": (_PAIR, READERS, ()),
    "reserve:mentorship_end": (_PAIR, STAFF, ("head",)),
    "reserve:meeting_remove": (("reserve.meeting.pk",), READERS, ()),
    "reserve:site": (("reserve.site.pk",), REGION, ()),
    "reserve:site_edit": (("reserve.site.pk",), STAFF, ("other_municipal",)),
    "reserve:internship_step": (
        ("reserve.internship.pk", "reserve.running"),
        STAFF,
        (),
    ),
    "reserve:group": (("reserve.group.pk",), REGION, ()),
    "reserve:group_edit": (
        ("reserve.group.pk",),
        ("ministry", "operator"),
        ("municipal", "other_municipal"),
    ),
    "reserve:group_pick": (("reserve.group.pk",), REGION, ()),
    "reserve:learner_leave": (("reserve.learner.pk",), STAFF, ()),
    "reserve:team_member_remove": (("reserve.team_member.pk",), STAFF, ()),
    "reserve:team_training_finish": (("reserve.training.pk",), STAFF, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = {
    "reserve:plan",
    "reserve:plan_pdf",
    "reserve:plan_item",
    "reserve:plans_xlsx",
    "reserve:mentorship",
    "reserve:mentorships_xlsx",
    "reserve:internship",
    "reserve:internships_xlsx",
    "reserve:teams_xlsx",
}


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name; the head of the school is the mentor."""
    region = growth.region_of(school)
    member = made["member"]
    plan = growth.plan(member, status="approved", by=users["ministry"])
    pair = growth.pair(member, users["head"].person)
    site = growth.site(school)
    group = growth.group(region)
    team = growth.team(school)
    template = growth.template(region, made["readiness"])
    return {
        "plan_template": template,
        "template_item": template.items.get(),
        "mid": "mid",
        "running": "running",
        "plan": plan,
        "plan_item": plan.items.get(),
        "deficit": plan.deficits.get(),
        "pair": pair,
        "meeting": pair.meetings.create(
            held_on=dt.date(2026, 9, 1), topic="Педагогический совет"
        ),
        "site": site,
        "internship": growth.internship(member, site),
        "group": group,
        "learner": group.learners.create(person=member.person, unit=school),
        "team": team,
        "team_member": growth.team_member(team, member.person),
        "training": team.trainings.create(
            name="Команда изменений", hours=36, starts_on=dt.date(2026, 9, 1)
        ),
    }
