"""The programs that are running: a region's in its second edition, a municipality's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from portal.models import Body
from programs import next_period
from programs.demo import settled, wording
from programs.demo.ground import Ground
from programs.models import Program
from programs.reading import text_of
from programs.services import documents, editions
from programs.texts import BodyText, EventText, ProgramText, StageText

SHORT = {
    Body.Kind.REGIONAL_AUTHORITY: "Министерство",
    Body.Kind.REGIONAL_OPERATOR: "ИРО",
}
LEFT_OUT = ("council", "collegium", "project_lead")
NOT_BEFORE_TODAY = dt.timedelta(days=10)
SOURCE = "Демонстрационный пример"
AUTHORITY = "Управление образования"
CENTER = "Информационно-методический центр"


def regional(site: Ground) -> Program:
    """Write the region's program: first edition in January, the second in June."""
    changes = wording.plan_of("running")
    by = site.users["ministry"]
    first = documents.write(_regional_text(changes, site), unit=site.region, by=by)
    _issue(first, site.day(1, 12), site)
    second_on = min(site.day(6, 15), site.today - NOT_BEFORE_TODAY)
    second = editions.new_edition(first.pk, edition_on=second_on, by=by)
    _rewrite(second, changes, site)
    _issue(second, second_on, site)
    return Program.objects.select_related("unit").get(pk=second.pk)


def municipal(site: Ground) -> Program:
    """Write the program of the municipality whose officer signs in."""
    changes = wording.plan_of("running_municipal")
    text = _municipal_text(changes, site)
    program = documents.write(text, unit=site.shown, by=site.users["municipal"])
    _issue(program, wording.began(changes, site, 2, 2), site)
    return Program.objects.select_related("unit").get(pk=program.pk)


def _issue(program: Program, on: dt.date, site: Ground) -> None:
    """Put the edition in force as of the day."""
    name = "ministry" if program.unit_id == site.region.pk else "municipal"
    by = site.users[name]
    settled.all_of(program, by=by)
    editions.publish(program.pk, by=by)
    Program.objects.filter(pk=program.pk).update(
        published_at=site.at(min(on, site.today))
    )


def _regional_text(changes: dict[str, Any], site: Ground) -> ProgramText:
    text = wording.carried("khabarovsk-2023", changes, site)
    bodies = tuple(_local(row, site) for row in text.bodies if row.key not in LEFT_OUT)
    rows = (
        *wording.events(text.events, changes["events"], site),
        *wording.added(changes["extra"], site),
    )
    return replace(
        text,
        territory=site.region.name,
        goal=changes["goal"],
        evaluation_rule=changes["evaluation_rule"],
        act_on=site.day(1, 12),
        act_body=site.bodies[Body.Kind.REGIONAL_AUTHORITY].name,
        source=SOURCE,
        bodies=bodies,
        events=tuple(sorted(map(_of_region, rows), key=_order)),
        indicators=tuple(wording.indicators(text.indicators, changes, site)),
    )


def _local(row: BodyText, site: Ground) -> BodyText:
    """Name the region's own body where it has one of the kind."""
    body = site.bodies.get(row.kind)
    if row.kind in SHORT and body:
        aliases = (SHORT[Body.Kind(row.kind)],)
        return replace(row, name=body.name, aliases=aliases, body=body.pk)
    return replace(row, name=_of_here(row.name))


def _of_region(row: EventText) -> EventText:
    return replace(
        row,
        bodies_original=_of_here(row.bodies_original),
        expected_result=_of_here(row.expected_result),
    )


def _of_here(words: str) -> str:
    return words.replace("ХК ИРО", "ИРО").replace("Хабаровского края", "края")


def _order(row: EventText) -> tuple[int, ...]:
    return tuple(int(part) for part in row.number.split(".") if part)


def _rewrite(program: Program, changes: dict[str, Any], site: Ground) -> None:
    """Write what the second edition has otherwise."""
    text = text_of.of(program)
    kept = [
        wording.changed(row, changes["second"].get(row.number, {}), site)
        for row in text.events
        if row.number not in changes["removed"]
    ]
    tracks = {f"track-{row.number}": row.key for row in text.sections}
    new = (
        replace(row, section=(tracks[row.section[0]],))
        for row in wording.added(changes["added"], site)
    )
    documents.replace_events(
        program.pk,
        [replace(row, section=_names(row, text)) for row in (*kept, *new)],
        by=site.users["ministry"],
    )
    _raise_target(program, changes["target_of_second"], site)


def _names(row: EventText, text: ProgramText) -> tuple[str, ...]:
    names = {section.key: section.name for section in text.sections}
    return tuple(names[key] for key in row.section)


def _raise_target(program: Program, change: dict[str, Any], site: Ground) -> None:
    row = program.indicators.get(number=change["number"])
    for place, value in enumerate(change["values"]):
        row.values.filter(year=site.first_year + place).update(value=value)


def _municipal_text(changes: dict[str, Any], site: Ground) -> ProgramText:
    text = wording.carried("kamyshin-2022", changes, site)
    rows = (
        *wording.events(text.events, changes["events"], site),
        *wording.added(changes["extra"], site),
    )
    name = text.name.partition(" Камышинского")[0]
    body = Body.objects.filter(
        unit=site.shown, kind=Body.Kind.MUNICIPAL_AUTHORITY
    ).first()
    return replace(
        text,
        name=f"{name}: {site.shown.name}",
        territory=f"{site.region.name}, {site.shown.name}",
        act_on=wording.began(changes, site, 2, 2),
        act_body=body.name if body else site.shown.name,
        source=SOURCE,
        bodies=tuple(_of_place(row, body) for row in text.bodies),
        stages=tuple(_stages(changes["stages"], site)),
        events=tuple(sorted(map(_by_place, rows), key=wording.name_of)),
        indicators=tuple(wording.indicators(text.indicators, changes, site)),
    )


def _of_place(row: BodyText, body: Body | None) -> BodyText:
    if row.kind == Body.Kind.MUNICIPAL_AUTHORITY and body:
        return replace(row, name=body.name, aliases=(AUTHORITY,), body=body.pk)
    if row.kind == Body.Kind.METHODICAL_CENTER:
        return replace(row, name=CENTER, aliases=("ИМЦ",))
    return row


def _by_place(row: EventText) -> EventText:
    words = row.bodies_original.replace("Комитет образования", AUTHORITY)
    return replace(row, bodies_original=words.replace("МКУ ИМЦ", "ИМЦ"))


def _stages(rows: list[dict[str, Any]], site: Ground) -> Iterator[StageText]:
    for row in rows:
        text = StageText(**row)
        yield replace(
            text,
            starts_on=next_period.day_moved(text.starts_on, site.years),
            ends_on=next_period.day_moved(text.ends_on, site.years),
        )
