"""A source of counts for tests: what is put into `PAIRS` is what is counted."""

from __future__ import annotations

from collections.abc import Iterator

from monitoring.models import Cycle
from monitoring.sources import Behind, Counted, Reading, Row
from portal.models import Unit, User

PAIRS: dict[int, tuple[int, int]] = {}


class Trial:
    """Counts what the test says."""

    name = "Проба"

    def count(self, cycle: Cycle) -> Iterator[Counted]:
        """Return the pairs of the test."""
        for unit, pair in PAIRS.items():
            yield Counted(unit, *pair)

    def rows(self, cycle: Cycle, unit: Unit, user: User) -> Behind:
        """Return one record, and one that is hidden."""
        return Behind(
            rule="Как считается",
            rows=[Row("Запись первая", "Школа")],
            hidden=1,
            readings=[Reading("По документу", 1, 2, is_used=True)],
            findings=["Выборка не та"],
        )


SOURCE = Trial()
