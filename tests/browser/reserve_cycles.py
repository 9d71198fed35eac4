"""Two cycles of monitoring, before and after a school's post has changed hands."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from monitoring import run
from monitoring.models import Cycle, Letter, Methodology, Recommendation, RiskEntry
from monitoring.models import Submission as Sent
from portal.models import Person
from tests import factories
from tests.browser.reserve_ground import Ground
from tests.browser.visitor import Visitor
from tests.browser.walking import follow, says
from tests.monitoring import letter_rows

ATTRIBUTED = (RiskEntry, Recommendation, Letter)


def method(ground: Ground) -> Methodology:
    """A method of one indicator with advice for low values."""
    made = factories.methodology(
        ground.region, order_number="21", order_on=dt.date(2026, 1, 14)
    )
    letter_rows.rule(factories.indicator(made, "1.1"))
    return made


def computed(
    ground: Ground,
    method: Methodology,
    reference_on: dt.date,
    previous: Cycle | None = None,
) -> Cycle:
    """Run a cycle in which the school's value is low, by its own steps but the PDF."""
    year = timezone.localdate().year + (1 if previous else 0)
    made = factories.cycle(
        method,
        ground.region,
        year=year,
        reference_on=reference_on,
        previous=previous,
    )
    factories.value(made, ground.school, method.indicators.get(), 1, 10)
    Sent.objects.filter(cycle=made).update(
        status=Sent.Status.ACCEPTED, submitted_at=timezone.now()
    )
    Cycle.objects.filter(pk=made.pk).update(status=Cycle.Status.VERIFYING)
    run.compute(made.pk)
    run.recommend(made.pk)
    Cycle.objects.filter(pk=made.pk).update(
        status=Cycle.Status.PUBLISHED, computed_at=timezone.now()
    )
    return made


def whose(ground: Ground, cycle: Cycle) -> set[int]:
    """Return to whom everything about the school in the cycle is attributed."""
    found: set[int] = set()
    for model in ATTRIBUTED:
        rows = model.objects.filter(cycle=cycle, unit=ground.school)
        assert rows.exists(), model
        found |= set(rows.values_list("person", flat=True))
    return found


def see_in_risk(ministry: Visitor, cycle: Cycle, person: Person) -> None:
    """The list of heads in risk names this one for the cycle."""
    follow(ministry, "monitoring:risk", cycle.pk)
    says(ministry, person.short_name)
