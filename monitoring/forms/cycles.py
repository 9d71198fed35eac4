"""Forms of a cycle: planning it, and the reason of a step back."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import Cycle, Methodology
from portal.models import Unit


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write the day as the browser reads it."""
        super().__init__(format="%Y-%m-%d")


class CycleForm(forms.ModelForm[Cycle]):
    """A new cycle: its method, its year and its days."""

    class Meta:
        model = Cycle
        fields = (
            "name",
            "methodology",
            "year",
            "opens_on",
            "closes_on",
            "reference_on",
            "run_on",
            "reply_due_on",
            "counts_from",
            "recommendations_in_letter",
            "holds_letters",
        )
        widgets = {
            name: DayInput()
            for name in (
                "opens_on",
                "closes_on",
                "reference_on",
                "run_on",
                "reply_due_on",
            )
        }
        labels = {"methodology": _("Methodology")}
        help_texts = {
            "reference_on": _("Results and letters belong to the head on this day."),
            "run_on": _("On this day the portal computes and makes the letters."),
        }

    def __init__(self, *args: object, owner: Unit, **kwargs: object) -> None:
        """Offer the approved methods of the region."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.instance.owner = owner
        methods = self.fields["methodology"]
        if isinstance(methods, forms.ModelChoiceField):
            methods.queryset = Methodology.objects.filter(
                owner=owner, status=Methodology.Status.APPROVED
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "name",
            Div("methodology", "year", css_class="form-pair"),
            Div("opens_on", "closes_on", css_class="form-pair"),
            Div("reference_on", "run_on", css_class="form-pair"),
            Div("reply_due_on", "counts_from", css_class="form-pair"),
            "recommendations_in_letter",
            "holds_letters",
            Div(Submit("save", _("Plan the cycle")), HTML(""), css_class="actions"),
        )

    def clean(self) -> dict[str, object]:
        """Keep the days in order and the year free."""
        data = super().clean() or {}
        opens, closes, runs = (data.get(n) for n in ("opens_on", "closes_on", "run_on"))
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day is before the first."))
        if closes and runs and runs < closes:
            self.add_error("run_on", _("Computing starts before the collection ends."))
        year = data.get("year")
        if year and Cycle.objects.filter(owner=self.instance.owner, year=year).exists():
            self.add_error("year", _("The region has an annual cycle of this year."))
        return data


class ReasonForm(forms.Form):
    """Why a step back is taken."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
