"""What the programs' demo builds on: the region, its users, the years it runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.utils import timezone

from monitoring.demo import dice
from monitoring.demo.guests import Stage
from portal.models import Body, Unit, User

WRITTEN_FOR = 2026  # the years in the data files of the demo
FIRST_MONTHS = 2  # a year is shown once this much of it has passed


@dataclass(frozen=True)
class Ground:
    """The region as programs see it; `first_year` is when the running ones begin."""

    stage: Stage
    users: dict[str, User]
    places: list[Unit]
    bodies: dict[str, Body]
    first_year: int

    @property
    def region(self) -> Unit:
        """The region."""
        return self.stage.region

    @property
    def shown(self) -> Unit:
        """The municipality whose officer signs in."""
        return self.stage.shown

    @property
    def today(self) -> dt.date:
        """The day of the demo."""
        return self.stage.today

    @property
    def years(self) -> int:
        """How many years later than the data files the demo runs."""
        return self.first_year - WRITTEN_FOR

    def dice(self, subject: str) -> Random:
        """Return dice of their own for the subject."""
        return dice.of(self.stage.seed, f"programs {subject}")

    def day(self, month: int, day: int) -> dt.date:
        """Return the day of the first year."""
        return dt.date(self.first_year, month, day)

    def at(self, day: dt.date, hour: int = 10) -> dt.datetime:
        """Return the hour of the day, never one to come."""
        moment = dt.datetime.combine(
            day, dt.time(hour), timezone.get_current_timezone()
        )
        return min(moment, timezone.now())


def survey(stage: Stage) -> Ground:
    """Read the region."""
    bodies = Body.objects.filter(unit=stage.region).order_by("-pk")
    today = stage.today
    return Ground(
        stage=stage,
        users={row.username: row for row in User.objects.exclude(memberships=None)},
        places=survey_places(stage.region),
        bodies={body.kind: body for body in bodies},
        first_year=today.year - (today.month <= FIRST_MONTHS),
    )


def survey_places(region: Unit) -> list[Unit]:
    """Return the municipalities of the region in the order they were made."""
    return list(Unit.objects.within(region).municipalities().order_by("pk"))
