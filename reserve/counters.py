"""How the reserve counts an indicator: records by unit, and a rule that sums them.

A counter is a set of records with two columns: `place`, the unit at which a record
counts, and `met`, whether it is in K. Everything else follows from the rule.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from monitoring.models import Cycle
from monitoring.sources import Behind, Counted, Reading, Row, Rows
from portal.models import Unit, User
from reserve.models import Competition, ManagementTeam, Member
from reserve.reading import kept

Records = QuerySet[Any]
YEAR = dt.timedelta(days=365)


class Rule(enum.Enum):
    """What K and O of a unit are."""

    SHARE = enum.auto()  # records in K of all records
    ANY = enum.auto()  # yes where a record is in K; every unit is asked
    ANY_OF_THOSE = enum.auto()  # the same, only units that have records
    ALL_OF_THOSE = enum.auto()  # yes where every record is in K, only such units


@dataclass(frozen=True)
class Place:
    """Where and when is counted: the branch, and the day on which it is as it is."""

    branch: Unit
    day: dt.date

    @property
    def year_before(self) -> dt.date:
        """The day a year earlier."""
        return self.day - YEAR


@dataclass(frozen=True)
class Sums:
    """How many units there are, and the records of one of them or of many."""

    part: int
    whole: int


@dataclass(frozen=True)
class Counter:
    """Counts one indicator; see monitoring.sources.Source.

    `records` returns the records of a branch with `place` and `met`; `key` is what
    is counted once. `types` narrows the organizations, `kind` says whose K and O
    they are. `visible` narrows records to those the user may see by name, and
    `show` makes rows of them.
    """

    name: str | Promise
    rule: Rule
    text: Callable[[], str]
    records: Callable[[Place], Records]
    visible: Callable[[Records, User], Records]
    show: Callable[[Sequence[Any]], list[Row]]
    key: str = "pk"
    kind: str = Unit.Kind.ORGANIZATION
    types: tuple[str, ...] = ()
    used: Callable[[], str] = lambda: ""
    others: Callable[[Counter, Place], list[Reading]] = lambda _counter, _place: []
    findings: Callable[[], list[str]] = list

    def count(self, cycle: Cycle) -> Iterator[Counted]:
        """Return K and O of every unit of the cycle's region."""
        if is_kept(cycle.owner):
            yield from self.by_unit(Place(cycle.owner, cycle.reference_on))

    def rows(self, cycle: Cycle, unit: Unit, user: User) -> Behind:
        """Return the records of the unit's branch within the user's rights."""
        place = Place(unit, cycle.reference_on)
        records = self.records(place)
        seen = self.visible(records, user).order_by("-met", "unit__sort_name", "pk")
        rows = Rows(seen, self.show)
        count, readings = self._readings(place)
        return Behind(
            rule=self.text(),
            rows=rows,
            hidden=max(count - len(rows), 0),
            readings=readings,
            findings=self.findings(),
        )

    def _readings(self, place: Place) -> tuple[int, list[Reading]]:
        """How many records there are and how else they may be read, till a change."""

        def counted() -> tuple[int, list[Reading]]:
            others = self.others(self, place)
            return self.records(place).count(), [self._used(place), *others]

        own = (self.records.__name__, self.rule.name, self.key, *self.types)
        return kept.current(
            "counted", counted, place.branch.pk, place.day, self.name, *own
        )

    def by_unit(self, place: Place) -> Iterator[Counted]:
        """Return K and O of the units in the branch, by the rule."""
        sums = self._sums(place)
        is_of_those = self.rule in (Rule.ANY_OF_THOSE, Rule.ALL_OF_THOSE)
        for pk in self._units(place):
            if pk in sums or not is_of_those:
                yield Counted(pk, *self._pair(sums.get(pk, Sums(0, 0))))

    def _pair(self, sums: Sums) -> tuple[int, int]:
        if self.rule == Rule.SHARE:
            return sums.part, sums.whole
        if self.rule == Rule.ALL_OF_THOSE:
            return int(sums.part == sums.whole), 1
        return int(sums.part > 0), 1

    def total(self, place: Place) -> tuple[int, int]:
        """Return the sums of K and of O over the units in the branch."""
        units = self._units(place)
        groups = self._groups(place).filter(place__in=units)
        if self.rule == Rule.SHARE:
            sums = groups.aggregate(k=Sum("part", default=0), o=Sum("whole", default=0))
            return sums["k"], sums["o"]
        is_all = self.rule == Rule.ALL_OF_THOSE
        met = groups.filter(part=F("whole")) if is_all else groups.filter(part__gt=0)
        asked = units.count() if self.rule == Rule.ANY else groups.count()
        return met.count(), asked

    def _sums(self, place: Place) -> dict[int, Sums]:
        rows = self._groups(place)
        return {row["place"]: Sums(row["part"], row["whole"]) for row in rows}

    def _groups(self, place: Place) -> Records:
        rows: Records = self.records(place).order_by().values("place")
        groups: Records = rows.annotate(
            part=Count(self.key, filter=Q(met=True), distinct=True),
            whole=Count(self.key, distinct=True),
        )
        return groups

    def _units(self, place: Place) -> QuerySet[Unit, int]:
        units = Unit.objects.within(place.branch).active_on(place.day)
        units = units.filter(kind=self.kind)
        if self.types:
            units = units.filter(organization__type__in=self.types)
        return units.order_by("pk").values_list("pk", flat=True)

    def _used(self, place: Place) -> Reading:
        numerator, denominator = self.total(place)
        return Reading(
            label=_("Counted by the portal"),
            numerator=numerator,
            denominator=denominator,
            is_used=True,
            note=self.used(),
        )


def is_kept(region: Unit) -> bool:
    """Return whether the region keeps its reserve in the portal at all."""
    return any(
        model.objects.filter(unit__path__startswith=region.path).exists()
        for model in (Member, Competition, ManagementTeam)
    )
