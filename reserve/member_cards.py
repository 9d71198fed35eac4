"""What the reserve's members and staff find on the home page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import access
from portal.access import Can
from portal.home import Card, Task
from portal.models import User
from portal.navigation import link
from reserve.models import Application, Member
from reserve.reading import board
from reserve.reading.marks import marks


def tasks(user: User) -> Iterator[Task]:
    """Yield what waits for the user in the reserve."""
    if access.anywhere(user, Can.RUN_RESERVE):
        yield from _staff(user)
    if user.person_id:
        yield from _drafts(user)
        yield from _own_plan(user)


def cards(user: User) -> Iterator[Card]:
    """Yield the reserve in figures for the staff, the own place in it for a member."""
    today = timezone.localdate()
    if access.anywhere(user, Can.SEE_RESERVE):
        counts = board.counts(Member.objects.visible_to(user), marks(today))
        if counts["people"]:
            yield Card("reserve/board/_home_card.html", {"counts": counts})
    if not user.person_id:
        return
    own = Member.objects.own(user).active().select_related("owner", "readiness")
    for member in own:
        yield Card("reserve/mine/_home_card.html", {"member": member})


def _staff(user: User) -> Iterator[Task]:
    found = marks(timezone.localdate())
    counts = board.counts(
        Member.objects.visible_to(user),
        {name: found[name] for name in ("expiring", "no_plan")},
    )
    page = reverse("reserve:members")
    if count := counts["expiring"]:
        title = ngettext(
            "Decide on %(count)s member whose term ends soon",
            "Decide on %(count)s members whose term ends soon",
            count,
        )
        yield Task(
            title=title % {"count": count},
            url=f"{page}?mark=expiring&sort=term",
            action=_("Look"),
            icon="clock",
            meta=(_("within 90 days"),),
        )
    if count := counts["no_plan"]:
        title = ngettext(
            "%(count)s member has no development plan after a month",
            "%(count)s members have no development plan after a month",
            count,
        )
        yield Task(
            title=title % {"count": count},
            url=f"{page}?mark=no_plan&sort=included",
            action=_("Look"),
            icon="people",
            meta=(_("Talent reserve"),),
            late=True,
        )


def _drafts(user: User) -> Iterator[Task]:
    today = timezone.localdate()
    rows = Application.objects.own(user).filter(
        status=Application.Status.DRAFT, competition__closes_on__gte=today
    )
    for row in rows.select_related("competition"):
        yield Task(
            title=_("Finish your application and hand it in"),
            url=link("reserve:apply", row.competition_id) or reverse("reserve:mine"),
            action=_("Continue"),
            icon="edit",
            meta=(row.competition.name,),
            due_on=row.competition.closes_on,
        )


def _own_plan(user: User) -> Iterator[Task]:
    rows = Member.objects.own(user).active().filter(plans=None)
    for member in rows.select_related("owner"):
        yield Task(
            title=_("Draw up your development plan"),
            url=reverse("reserve:mine"),
            action=_("Look"),
            icon="road",
            meta=(member.owner.short_name,),
        )
