"""The bank of practices of the demo: units that grew, who took their way over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import F

from monitoring.models import Result
from portal.models import Organization, Unit
from portal.years import years_later
from programs.demo import wording
from programs.demo.ground import Ground
from programs.models import Adoption, Practice
from programs.services.practices import STAYS_YEARS

Status = Practice.Status
# Growth that people believe, p.p.: of one school, and of all those of a municipality.
MODERATE: Final = {
    Unit.Kind.ORGANIZATION: (Decimal(8), Decimal(40)),
    Unit.Kind.MUNICIPALITY: (Decimal(3), Decimal(30)),
}
GRACE = dt.timedelta(days=10)
SOON = 70  # days in which schools take over what was published
REVIEWED = (Status.PUBLISHED, Status.RETURNED, Status.WITHDRAWN)
HELPED = (True, True, True, None, False)
NOTES = {
    True: "Показатель вырос, практику оставляем.",
    False: "В малой школе не прижилось: не хватает людей.",
    None: "",
}


@dataclass
class Bank:
    """Writes practices one by one; each belongs to another school or municipality."""

    site: Ground
    used: set[int] = field(default_factory=set)

    def write(self, row: dict[str, Any]) -> None:
        """Write a practice in its state, with those who took it over."""
        result = self._result(row)
        unit = result.unit if result else self._school()
        self.used.add(unit.pk)
        practice = Practice(unit=unit, **_words(row), **_figures(result))
        self._give_state(practice, row)
        practice.save()
        made = self.site.at(self._day(row) - GRACE)
        Practice.objects.filter(pk=practice.pk).update(created_at=made)
        Adoption.objects.bulk_create(self._adoptions(practice, row))

    def _give_state(self, practice: Practice, row: dict[str, Any]) -> None:
        day = self._day(row)
        practice.status = Status(row["state"])
        practice.created_by = self.site.users["operator"]
        if practice.status != Status.DRAFT:
            practice.submitted_at = self.site.at(day - GRACE / 2)
        if practice.status not in REVIEWED:
            return
        practice.review = row["words"]
        practice.reviewed_by = self.site.users["ministry"]
        if practice.status == Status.RETURNED:
            return
        practice.published_on = day
        practice.confirmed_on = day
        practice.expires_on = years_later(day, STAYS_YEARS)

    def _adoptions(self, practice: Practice, row: dict[str, Any]) -> Iterator[Adoption]:
        fall = self.site.dice(f"adoptions {practice.title}")
        schools = self._schools(practice)
        days = max(min((self.site.today - self._day(row)).days, SOON), 1)
        for unit in fall.sample(schools, min(row["adopted"], len(schools))):
            helped = fall.choice(HELPED)
            yield Adoption(
                practice=practice,
                unit=unit,
                adopted_on=self._day(row) + dt.timedelta(days=fall.randrange(days)),
                helped=helped,
                note=NOTES[helped],
                by=self.site.users["operator"],
            )

    def _result(self, row: dict[str, Any]) -> Result | None:
        """Return a unit whose indicator has grown, by its published results.

        Where a school reports a yes or a no, only a municipality's share is told of.
        """
        code, kind = row["indicator"], Unit.Kind(row.get("by", "organization"))
        if not code or self.site.stage.last_closed is None:
            return None
        rows = Result.objects.filter(
            cycle=self.site.stage.last_closed,
            indicator__code=code,
            unit__kind=kind,
            organization_type="",
            change__range=MODERATE[kind],
            value__lt=100,
            value__gt=F("change"),
        ).exclude(unit__in=self.used)
        if row["types"] and kind == Unit.Kind.ORGANIZATION:
            rows = rows.filter(unit__organization__type__in=row["types"])
        grown = list(rows.select_related("unit", "indicator", "cycle").order_by("unit"))
        return self.site.dice(f"practice {code}").choice(grown) if grown else None

    def _school(self) -> Unit:
        rows = Unit.objects.within(self.site.shown).organizations()
        return rows.exclude(pk__in=self.used).order_by("pk")[0]

    def _schools(self, practice: Practice) -> list[Unit]:
        rows = Unit.objects.within(self.site.region).organizations()
        if practice.organization_types:
            rows = rows.filter(organization__type__in=practice.organization_types)
        return list(rows.exclude(pk=practice.unit_id).order_by("pk"))

    def _day(self, row: dict[str, Any]) -> dt.date:
        return self.site.today - dt.timedelta(days=row["days"])


def load(site: Ground) -> None:
    """Write the bank of practices."""
    bank = Bank(site)
    for row in wording.plan_of("demo_practices")["practices"]:
        bank.write(row)


def _words(row: dict[str, Any]) -> dict[str, Any]:
    names = ("title", "problem", "actions", "resources", "proof", "contact")
    types = [Organization.Type(code) for code in row["types"]]
    return {**{name: row[name] for name in names}, "organization_types": types}


def _figures(result: Result | None) -> dict[str, Any]:
    """Return the value before and after, as the monitoring has them."""
    if result is None or result.value is None or result.change is None:
        return {}
    year = result.cycle.year
    return {
        "indicator": result.indicator,
        "value_after": result.value,
        "value_before": result.value - result.change,
        "year_before": year - 1,
        "year_after": year,
    }
