"""A head's history: the years, the organizations led, the marks of risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from monitoring.models import Cycle
from monitoring.results import glance, history, spread
from monitoring.results.glance import Missing
from monitoring.results.history import Year
from monitoring.results.posts_chart import PostsChart
from portal.models import Appointment, Person


@dataclass(frozen=True)
class PersonHistory:
    """What is known of a head; years of posts out of the reader's sight are missing."""

    person: Person
    posts: list[Appointment]
    now: Appointment | None
    years: list[Year]
    latest: Year | None
    missing: Missing | None
    at_risk: list[Year]
    chart: PostsChart | None
    hidden: int
    decimals: int = 1


def of(
    person: Person, cycles: Sequence[Cycle], seen: QuerySet[Appointment]
) -> PersonHistory:
    """Return the history over the cycles, of the posts that the reader sees."""
    posts = list(
        seen.select_related(
            "person", "position__unit__parent", "position__unit"
        ).order_by("starts_on")
    )
    years = history.of_person(person, cycles, posts)
    latest = years[-1] if years else None
    method = latest.cycle.methodology if latest else None
    return PersonHistory(
        person,
        posts,
        next((post for post in posts if post.ends_on is None), None),
        years[::-1],
        latest,
        glance.missing_to_next(latest.figure.value, spread.borders(method))
        if latest and method
        else None,
        [year for year in years if year.years_in_row],
        history.drawn(years, lambda year: year.unit.short_name, latest.cycle)
        if latest
        else None,
        hidden=_posts(person) - len(posts),
        decimals=method.decimals if method else 1,
    )


def _posts(person: Person) -> int:
    return Appointment.objects.of_heads().filter(person=person).count()
