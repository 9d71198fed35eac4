"""Rows and addresses of indicators counted from the reserve, for the sweeps."""

from __future__ import annotations

from typing import Any

from monitoring.models import Cycle
from portal.models import Unit, User
from tests import factories
from tests.reserve.factories import region_of
from tests.sweep import OWN, Pages

ROWS = ("reserve.counted_cycle.pk", "school.pk", "reserve.counted_indicator.pk")
PAGES: Pages = {"monitoring:counted_rows": (ROWS, OWN, ())}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "monitoring:counted_restore": ROWS,
    "monitoring:collection_count": ("reserve.counted_cycle.pk",),
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return a cycle by the method whose indicators the reserve counts."""
    region = region_of(school)
    method = factories.methodology(region, code="khabarovsk-2023")
    indicator = factories.indicator(method, "2.2")
    cycle = factories.cycle(
        method, region, kind=Cycle.Kind.INTERIM, status=Cycle.Status.VERIFYING
    )
    return {"counted_cycle": cycle, "counted_indicator": indicator}
