"""Forms of a template of plans and of its activities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.unchanged import UnchangedForm
from portal.models import Unit
from reserve.forms.plans import TypedOnly, offer
from reserve.models import PlanTemplate, PlanTemplateItem, Readiness
from reserve.services.plan_templates import Line

MONTHS = 12  # a plan is for a year
MOST_HOURS = 500


class TemplateForm(TypedOnly, UnchangedForm):
    """What a template is called, and whom it suits."""

    class Meta:
        model = PlanTemplate
        fields = ("name", "readiness")

    def __init__(self, *args: Any, region: Unit, **options: Any) -> None:
        """Offer the readiness of the region."""
        super().__init__(*args, **options)
        offer(self.fields["readiness"], Readiness.objects.of(region))


class LineForm(TypedOnly, UnchangedForm):
    """One activity: what, how long, in which month of the plan."""

    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=MOST_HOURS)
    month = forms.IntegerField(
        label=_("Month of the plan"),
        min_value=1,
        max_value=MONTHS,
        initial=1,
        help_text=_("The first month of the plan is 1."),
    )

    class Meta:
        model = PlanTemplateItem
        fields = ("kind", "name", "hours", "month")

    @property
    def line(self) -> Line:
        """What was typed in; the form is valid."""
        return Line(**self.cleaned_data)
