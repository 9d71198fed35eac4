"""Loads the demo: region, method, closed cycles with results, one collecting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db import transaction

from monitoring import engine, methods_files
from monitoring.demo import (
    accounts,
    calendar,
    collecting,
    copying,
    dice,
    ground,
    guests,
    network,
    records,
    staff,
    states,
)
from monitoring.demo.accounts import Head
from monitoring.demo.ground import Ground
from monitoring.demo.guests import Stage
from monitoring.demo.report_plan import ReportPlan
from monitoring.demo.staff import Staff
from monitoring.models import Cycle, Methodology
from monitoring.services import advice, cycles, methods, sources
from portal.models import Organization, Unit, User

METHOD = "khabarovsk-2023"
METHOD_NAME = (
    "Показатели эффективности руководителей образовательных организаций"
    " Приозёрского края"
)
ORDER_NUMBER = "18-од"
OF_ANOTHER_REGION = "Распоряжение министерства"


@dataclass(frozen=True)
class Size:
    """How large a demo is asked for."""

    organizations: int = network.FULL
    closed_cycles: int = 3
    seed: int = 2026


@dataclass(frozen=True)
class Loaded:
    """What came of it; the last closed cycle is None where none was asked for."""

    region: Unit
    last_closed: Cycle | None
    head: Head


@transaction.atomic
def load(size: Size, *, password: str, by: User) -> Loaded:
    """Load everything in one transaction: a demo is there wholly or not at all."""
    years = calendar.years(size.closed_cycles)
    shape = network.plan(size.organizations, dice.of(size.seed, "network"))
    crew = staff.staffing(
        [school.deputies for school in shape.schools],
        years,
        dice.of(size.seed, "staff"),
    )
    written = ground.write(shape, crew)
    method = _method(written.region, years[0], by)
    plan = ReportPlan(shape, written, years, size.seed)
    last = None
    for year in years[:-1]:
        last = _closed_cycle(method, year, plan, by)
    head = accounts.choose_head(_lasting_heads(plan, written, crew), last)
    _sign_in(written, plan, head, password)
    now = _open(method, years[-1], by)
    guests.let_in(
        Stage(
            written.region,
            written.places[plan.scenes.shown],
            head,
            last,
            states.NOW,
            size.seed,
            password,
        )
    )
    _collect(now, plan, begun=head.unit)
    records.sign(written.places[plan.scenes.shown], head)
    records.write_journal(written.region)
    return Loaded(written.region, last, head)


def finish_cycle(cycle: Cycle, *, by: User) -> None:
    """Compute the closed cycle, call its recommendations and publish it."""
    cycles.close_collection(cycle.pk, by=by)
    copying.look_at_tables()
    engine.compute(cycle.pk)
    advice.recommend(cycle.pk)
    Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.COMPUTED)
    cycles.publish(cycle.pk, by=by)
    Cycle.objects.filter(pk=cycle.pk).update(
        computed_at=_at(cycle.run_on, 10), published_at=_at(cycle.run_on, 16)
    )


def _method(region: Unit, first_year: int, by: User) -> Methodology:
    """The region's own copy, by an order of its own, with federal acts only."""
    data = methods_files.method(METHOD)
    own = replace(
        data,
        name=METHOD_NAME,
        order_number=ORDER_NUMBER,
        order_on=dt.date(min(first_year, data.year), 1, 20),
        basis=[
            act
            for act in data.basis
            if not (act["act"] or "").startswith(OF_ANOTHER_REGION)
        ],
        findings=[],
    )
    catalog = methods_files.catalog()
    methods.load_catalog(catalog)
    method = methods.load_method(own, owner=region, by=by)
    methods.load_rules(
        methods_files.rules(METHOD), methodology=method, catalog=catalog, by=by
    )
    return method


def _closed_cycle(method: Methodology, year: int, plan: ReportPlan, by: User) -> Cycle:
    cycle = _open(method, year, by)
    _collect(cycle, plan)
    finish_cycle(cycle, by=by)
    return cycle


def _open(method: Methodology, year: int, by: User) -> Cycle:
    cycle = cycles.plan(_cycle(method, calendar.of(year)), by=by)
    cycles.open_collection(cycle.pk, by=by)
    return cycle


def _collect(cycle: Cycle, plan: ReportPlan, *, begun: int | None = None) -> None:
    """Let everybody enter what is theirs; what the portal counts comes first."""
    sources.keep(cycle.pk)
    fall = dice.of(plan.seed, f"entry {cycle.year}")
    collecting.write(cycle, plan.of(cycle.year, begun), fall)


def _cycle(method: Methodology, days: calendar.Calendar) -> Cycle:
    return Cycle(
        methodology=method,
        owner=method.owner,
        year=days.year,
        name=f"Мониторинг эффективности руководителей за {days.year} год",
        opens_on=days.opens_on,
        closes_on=days.closes_on,
        reference_on=days.closes_on,
        run_on=days.run_on,
        reply_due_on=days.reply_due_on,
    )


def _lasting_heads(plan: ReportPlan, written: Ground, crew: Staff) -> list[Head]:
    """Heads of the shown municipality's general schools, the same in every cycle."""
    of_year = [crew.heads_on(calendar.of(year).closes_on) for year in plan.years]
    found = list(_same_heads(plan, of_year)) or list(_same_heads(plan, of_year[-1:]))
    return [
        Head(written.schools[school].pk, written.people[person])
        for school, person in found
    ]


def _same_heads(
    plan: ReportPlan, of_year: Sequence[dict[int, int]]
) -> Iterator[tuple[int, int]]:
    for number, school in enumerate(plan.network.schools):
        if (
            school.place != plan.scenes.shown
            or school.type != Organization.Type.GENERAL
        ):
            continue
        people = {heads.get(number) for heads in of_year}
        if len(people) == 1 and None not in people:
            yield number, of_year[0][number]


def _sign_in(written: Ground, plan: ReportPlan, head: Head, password: str) -> None:
    municipality = written.places[plan.scenes.shown]
    accounts.create(written.region, municipality, head, password)


def _at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), ZoneInfo(ground.TIME_ZONE))
