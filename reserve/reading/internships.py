"""Internships and their sites as pages show them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.models import User
from reserve import occupancy
from reserve.models import Internship, InternshipSite
from reserve.occupancy import Month
from reserve.reading import places
from reserve.services import internships

MONTHS = 12  # of one site
MONTHS_OF_MANY = 8
INTERNSHIP_TONES: dict[str, str] = {
    Internship.Status.PLANNED: "wait",
    Internship.Status.RUNNING: "run",
    Internship.Status.DONE: "ok",
    Internship.Status.CANCELLED: "bad",
}


@dataclass(frozen=True)
class SiteRow:
    """A site with its calendar."""

    site: InternshipSite
    months: list[Month]
    now: int


def sites(user: User) -> QuerySet[InternshipSite]:
    """Return the sites of the user's region."""
    seen = places.in_regions(user, "unit__path")
    rows = InternshipSite.objects.filter(seen).select_related("unit__parent")
    return rows.order_by("unit__sort_name", "profile", "pk")


def site_rows(
    rows: Iterable[InternshipSite], day: dt.date, count: int = MONTHS
) -> list[SiteRow]:
    """Return sites with their calendars, with one query for all of them."""
    listed = list(rows)
    taken: dict[int, list[occupancy.Period]] = defaultdict(list)
    held = Internship.objects.taking_place().filter(site__in=listed, ends_on__gte=day)
    for site, first, last in held.values_list("site", "starts_on", "ends_on"):
        taken[site].append((first, last))
    return [
        SiteRow(
            site,
            occupancy.months(taken[site.pk], site.places, day, count),
            occupancy.peak(taken[site.pk], day, day),
        )
        for site in listed
    ]


def interns(user: User) -> QuerySet[Internship]:
    """Return the internships of those whose file the user opens."""
    return (
        Internship.objects.visible_to(user)
        .select_related("member__person", "member__unit__parent", "unit", "site")
        .order_by("-starts_on", "-pk")
    )


def toned(rows: Iterable[Internship]) -> list[tuple[Internship, str]]:
    """Return the internships, each with the mark of its status."""
    return [(row, INTERNSHIP_TONES[row.status]) for row in rows]


def steps_of(row: Internship) -> tuple[str, ...]:
    """Return the states that may follow."""
    return internships.STEPS.get(row.status, ())
