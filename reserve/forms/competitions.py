"""Forms of a competition: its days and rules, and the parts of a draft."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.forms.administration import DayInput, offer
from portal.models import Organization, Unit
from reserve.models import Competition

DAYS = ("opens_on", "closes_on", "decides_on", "order_on")


class CompetitionForm(forms.ModelForm[Competition]):
    """Whom the competition is for, its days, its rules."""

    organization_types = forms.MultipleChoiceField(
        label=_("Types of organizations"),
        choices=Organization.Type.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: for all of them."),
    )

    class Meta:
        model = Competition
        fields = (
            "unit",
            "name",
            "post",
            "organization_types",
            "opens_on",
            "closes_on",
            "decides_on",
            "places",
            "term_years",
            "announcement",
            "is_blind",
            "experts_per_application",
            "outlier_gap",
            "order_number",
            "order_on",
        )
        widgets = {name: DayInput() for name in DAYS} | {
            "announcement": forms.Textarea(attrs={"rows": 8})
        }
        labels = {"unit": _("Who holds it"), "order_number": _("Order number")}
        help_texts = {
            "announcement": _("Everybody reads it, without signing in."),
            "outlier_gap": _("Points between experts of one application."),
        }

    def __init__(
        self, *args: Any, units: QuerySet[Unit] | None = None, **options: Any
    ) -> None:
        """Offer the units where the user runs the reserve; a draft keeps its own."""
        super().__init__(*args, **options)
        if units is None:
            del self.fields["unit"]
        else:
            offer(self.fields["unit"], units)
        self.helper = FormHelper()
        self.helper.form_tag = units is not None
        self.helper.layout = _layout(is_new=units is not None)

    def clean(self) -> dict[str, object]:
        """Keep the days in order."""
        data = super().clean() or {}
        opens, closes, decides = (data.get(name) for name in DAYS[:3])
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day is before the first."))
        if closes and decides and decides < closes:
            self.add_error(
                "decides_on", _("The commission meets before the applications end.")
            )
        return data


def _layout(*, is_new: bool) -> Layout:
    rows: list[Any] = [
        *(["unit"] if is_new else []),
        "name",
        Div("post", "places", css_class="form-pair"),
        "organization_types",
        Div("opens_on", "closes_on", "decides_on", css_class="form-pair"),
        "announcement",
        Div(
            "experts_per_application",
            "outlier_gap",
            "term_years",
            css_class="form-pair",
        ),
        "is_blind",
        Div("order_number", "order_on", css_class="form-pair"),
    ]
    if is_new:
        rows.append(Div(Submit("save", _("Make a draft")), css_class="actions"))
    return Layout(*rows)


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
