"""Templates of plans: those of a region, with their activities and hours."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet, Sum

from portal.models import Unit, User
from reserve.models import PlanTemplate, PlanTemplateItem
from reserve.reading import places


def region_of(user: User) -> QuerySet[Unit]:
    """Return the region whose templates the user sees."""
    return Unit.objects.filter(path__in=places.regions(user)[:1])


def of_region(region: Unit) -> QuerySet[PlanTemplate]:
    """Return the templates of the region by readiness, with their sum of hours."""
    rows = PlanTemplate.objects.filter(owner=region).select_related("readiness")
    return (
        rows.annotate(hours=Sum("items__hours", default=0))
        .order_by("readiness__position", "name")
        .prefetch_related("items")
    )


def seen_by(user: User) -> QuerySet[PlanTemplate]:
    """Return the templates of the user's own region."""
    rows = PlanTemplate.objects.filter(owner__in=region_of(user))
    return rows.select_related("owner", "readiness")


def items_seen_by(user: User) -> QuerySet[PlanTemplateItem]:
    """Return the activities of those templates."""
    rows = PlanTemplateItem.objects.filter(template__in=seen_by(user))
    template = Prefetch("template", PlanTemplate.objects.select_related("owner"))
    return rows.prefetch_related(template)
