"""The reserve's rows of the small world; each family of pages adds its own."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from tests.reserve import (
    factories,
    world_applications,
    world_assessment,
    world_growth,
    world_members,
    world_sources,
    world_vacancies,
)

Rows = dict[str, Any]


def build(school: Unit, users: dict[str, User]) -> Rows:
    """Return the rows by name, all of them at the school unless said otherwise."""
    region = factories.region_of(school)
    rows: Rows = {
        "readiness": factories.readiness(region),
        "ground": factories.ground(region),
        "competition": factories.competition(region, users["ministry"]),
    }
    rows["application"] = factories.application(
        rows["competition"], school, users["candidate"].person
    )
    rows["member"] = factories.member(school)
    for part in (
        world_applications,
        world_assessment,
        world_members,
        world_growth,
        world_vacancies,
        world_sources,
    ):
        rows |= part.rows(school, users, rows)
    return rows
