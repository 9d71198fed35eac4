"""How schools grew whose heads came from the reserve, against all the others."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, Exists, F, OuterRef, Q

from monitoring.models import Cycle, Summary
from portal import access
from portal.access import Can
from portal.models import Appointment, User
from reserve.models import Nomination

FEWEST = 5


@dataclass(frozen=True)
class Growth:
    """Mean changes of the whole value, percentage points; null below five units."""

    cycle: Cycle
    of_graduates: Decimal | None
    graduates: int
    of_others: Decimal | None
    others: int


def growth(user: User, cycle: Cycle | None) -> Growth | None:
    """Return the comparison over the user's branches; one query, None with no cycle."""
    if cycle is None:
        return None
    appointed = Nomination.objects.filter(
        appointment=OuterRef("pk"), member__isnull=False
    )
    heads = (
        Appointment.objects.of_heads()
        .on(cycle.reference_on)
        .filter(Exists(appointed), position__unit=OuterRef("unit"))
    )
    rows = (
        Summary.objects.filter(access.scope(user, Can.SEE_RESERVE), cycle=cycle)
        .whole()
        .filter(unit__kind="organization", change__isnull=False)
        .annotate(is_graduate=Exists(heads))
    )
    yes, no = Q(is_graduate=True), Q(is_graduate=False)
    sums = rows.aggregate(
        graduates=Count("pk", filter=yes),
        others=Count("pk", filter=no),
        of_graduates=Avg(F("change"), filter=yes),
        of_others=Avg(F("change"), filter=no),
    )
    return Growth(
        cycle=cycle,
        of_graduates=_shown(sums["of_graduates"], sums["graduates"]),
        graduates=sums["graduates"],
        of_others=_shown(sums["of_others"], sums["others"]),
        others=sums["others"],
    )


def _shown(mean: Decimal | None, count: int) -> Decimal | None:
    return mean if count >= FEWEST else None
