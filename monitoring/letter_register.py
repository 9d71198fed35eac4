"""The register of letters: its rows, its counts, its questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import Cycle, Letter
from portal import access
from portal.access import Can
from portal.models import User

READY = Q(status=Letter.Status.READY)


@dataclass(frozen=True)
class Counts:
    """How many letters are at each state."""

    total: int
    ready: int
    waiting: int
    failed: int
    withheld: int
    issued: int
    confirmed: int

    @property
    def unsent(self) -> int:
        """Ready letters that nobody has sent."""
        return self.ready - self.issued


def rows(cycle: Cycle, user: User) -> QuerySet[Letter]:
    """Return the current letters of the cycle in the branches the user reads."""
    return (
        Letter.objects.visible_to(user)
        .filter(access.scope(user, Can.READ_LETTERS), cycle=cycle)
        .current()
        .select_related("unit__parent", "person")
        .order_by("unit__parent__sort_name", "unit__sort_name", "pk")
    )


def exportable(cycle: Cycle, user: User) -> QuerySet[Letter]:
    """Return the ready letters the user may take away as files."""
    return rows(cycle, user).filter(access.scope(user, Can.EXPORT), READY)


def counts(found: QuerySet[Letter]) -> Counts:
    """Return the numbers over all rows, in one query."""
    numbers = found.order_by().aggregate(
        total=Count("pk"),
        ready=Count("pk", filter=READY),
        waiting=Count("pk", filter=Q(status=Letter.Status.WAITING)),
        failed=Count("pk", filter=Q(status=Letter.Status.FAILED)),
        withheld=Count("pk", filter=Q(status=Letter.Status.WITHHELD)),
        issued=Count("pk", filter=Q(issued_at__isnull=False)),
        confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
    )
    return Counts(**numbers)


def sending(cycle: Cycle) -> dict[str, object]:
    """Return the question before letters are sent to heads."""
    count = Letter.objects.filter(READY, cycle=cycle, issued_at=None).current().count()
    text = ngettext(
        "%(count)s head will see the letter on the portal and be notified.",
        "%(count)s heads will see their letters on the portal and be notified.",
        count,
    )
    return {
        "title": _("Send the letters?"),
        "text": text % {"count": count},
        "action": _("Send"),
        "cancel": _("Back to the register"),
        "cancel_url": reverse("monitoring:letters", args=[cycle.pk]),
    }
