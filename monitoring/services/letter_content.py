"""What the letter to one head says: facts to plain Russian text, no queries.

The letter is a Russian document whatever the language of the page, so its words
are not translated.
"""

from __future__ import annotations

import re
from math import ceil
from typing import Literal

from django.conf import settings

from monitoring.letter_pdf import content, wording
from monitoring.letter_pdf.content import (
    Addressee,
    Ask,
    Authority,
    Cycle,
    Executor,
    LetterContent,
    Municipality,
    Peers,
    Population,
    RecommendationItem,
    Scale,
    Signatory,
    Total,
    Verification,
)
from monitoring.models import Methodology, Recommendation
from monitoring.services import letter_rows
from monitoring.services.letter_facts import Common, Facts
from monitoring.services.letter_rows import LEVELS
from portal import declension
from portal.models import Appointment, Body, Organization, Unit
from portal.typography import dotted, number, worded

LAW = "273-ФЗ"
LAW_TEXT = (
    "статьёй {article} Федерального закона от 29.12.2012 № 273-ФЗ"
    " «Об образовании в Российской Федерации»"
)
ORDERS = {"протокол": "протоколом", "распоряжение": "распоряжением"}
PEERS: dict[str, str] = {
    Organization.Type.GENERAL: "общеобразовательные организации",
    Organization.Type.PRESCHOOL: "дошкольные образовательные организации",
    Organization.Type.ADDITIONAL: "организации дополнительного образования",
    Organization.Type.ADAPTED: "школы с адаптированными программами",
    Organization.Type.EVENING: "вечерние школы",
    Organization.Type.PPMS: "центры психолого-педагогической помощи",
    Organization.Type.PRIVATE: "частные образовательные организации",
}
TRENDS: dict[str, content.Trend] = {"grew": "grew", "stable": "stable", "fell": "fell"}
QUARTERS: dict[int, Literal[1, 2, 3, 4]] = {1: 1, 2: 2, 3: 3, 4: 4}
_NOTE = re.compile(r"\s*\((\w+)\)$")
_GENERIC = re.compile(r"(?:муниципальн|городск|сельск)\w+ ", re.IGNORECASE)


def draft(
    common: Common, facts: Facts, head: Appointment, by_hand: str = ""
) -> LetterContent:
    """Return the letter without number and code; its date is the cycle's run day."""
    cycle, method = common.cycle, common.cycle.methodology
    return LetterContent(
        number="",
        dated_on=cycle.run_on,
        subject="О результатах мониторинга эффективности руководителей"
        f" в {cycle.year} году и адресных рекомендациях",
        basis=basis(method),
        authority=_authority(common.body),
        addressee=addressee(facts.unit, head, by_hand),
        cycle=_cycle(common),
        scale=Scale(method.medium_from, method.high_from),
        total=_total(common, facts),
        signatory=Signatory(common.body.signatory_position, common.body.signatory_name),
        indicators=letter_rows.of_letter(common, facts),
        recommendations=tuple(
            _recommendation(row, method.decimals) for row in facts.recommendations
        ),
        asks=_asks(common),
        peers=_peers(facts),
        municipality=_municipality(common, facts.unit.parent),
        executor=Executor(
            position=common.body.executor_position, phone=common.body.executor_phone
        ),
        decimals=method.decimals,
    )


def verification(code: str) -> Verification:
    """Return where the letter with this code is checked."""
    return Verification(address=f"{settings.SITE_URL}/verify/", code=code)


def addressee(unit: Unit, head: Appointment, by_hand: str = "") -> Addressee:
    """Return whom the letter is for.

    Written by hand, the last line is the name and those above it the position with
    the organization; a single line stands alone.
    """
    person = head.person
    names = (person.last_name, person.first_name, person.patronymic, person.gender)
    position = declension.position_dative(head.position.title)
    organization = declension.organization_genitive(unit.name)
    name = declension.surname_initials_dative(*names)
    if lines := [line.strip() for line in by_hand.splitlines() if line.strip()]:
        organization = ""
        position = " ".join(lines[:-1]) or lines[0]
        name = lines[-1] if len(lines) > 1 else ""
    return Addressee(
        organization=unit.short_name,
        organization_genitive=organization,
        position_dative=position,
        name_dative=name,
        salutation=declension.salutation(*names),
    )


