"""Decided competitions of the region: who applied, how far they came, the protocol."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.utils import timezone

from portal.models import Unit, User
from reserve.demo import consents, words
from reserve.demo.funnel import Year
from reserve.demo.ground import BATCH, Ground, Worker
from reserve.models import (
    Application,
    Competition,
    Decision,
    Level,
    Protocol,
    Readiness,
    Stage,
    StageResult,
)
from reserve.reading import standing
from reserve.services import competition_content

Status = Application.Status
EDUCATION = Application.Education
CHAIR = "В. А. Заречная, заместитель министра"
SECRETARY = "Д. С. Озерская, главный специалист"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Days:
    """The days of a competition."""

    opens_on: dt.date
    closes_on: dt.date
    decides_on: dt.date


@dataclass(frozen=True)
class Included:
    """Somebody whom a competition included; `post` is who they were appointed as."""

    application: Application
    worker: Worker
    protocol: Protocol
    is_appointed: bool


def announce(
    ground: Ground, unit: Unit, name: str, days: Days, status: str
) -> Competition:
    """Add a competition with the usual stages, in the state given."""
    is_regional = unit.kind == Unit.Kind.REGION
    made = Competition.objects.create(
        unit=unit,
        level=Level.REGIONAL if is_regional else Level.MUNICIPAL,
        name=name,
        status=status,
        opens_on=days.opens_on,
        closes_on=days.closes_on,
        decides_on=days.decides_on,
        announcement=words.ANNOUNCEMENT,
        tie_stages=["defense", "interview", "test"],
        consent_text=ground.texts["processing"],
        order_number=f"{days.opens_on:%d}-к/{days.opens_on:%y}",
        order_on=days.opens_on,
        created_by=ground.users["operator" if is_regional else "municipal"],
    )
    competition_content.fill(made)
    return made


def application(
    competition: Competition, worker: Worker, number: int, fall: Random
) -> Application:
    """Return a filled application, not saved yet, handed in within the window."""
    window = (competition.closes_on - competition.opens_on).days
    day = competition.opens_on + dt.timedelta(days=fall.randint(1, max(1, window)))
    years = fall.randint(4, 24)
    return Application(
        competition=competition,
        person_id=worker.person,
        unit_id=worker.unit,
        number=number,
        status=Status.ADMITTED,
        job_title=worker.title,
        education=fall.choice((EDUCATION.HIGHER, EDUCATION.HIGHER_MANAGEMENT)),
        education_note="Педагогический институт",
        years_in_education=years,
        years_in_management=min(years, fall.randint(1, 9)),
        category=fall.choice(("fit", "first", "highest")),
        motivation=fall.choice(words.MOTIVES),
        project=fall.choice(words.PROJECTS),
        submitted_at=moment(day, fall),
    )


def decide(ground: Ground, year: Year, appointed: Sequence[Worker]) -> list[Included]:
    """Write the year's competition from the first application to the protocol."""
    days = Days(*(dt.date(year.year, *day) for day in ((3, 2), (4, 15), (6, 18))))
    name = f"Конкурс в кадровый резерв края «Шаг вперёд — {year.year}»"
    competition = announce(
        ground, ground.region, name, days, Competition.Status.ASSESSING
    )
    competition.places = year.included
    fall = ground.dice(f"competition {year.year}")
    workers = [*appointed, *ground.take(year.applied // 3)]
    workers += ground.teachers(year.applied - len(workers))
    rows = Application.objects.bulk_create(
        [
            application(competition, worker, number, fall)
            for number, worker in enumerate(_shuffled(workers, appointed, fall), 1)
        ],
        batch_size=BATCH,
    )
    strongest = _strongest(rows, {worker.person for worker in appointed}, fall)
    _write_results(competition, year, strongest, fall)
    protocol = _write_protocol(ground, competition, year)
    by_person = {worker.person: worker for worker in workers}
    taken = set(protocol.decisions.filter(verdict="include").values_list("application"))
    chosen = {worker.person for worker in appointed}
    return [
        Included(row, by_person[row.person_id], protocol, row.person_id in chosen)
        for row in strongest
        if (row.pk,) in taken
    ]


def moment(day: dt.date, fall: Random) -> dt.datetime:
    """Return a minute of the day, in working hours."""
    time = dt.time(fall.randint(9, 17), fall.randrange(60))
    return timezone.make_aware(dt.datetime.combine(day, time))


def _shuffled(
    workers: Sequence[Worker], first: Sequence[Worker], fall: Random
) -> list[Worker]:
    order = [*first, *workers[len(first) :]]
    fall.shuffle(order)
    return order


def _strongest(
    rows: Sequence[Application], appointed: set[int], fall: Random
) -> list[Application]:
    """Return the applications from the strongest on; the appointed are among them."""
    luck = {row.pk: fall.random() for row in rows}
    return sorted(rows, key=lambda row: (row.person_id not in appointed, luck[row.pk]))


def _write_results(
    competition: Competition, year: Year, rows: list[Application], fall: Random
) -> None:
    stages = {stage.kind: stage for stage in competition.stages.all()}
    steps = (
        (Stage.Kind.DOCUMENTS, year.documents, Status.REJECTED, ""),
        (Stage.Kind.TEST, year.test, Status.STOPPED, words.STOPPED_AT_TEST),
        (Stage.Kind.DEFENSE, year.selected, Status.STOPPED, words.STOPPED_AT_DEFENSE),
        (
            Stage.Kind.INTERVIEW,
            year.certified,
            Status.STOPPED,
            words.STOPPED_AT_INTERVIEW,
        ),
    )
    results: list[StageResult] = []
    going = len(rows)
    for kind, passing, status, reason in steps:
        for place, row in enumerate(rows[:going]):
            passed = place < passing
            points = _points(stages[kind], place, going, passed=passed)
            results.append(
                StageResult(
                    application=row,
                    stage=stages[kind],
                    points=points,
                    is_passed=passed,
                )
            )
            if not passed:
                row.status = status
                row.stopped_at = stages[kind] if status == Status.STOPPED else None
                row.reason = reason or fall.choice(words.REJECTIONS)
        going = passing
    StageResult.objects.bulk_create(results, batch_size=BATCH)
    Application.objects.bulk_update(
        rows, ["status", "stopped_at", "reason"], batch_size=BATCH
    )


def _points(stage: Stage, place: int, going: int, *, passed: bool) -> Decimal | None:
    """Return points that fall with the place, below the pass mark for the last."""
    if stage.kind == Stage.Kind.DOCUMENTS:
        return None
    share = Decimal("0.97") - Decimal("0.35") * place / max(going, 1)
    if not passed:
        share -= Decimal("0.12")
    bound = stage.pass_mark or Decimal(0)
    points = (stage.maximum * share).quantize(CENT)
    if passed:
        return max(points, bound)
    return min(points, bound - 1) if bound else points


def _write_protocol(ground: Ground, competition: Competition, year: Year) -> Protocol:
    """Write places and verdicts by the formula, then sign."""
    protocol = Protocol.objects.create(
        competition=competition,
        number=f"{year.year % 100}-1",
        held_on=competition.decides_on,
        chair=CHAIR,
        secretary=SECRETARY,
    )
    consents.give(ground, competition.applications.values_list("person", flat=True))
    ranked = standing.ranked(competition)
    ready = ground.readiness
    Decision.objects.bulk_create(
        [
            Decision(
                protocol=protocol,
                application_id=row.key,
                place=row.place,
                total=row.total,
                verdict="include" if at <= year.included else "decline",
                readiness=_readiness(at, year, ready) if at <= year.included else None,
                reason=""
                if at <= year.included
                else words.DECLINED.format(places=year.included),
            )
            for at, row in enumerate(ranked, 1)
        ],
        batch_size=BATCH,
    )
    _finish(competition, protocol, ground.users["ministry"], year)
    return protocol


def _readiness(place: int, year: Year, ready: dict[str, Readiness]) -> Readiness:
    if place <= year.appointed + year.included // 4:
        return ready["now"]
    return ready["year" if place <= year.included * 3 // 4 else "prospective"]


def _finish(competition: Competition, protocol: Protocol, by: User, year: Year) -> None:
    decided = competition.applications.filter(decision__protocol=protocol)
    decided.filter(decision__verdict="include").update(
        status=Status.INCLUDED, reason=""
    )
    decided.filter(decision__verdict="decline").update(
        status=Status.DECLINED, reason=words.DECLINED.format(places=year.included)
    )
    competition.status = Competition.Status.DECIDED
    competition.save(update_fields=["status", "places"])
    protocol.signed_at = moment(competition.decides_on, Random(0))  # noqa: S311
    protocol.signed_by = by
    protocol.save(update_fields=["signed_at", "signed_by"])
