"""What the reserve offers in the navigation, by rights."""

from __future__ import annotations

from django.db.models import Exists
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.models import User
from portal.navigation import Item, link
from reserve.models import Application, Member, Mentorship, Sheet

UNDER = {
    "competitions": ("applications", "experts", "stages", "dictionaries"),
    "growth": (
        "plans",
        "plan-items",
        "template-items",
        "deficits",
        "mentorships",
        "meetings",
        "mentors",
        "sites",
        "internships",
        "groups",
        "learners",
        "teams",
        "team-members",
        "team-training",
    ),
    "vacancies": ("nominations",),
    "succession": ("attestations", "effective", "needs"),
}


def own(user: User) -> list[Item]:
    """Offer the staff's pages, or one's own and competitions to who may apply."""
    if access.anywhere(user, Can.SEE_RESERVE):
        return [*_of_staff(), *_of_person(user)]
    items = _of_person(user)
    if user.person_id or access.anywhere(user, Can.NOMINATE):
        items.append(_item("competitions", _("Competitions"), "star"))
    return items


def _of_staff() -> list[Item]:
    return [
        _item("home", _("Talent reserve"), "people", key="reserve", short=_("Reserve")),
        _item("competitions", _("Competitions"), "star"),
        _item("plans", _("Development plans"), "tasks", key="growth"),
        _item("vacancies", _("Vacancies"), "key"),
        _item("succession", _("Succession map"), "grid"),
        _item("health", _("Health of the reserve"), "chart"),
    ]


def _of_person(user: User) -> list[Item]:
    """One query tells what the user has of their own."""
    sheets = Sheet.objects.of_expert(user)
    pairs = Mentorship.objects.own(user)
    found = User.objects.values(
        sheets=Exists(sheets),
        application=Exists(Application.objects.own(user)),
        member=Exists(Member.objects.own(user)),
        pair=Exists(pairs),
        mentor=Exists(pairs.filter(mentor=user.person_id or 0)),
    ).get(pk=user.pk)
    items = []
    if found["sheets"]:
        items.append(_item("sheets", _("Score sheets"), "check"))
    if found["mentor"]:
        items.append(_item("mentoring", _("My mentoring"), "people"))
    if any(found[name] for name in ("application", "member", "pair")):
        items.append(_item("mine", _("My reserve"), "user", short=_("Reserve")))
    return items


def _item(
    name: str, label: str, icon: str, *, key: str = "", count: int = 0, short: str = ""
) -> Item:
    url = link(f"reserve:{name}")
    group = _("Reserve")
    home = link("reserve:home")
    under = tuple(f"{home}{place}/" for place in UNDER.get(key or name, ()))
    return Item(
        key or name,
        label,
        url,
        icon,
        count=count,
        group=group,
        short=short,
        under=under,
    )
