"""What the reserve's demo builds on: posts and their holders, dictionaries, users."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from monitoring.demo import dice
from monitoring.demo.guests import Stage
from monitoring.demo.people import someone
from portal.models import Appointment, Person, Position, Unit, User
from reserve.models import (
    ConsentText,
    ExclusionGround,
    Readiness,
    TeamRole,
)
from reserve.services import dictionaries, plan_templates

BATCH = 4000
SINCE = dt.date(2018, 1, 1)
TEACHER = "Учитель"
POSTS = (
    *("pk", "person_id", "position_id", "position__unit_id"),
    *("position__unit__parent_id", "position__title", "starts_on", "ends_on"),
)


@dataclass(frozen=True)
class Worker:
    """Somebody in a post; `post` and `appointment` are 0 for teachers."""

    appointment: int
    person: int
    post: int
    unit: int
    place: int
    title: str
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass
class Ground:
    """The region as the reserve sees it."""

    stage: Stage
    heads: list[Worker]
    newcomers: list[Worker]
    deputies: list[Worker]
    pool: list[Worker]
    schools: list[tuple[int, int]]
    places: list[int]
    readiness: dict[str, Readiness]
    grounds: list[ExclusionGround]
    roles: list[TeamRole]
    texts: dict[str, ConsentText]
    users: dict[str, User]
    fall: Random = field(default_factory=Random)

    @property
    def region(self) -> Unit:
        """The region."""
        return self.stage.region

    @property
    def today(self) -> dt.date:
        """The day of the demo."""
        return self.stage.today

    @property
    def size(self) -> float:
        """How large the network is, 1 for the real one's size."""
        return len(self.schools) / 411

    def dice(self, subject: str) -> Random:
        """Return dice of their own for the subject."""
        return dice.of(self.stage.seed, f"reserve {subject}")

    def ago(self, days: int) -> dt.date:
        """Return the day so many days before the demo's."""
        return self.today - dt.timedelta(days=days)

    def take(self, number: int) -> list[Worker]:
        """Return so many people not taken yet: deputies, then teachers made anew."""
        taken = self.pool[:number]
        del self.pool[:number]
        return taken + self.teachers(number - len(taken))

    def teachers(self, number: int) -> list[Worker]:
        """Return so many new people who teach somewhere in the region."""
        people = Person.objects.bulk_create(
            [Person(**vars(someone(self.fall))) for _ in range(number)],
            batch_size=BATCH,
        )
        return [self._teacher(person) for person in people]

    def _teacher(self, person: Person) -> Worker:
        unit, place = self.fall.choice(self.schools)
        return Worker(0, person.pk, 0, unit, place, TEACHER, SINCE)


def survey(stage: Stage) -> Ground:
    """Read the region and give it the dictionaries of the reserve."""
    dictionaries.ensure(stage.region, on=SINCE)
    plan_templates.ensure(stage.region)
    deputies = list(_holders(stage, Position.Kind.DEPUTY))
    heads = list(_holders(stage, Position.Kind.HEAD))
    fall = dice.of(stage.seed, "reserve people")
    pool = [worker for worker in deputies if worker.ends_on is None]
    fall.shuffle(pool)
    region = stage.region
    return Ground(
        stage=stage,
        heads=[worker for worker in heads if _is_on(worker, stage.today)],
        newcomers=_newcomers(heads, deputies, stage),
        deputies=[worker for worker in deputies if worker.ends_on is None],
        pool=pool,
        schools=list(
            Unit.objects.within(region)
            .organizations()
            .order_by("pk")
            .values_list("pk", "parent_id")
        ),
        places=list(
            Unit.objects.within(region)
            .municipalities()
            .order_by("pk")
            .values_list("pk", flat=True)
        ),
        readiness={row.code: row for row in Readiness.objects.filter(owner=region)},
        grounds=list(ExclusionGround.objects.filter(owner=region).order_by("pk")),
        roles=list(TeamRole.objects.filter(owner=region).order_by("position")),
        texts={row.purpose: row for row in ConsentText.objects.filter(owner=region)},
        users={row.username: row for row in User.objects.exclude(memberships=None)},
        fall=fall,
    )


def _holders(stage: Stage, kind: str) -> Iterator[Worker]:
    rows = Appointment.objects.filter(
        position__unit__path__startswith=stage.region.path, position__kind=kind
    )
    for row in rows.order_by("pk").values_list(*POSTS):
        yield Worker(*row)


def _is_on(worker: Worker, day: dt.date) -> bool:
    return worker.starts_on <= day and (worker.ends_on is None or worker.ends_on > day)


def _newcomers(
    heads: list[Worker], deputies: list[Worker], stage: Stage
) -> list[Worker]:
    """Heads of the last years who headed nothing before, the latest first.

    Whoever was a deputy there is taken as that deputy; the others taught there.
    """
    firsts: dict[int, Worker] = {}
    for worker in heads:
        first = firsts.get(worker.person)
        if first is None or worker.starts_on < first.starts_on:
            firsts[worker.person] = worker
    were = {worker.person: worker.title for worker in deputies}
    since = stage.today - dt.timedelta(days=365 * 3)
    found = [
        Worker(**{**vars(worker), "title": were.get(worker.person, TEACHER)})
        for worker in firsts.values()
        if worker.starts_on > since and worker.person != stage.head.person
    ]
    return sorted(found, key=lambda worker: (worker.starts_on, worker.person))[::-1]
