"""An event of the demo's regional program for which another body answers now."""

from __future__ import annotations

from typing import Final

from programs.demo import wording
from programs.demo.ground import Ground
from programs.models import Program
from programs.services import answering

CONTEST, MINISTRY = "1.15", "ministry"
REASON: Final = (
    "Решение рабочей группы: приём заявок муниципалитетов и подведение итогов конкурса"
    " ведёт министерство"
)


def load(site: Ground) -> None:
    """Hand the contest of municipal programs over from the institute."""
    code = wording.plan_of("running")["code"]
    program = Program.objects.published().filter(unit=site.region, code=code).first()
    event = program and program.events.filter(number=CONTEST).first()
    if program is None or event is None:
        return
    body = program.bodies.get(key=MINISTRY)
    by = site.users["ministry"]
    answering.hand_over(event.pk, bodies=[body.pk], reason=REASON, by=by)
