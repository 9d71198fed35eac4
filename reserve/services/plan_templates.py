"""Templates of plans: a region starts with those of the portal and changes its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.models import Unit, User
from reserve.models import PlanTemplate, PlanTemplateItem, Readiness

FILE = Path(__file__).resolve().parent.parent / "data" / "plan_templates.yaml"
MOST_ITEMS = 40


@dataclass(frozen=True)
class Line:
    """An activity of a template as it is typed in."""

    kind: str
    name: str
    hours: int
    month: int


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


@transaction.atomic
def add(region: Unit, *, name: str, readiness: Readiness, by: User) -> PlanTemplate:
    """Make an empty template for a readiness of the region.

    Raises PermissionDenied without the right in the region; Refused for a name that
    another template bears and for a readiness of somebody else.
    """
    access.require(by, Can.RUN_RESERVE, region)
    template = PlanTemplate(owner=region, name=name.strip(), readiness=readiness)
    _check(template)
    template.save()
    _record("added", template, by)
    return template


@transaction.atomic
def change(
    template_id: int, *, name: str, readiness: Readiness, by: User
) -> PlanTemplate:
    """Give a template another name or readiness; raises as `add` does."""
    template = _locked(template_id, by)
    template.name, template.readiness = name.strip(), readiness
    _check(template)
    template.save(update_fields=["name", "readiness"])
    _record("changed", template, by)
    return template


@transaction.atomic
def remove(template_id: int, *, by: User) -> None:
    """Take a template away; plans that began with it stay as they are."""
    template = _locked(template_id, by)
    _record("removed", template, by)
    template.delete()


@transaction.atomic
def add_item(template_id: int, *, line: Line, by: User) -> PlanTemplateItem:
    """Add an activity; activities stand in the order of their months."""
    template = _locked(template_id, by)
    if template.items.count() >= MOST_ITEMS:
        raise Refused(
            _("A template has %(most)s activities at most.") % {"most": MOST_ITEMS}
        )
    made = PlanTemplateItem.objects.create(
        template=template, position=MOST_ITEMS + 1, **asdict(line)
    )
    _arrange(template)
    _record("changed", template, by)
    return made


@transaction.atomic
def change_item(item_id: int, *, line: Line, by: User) -> PlanTemplateItem:
    """Write an activity anew."""
    item = _item(item_id, by)
    for name, value in asdict(line).items():
        setattr(item, name, value)
    item.save(update_fields=list(asdict(line)))
    _arrange(item.template)
    _record("changed", item.template, by)
    return item


@transaction.atomic
def remove_item(item_id: int, *, by: User) -> None:
    """Take an activity out of its template."""
    item = _item(item_id, by)
    item.delete()
    _arrange(item.template)
    _record("changed", item.template, by)


def _locked(template_id: int, by: User) -> PlanTemplate:
    rows = PlanTemplate.objects.select_for_update(of=("self",))
    template = rows.select_related("owner").filter(pk=template_id).first()
    if template is None:
        raise Refused(_("Meanwhile this template was removed."))
    access.require(by, Can.RUN_RESERVE, template.owner)
    return template


def _item(item_id: int, by: User) -> PlanTemplateItem:
    """Return the activity as it is once its template is locked."""
    of = PlanTemplateItem.objects.filter(pk=item_id)
    place = of.values_list("template", flat=True).first()
    template = _locked(place, by) if place else None
    item = of.first()
    if template is None or item is None:
        raise Refused(_("Meanwhile this activity was taken out."))
    item.template = template
    return item


def _check(template: PlanTemplate) -> None:
    """Judge the name and the readiness; names of a region are given one by one."""
    Unit.objects.select_for_update(no_key=True).get(pk=template.owner_id)
    if template.readiness.owner_id != template.owner_id:
        raise Refused(_("This readiness is not in the region's dictionary."))
    others = PlanTemplate.objects.filter(owner=template.owner, name=template.name)
    if others.exclude(pk=template.pk).exists():
        raise Refused(_("Another template bears this name."))


def _arrange(template: PlanTemplate) -> None:
    """Number the activities by their months; within a month they keep their order."""
    rows = list(template.items.order_by("month", "position", "pk"))
    for position, row in enumerate(rows, 1):
        row.position = position
    PlanTemplateItem.objects.bulk_update(rows, ["position"])


def _record(step: str, template: PlanTemplate, by: User) -> None:
    journal.write(
        f"reserve_plan_template_{step}",
        template,
        by=by,
        unit=template.owner,
        template=template.name,
    )


def _entries() -> list[dict[str, Any]]:
    with FILE.open(encoding="utf-8") as file:
        found: list[dict[str, Any]] = yaml.safe_load(file)
    return found


def _fill(template: PlanTemplate, items: list[dict[str, Any]]) -> None:
    PlanTemplateItem.objects.bulk_create(
        PlanTemplateItem(template=template, position=number, **item)
        for number, item in enumerate(items, 1)
    )