def basis(method: Methodology) -> str:
    """Return «В соответствии с …»: the law where the method names it, the method."""
    own = f"методикой мониторинга «{method.name}»"
    if method.order_number and method.order_on:
        word, order = _order(method.order_number)
        own += f", утверждённой {word} от {dotted(method.order_on)} № {order},"
    law = next((act for act in method.basis if act.get("number") == LAW), None)
    if law and str(law.get("article") or "").isdigit():
        return f"В соответствии со {LAW_TEXT.format(**law)} и {own}"
    return f"В соответствии с {own}"


def finding(row: Recommendation, decimals: int) -> str:
    """Return the rule's sentence with the figures that called it."""
    return row.rule.finding.format(
        numerator=number(row.numerator),
        denominator=number(row.denominator),
        value=number(row.value, decimals),
        previous=number(row.previous_value, decimals),
        change=number(row.change, decimals, sign=True),
        level=wording.LEVELS.get(LEVELS.get(row.level, ""), "не определён"),
        years=number(row.years_in_row),
    )


def _order(written: str) -> tuple[str, str]:
    """Return the kind of the act, in the instrumental, and its bare number."""
    note = _NOTE.search(written)
    bare = _NOTE.sub("", written)
    default = "распоряжением" if bare.endswith("-р") else "приказом"
    return ORDERS.get(note[1].lower() if note else "", default), bare


def _authority(body: Body) -> Authority:
    return Authority(
        name=body.name,
        name_genitive=declension.authority_genitive(body.name),
        reference=tuple(str(line) for line in body.letterhead),
    )


def _cycle(common: Common) -> Cycle:
    cycle = common.cycle
    return Cycle(
        name=f"{cycle.name}, данные на {worded(cycle.closes_on)}",
        starts_on=cycle.opens_on,
        ends_on=cycle.closes_on,
        population=Population(
            count=common.organizations,
            territory=declension.authority_genitive(cycle.owner.name),
        ),
    )


def _total(common: Common, facts: Facts) -> Total:
    row = facts.summary
    if row is None or row.value is None:
        return Total()
    return Total(
        value=row.value,
        level=LEVELS.get(row.level, ""),
        change=row.change,
        trend=TRENDS.get(row.trend, ""),
        median=common.typical.get(facts.unit.organization.type),
    )


def _peers(facts: Facts) -> Peers | None:
    row = facts.summary
    if row is None or not row.peers:
        return None
    quarter = QUARTERS.get(ceil(4 * (row.rank or 0) / row.peers))
    return Peers(PEERS[facts.unit.organization.type], row.peers, quarter)


def _municipality(common: Common, unit: Unit | None) -> Municipality | None:
    value = common.municipalities.get(unit.pk) if unit else None
    if unit is None or value is None:
        return None
    return Municipality(_territory_dative(unit.name), value)


def _territory_dative(name: str) -> str:
    """Return the territory as it stands after «по»: городскому округу Энск."""
    name = declension.position_dative(name)
    return name[0].lower() + name[1:] if _GENERIC.match(name) else name


def _recommendation(row: Recommendation, decimals: int) -> RecommendationItem:
    return RecommendationItem(
        indicator=row.rule.indicator.code if row.rule.indicator else "",
        title=row.text.title,
        finding=finding(row, decimals),
        measure=row.text.measure,
        due_on=row.deadline_on,
        helper=row.text.helper,
    )


def _asks(common: Common) -> tuple[Ask, ...]:
    due_on = common.cycle.reply_due_on
    return (
        Ask(
            "подтверждение ознакомления с письмом и, если Вы не согласны с исходными"
            " данными, обоснованные замечания к ним",
            due_on,
        ),
        Ask(
            "план действий организации по рекомендациям",
            due_on,
            only_with_recommendations=True,
        ),
    )
