"""Templates of plans: a region starts with those of the portal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from portal import access, journal
from portal.access import Can
from portal.models import Unit, User
from reserve.models import PlanTemplate, PlanTemplateItem, Readiness

FILE = Path(__file__).resolve().parent.parent / "data" / "plan_templates.yaml"


@transaction.atomic
def ensure(region: Unit) -> int:
    """Give the region the templates it lacks; return how many were made.

    A template for a readiness that the region does not use is left out.
    """
    known = {one.code: one for one in Readiness.objects.filter(owner=region)}
    made = 0
    for entry in _entries():
        readiness = known.get(entry["readiness"])
        if readiness is None:
            continue
        template, is_new = PlanTemplate.objects.get_or_create(
            owner=region, name=entry["name"], defaults={"readiness": readiness}
        )
        if is_new:
            made += 1
            _fill(template, entry["items"])
    return made


@transaction.atomic
def take_over(region: Unit, *, by: User) -> int:
    """Give the region the portal's templates, in the name of its staff."""
    access.require(by, Can.RUN_RESERVE, region)
    made = ensure(region)
    journal.write("reserve_plan_templates", region, by=by, unit=region, count=made)
    return made


def _entries() -> list[dict[str, Any]]:
    with FILE.open(encoding="utf-8") as file:
        found: list[dict[str, Any]] = yaml.safe_load(file)
    return found


def _fill(template: PlanTemplate, items: list[dict[str, Any]]) -> None:
    PlanTemplateItem.objects.bulk_create(
        PlanTemplateItem(template=template, position=number, **item)
        for number, item in enumerate(items, 1)
    )
