"""Where a member is weak, as the competition and the monitoring have shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, DecimalField, F
from django.utils import timezone

from monitoring.models import Cycle, Result
from monitoring.models.methods import Level
from portal.models import Appointment
from reserve.models import Deficit, Member, Score, Sheet, Stage, StageResult
from reserve.plan_sums import rounded

WEAK_BELOW = 80  # of a hundred points
MOST = 3  # of each source
HUNDRED = Decimal(100)
Source = Deficit.Source


@dataclass(frozen=True)
class Proposal:
    """A deficit to take over: where it was seen, with its points of 100."""

    source: str
    topic: str
    before: Decimal | None = None
    indicator_id: int | None = None

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return f"{self.source}:{self.indicator_id or self.topic}"


def of_member(member: Member, day: dt.date | None = None) -> list[Proposal]:
    """Return what to work on, the weakest first within each source."""
    day = day or timezone.localdate()
    return [
        *of_assessment(member),
        *of_entrance_test(member),
        *of_monitoring(member, day),
    ]


def of_assessment(member: Member) -> list[Proposal]:
    """Return the lowest criteria of the sheets handed in, in points of 100."""
    if member.application_id is None:
        return []
    rows = (
        Score.objects.filter(
            sheet__application=member.application_id, sheet__status=Sheet.Status.DONE
        )
        .values("criterion__name")
        .annotate(
            mean=Avg(
                F("points") * HUNDRED / F("criterion__maximum"),
                output_field=DecimalField(),
            )
        )
        .order_by("mean", "criterion__name")
    )
    return list(_weak(Source.ASSESSMENT, rows.values_list("criterion__name", "mean")))


def of_entrance_test(member: Member) -> list[Proposal]:
    """Return the test of the competition where its points are few."""
    if member.application_id is None:
        return []
    rows = StageResult.objects.filter(
        application=member.application_id,
        stage__kind=Stage.Kind.TEST,
        points__isnull=False,
    ).annotate(share=F("points") * HUNDRED / F("stage__maximum"))
    return list(_weak(Source.TEST, rows.values_list("stage__name", "share")))


def of_monitoring(member: Member, day: dt.date) -> list[Proposal]:
    """Return the low indicators of the organization that the person leads."""
    posts = Appointment.objects.of_heads().on(day).filter(person=member.person_id)
    units = list(posts.values_list("position__unit", flat=True)[:1])
    cycle = (
        Cycle.objects.with_results()
        .filter(owner=member.unit.ancestor_ids[0], kind=Cycle.Kind.ANNUAL)
        .order_by("-year")
        .first()
    )
    if not units or cycle is None:
        return []
    rows = (
        Result.objects.whole()
        .filter(cycle=cycle, unit=units[0], level=Level.LOW)
        .select_related("indicator")
        .order_by("value")
    )
    return [
        Proposal(
            Source.MONITORING,
            f"{row.indicator.code}. {row.indicator.name}",
            _of_hundred(row.value),
            row.indicator_id,
        )
        for row in rows[:MOST]
    ]


def _weak(source: str, rows: object) -> Iterator[Proposal]:
    count = 0
    for topic, mean in rows:  # type: ignore[attr-defined]
        points = rounded(Decimal(mean))
        if points < WEAK_BELOW and count < MOST:
            count += 1
            yield Proposal(source, topic, points)


def _of_hundred(value: Decimal | None) -> Decimal | None:
    if value is None or not 0 <= value <= HUNDRED:
        return None
    return rounded(value)
