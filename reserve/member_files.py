"""Files of a member: orders, certificates, what was signed on paper."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal import access, journal
from portal.access import Can
from portal.attachment_owners import Owner
from portal.models import Unit, User
from reserve.models import Member


def _rows(user: User) -> QuerySet[Member]:
    return Member.objects.visible_to(user)


def _may_change(user: User, member: Member) -> bool:
    return access.may(user, Can.RUN_RESERVE, member.unit)


def _unit(member: Member) -> Unit:
    return member.unit


def _url(member: Member) -> str:
    return reverse("reserve:member", args=[member.pk])


def _opened(user: User, member: Member) -> None:
    journal.write("reserve_file_opened", member, by=user, unit=member.unit)


OWNER = Owner(
    rows=_rows,
    may_change=_may_change,
    unit=_unit,
    url=_url,
    opened=_opened,
    kinds={
        "order": _("Order of inclusion"),
        "consent": _("Consent on paper"),
        "certificate": _("Certificate"),
        "other": _("Other"),
    },
)
