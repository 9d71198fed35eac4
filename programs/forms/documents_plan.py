"""Forms of a document's rows: events, target indicators, editions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring.models import Indicator
from portal.forms.administration import DayInput
from portal.forms.unchanged import Unchanged, UnchangedForm
from programs.models import (
    Event,
    Program,
    ProgramBody,
    Section,
    TargetIndicator,
    TargetValue,
)


class EventForm(UnchangedForm):
    """One row of the plan in the document's words, and who answers for it."""

    responsible = forms.ModelMultipleChoiceField(
        label=_("Responsible"),
        queryset=ProgramBody.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    helping = forms.ModelMultipleChoiceField(
        label=_("Co-executors"),
        queryset=ProgramBody.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Event
        fields = (
            "form",
            "number",
            "name",
            "kind",
            "section",
            "stage",
            "schedule_original",
            "expected_result",
            "bodies_original",
            "hours",
            "runs",
            "skips_days_off",
            "awaits_document",
            "notes",
        )
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2}),
            "expected_result": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {"form": _("Row of the document"), "kind": _("Kind of event")}
        help_texts = {
            "schedule_original": _(
                "The words of the document. An empty deadline stays without a date."
            ),
            "expected_result": _("Targets such as «at least 40 %» are read from it."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the sections, stages and bodies of the document."""
        super().__init__(*args, **options)
        program = self.instance.program
        for name in ("section", "stage"):
            rows: QuerySet[Any] = getattr(program, f"{name}s").all()
            offer(self.fields[name], rows)
        self.fields["section"].label_from_instance = _section_words  # type: ignore[attr-defined]
        for name in ("responsible", "helping"):
            offer(self.fields[name], program.bodies.all())

    def standing(self) -> dict[str, Any]:
        """Add the bodies that the row names."""
        named = list(self.instance.bodies.all())
        return super().standing() | {
            "responsible": [r.program_body_id for r in named if r.is_responsible],
            "helping": [r.program_body_id for r in named if not r.is_responsible],
        }


class CorrectForm(Unchanged):
    """Readable words for a deadline that the portal could not read."""

    words = forms.CharField(
        label=_("The deadline in readable words"),
        max_length=300,
        help_text=_(
            "For instance: “May 2026”, “every quarter”, “until 1 September 2026”, in"
            " Russian. The document's own words stay beside them."
        ),
    )


class IndicatorForm(UnchangedForm):
    """A target indicator: what is measured, from where it starts."""

    class Meta:
        model = TargetIndicator
        fields = (
            "number",
            "track",
            "name",
            "measure",
            "operator",
            "unit_name",
            "population",
            "measured_by",
            "indicator_code",
            "higher_is_better",
            "is_each_year",
            "baseline",
            "baseline_year",
            "baseline_count",
        )
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}
        labels = {
            "operator": _("The fact is compared as"),
            "population": _("Of whom it is a share"),
            "measured_by": _("Where the fact comes from"),
            "higher_is_better": _("Higher is better"),
            "baseline_year": _("Year of the baseline"),
            "baseline_count": _("Baseline in numbers"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the indicators of the document's methodology."""
        super().__init__(*args, **options)
        methodology = self.instance.program.methodology_id
        if methodology:
            self.fields["indicator_code"] = forms.ChoiceField(
                label=self.fields["indicator_code"].label,
                required=False,
                choices=[("", "—"), *_indicators(methodology)],
            )


class ValueForm(UnchangedForm):
    """The target of a year, and where in the document it stands."""

    class Meta:
        model = TargetValue
        fields = ("year", "value", "variant")
        help_texts = {
            "year": _("Empty: for every year."),
            "variant": _("Only where the document names several: passport, section 4."),
        }


class ChooseForm(forms.Form):
    """Why this of the variants is in force."""

    reason = forms.CharField(
        label=_("Why this one"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class EditionForm(forms.Form):
    """The day of a new edition."""

    edition_on = forms.DateField(label=_("Edition dated"), widget=DayInput())


class CarryOverForm(forms.Form):
    """The days of the same document's next period."""

    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())

    def __init__(self, *args: Any, program: Program, **options: Any) -> None:
        """Propose the period that follows the program's own."""
        super().__init__(*args, **options)
        self.program = program

    def clean(self) -> dict[str, object]:
        """Keep the days in order, and shifted by whole years."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        old = self.program.starts_on
        if first and (first.month, first.day) != (old.month, old.day):
            self.add_error(
                "starts_on",
                _("Deadlines move by whole years: begin on the same day of the year."),
            )
        elif first and first <= old:
            self.add_error("starts_on", _("The next period begins later."))
        return data


def offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Set what a field of rows may choose from."""
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


def _section_words(section: Section) -> str:
    words = f"{section.number} {section.name}".strip()
    return f"{section.get_kind_display()}: {words}"


def _indicators(methodology: int) -> list[tuple[str, str]]:
    rows = Indicator.objects.filter(methodology=methodology).order_by("pk")
    return [(row.code, f"{row.code}. {row.name}"[:140]) for row in rows]
