"""Files that prove the activities of a development plan."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import access, journal
from portal.access import Can
from portal.attachment_owners import Owner
from portal.models import Unit, User
from reserve import plan_rights
from reserve.models import DevelopmentPlan, PlanItem
from reserve.reading import plans


def _rows(user: User) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(plan__in=plans.seen_by(user).values("pk"))


def _may_change(user: User, item: PlanItem) -> bool:
    member = item.plan.member
    is_own = user.person_id is not None and member.person_id == user.person_id
    return is_own or access.may(user, Can.RUN_RESERVE, member.unit)


def _is_open(item: PlanItem) -> bool:
    is_approved = item.plan.status == DevelopmentPlan.Status.APPROVED
    return is_approved and plan_rights.is_alive(item.plan)


def _unit(item: PlanItem) -> Unit:
    return item.plan.member.unit


def _url(item: PlanItem) -> str:
    return reverse("reserve:plan_item", args=[item.pk])


def _opened(user: User, item: PlanItem) -> None:
    member = item.plan.member
    if user.person_id is None or member.person_id != user.person_id:
        journal.write(
            "reserve_file_opened", member, by=user, unit=member.unit, item=item.pk
        )


ITEM = Owner(
    rows=_rows,
    may_change=_may_change,
    is_open=_is_open,
    unit=_unit,
    url=_url,
    kinds={
        "certificate": _("Certificate or diploma"),
        "report": _("Report"),
        "review": _("Host's view"),
        "other": _("Other"),
    },
    opened=_opened,
)
