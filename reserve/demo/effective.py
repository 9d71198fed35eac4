"""Effective heads of the last closed cycle: asked, some have answered."""

from __future__ import annotations

import datetime as dt

from portal import accounts
from reserve.demo import consents
from reserve.demo.competitions import moment
from reserve.demo.ground import BATCH, Ground
from reserve.models import EffectiveHead
from reserve.reading import effective
from reserve.reading.effective import Facts

Answer = EffectiveHead.Answer
ANSWERS = (Answer.AGREED, Answer.ASKED, Answer.AGREED, Answer.DECLINED)
ASKED = 14  # heads, in a network of the real one's size


def write(ground: Ground) -> None:
    """Ask the most effective of the last cycle; two of three have answered."""
    cycle = ground.stage.last_closed
    if cycle is None or cycle.previous_id is None:
        return
    fall = ground.dice("effective heads")
    facts = sorted(effective.facts(accounts.robot(), cycle), key=_merit, reverse=True)
    rows = [
        EffectiveHead(
            person_id=fact.person_id,
            unit_id=fact.unit_id,
            cycle=cycle,
            facts=fact.as_kept(),
            answer=(Answer.AGREED, Answer.ASKED, Answer.AGREED, Answer.DECLINED)[
                at % 4
            ],
        )
        for at, fact in enumerate(facts[: max(4, round(ASKED * ground.size))])
    ]
    for at, row in enumerate(rows):
        if row.answer == Answer.AGREED:
            row.is_mentor, row.is_expert, row.is_speaker = (
                True,
                at % 3 == 0,
                at % 2 == 0,
            )
        if row.answer != Answer.ASKED:
            row.answered_at = moment(
                cycle.run_on + dt.timedelta(days=9 + at % 20), fall
            )
    agreed = [row.person_id for row in rows if row.answer == Answer.AGREED]
    consents.give(ground, agreed, "expertise")
    EffectiveHead.objects.bulk_create(rows, batch_size=BATCH)


def _merit(facts: Facts) -> tuple[object, ...]:
    return (facts.is_high, facts.has_grown, facts.value or 0, -facts.person_id)
