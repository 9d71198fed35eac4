"""Forms of a document: its passport, the filter of the list."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring.models import Methodology
from portal.forms.administration import DayInput, offer
from portal.forms.unchanged import UnchangedForm
from portal.models import Unit
from programs.models import Program

DAYS = (
    "act_on",
    "starts_on",
    "ends_on",
    "roadmap_starts_on",
    "roadmap_ends_on",
    "reply_by",
    "edition_on",
)
LONG = ("goal", "parent_act", "evaluation_rule")
OUT_OF_ORDER = _("The last day is before the first.")


class PassportForm(UnchangedForm):
    """What the document says of itself."""

    class Meta:
        model = Program
        fields = (
            "unit",
            "kind",
            "level",
            "name",
            "short_name",
            "territory",
            "act",
            "act_number",
            "act_on",
            "act_body",
            "edition_on",
            "parent_act",
            "starts_on",
            "ends_on",
            "period_original",
            "is_school_year",
            "roadmap_starts_on",
            "roadmap_ends_on",
            "goal",
            "control",
            "evaluation_rule",
            "is_evaluated_yearly",
            "is_evaluated_finally",
            "addressee",
            "reply_by",
            "methodology",
            "source",
        )
        widgets = {name: DayInput() for name in DAYS} | {
            name: forms.Textarea(attrs={"rows": 3}) for name in LONG
        }
        labels = {
            "unit": _("Whose document"),
            "act_number": _("Number of the act"),
            "act_on": _("Date of the act"),
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "roadmap_starts_on": _("First day of the roadmap"),
            "roadmap_ends_on": _("Last day of the roadmap"),
            "methodology": _("Methodology of the target indicators"),
        }
        help_texts = {
            "control": _("Who controls the execution: a position, no name."),
            "roadmap_starts_on": _("Only where it differs from the document."),
            "period_original": _("As the document writes it."),
        }

    def __init__(
        self,
        *args: Any,
        methods: QuerySet[Methodology],
        units: QuerySet[Unit] | None = None,
        **options: Any,
    ) -> None:
        """Offer methods in sight, units one writes for; a draft keeps its own unit."""
        super().__init__(*args, **options)
        self.fields["methodology"].queryset = methods  # type: ignore[attr-defined]
        if units is None:
            del self.fields["unit"]
        else:
            offer(self.fields["unit"], units)
        self.helper = FormHelper()
        self.helper.layout = _layout(is_new=units is not None)

    def clean(self) -> dict[str, object]:
        """Keep the days in order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", OUT_OF_ORDER)
        first, last = data.get("roadmap_starts_on"), data.get("roadmap_ends_on")
        if bool(first) != bool(last):
            missing = "roadmap_ends_on" if first else "roadmap_starts_on"
            self.add_error(missing, _("Name both days of the roadmap, or none."))
        elif first and last and last < first:
            self.add_error("roadmap_ends_on", OUT_OF_ORDER)
        return data


def _layout(*, is_new: bool) -> Layout:
    save = _("Make a draft") if is_new else _("Save")
    return Layout(
        "seen",
        *(["unit"] if is_new else []),
        Div("kind", "level", css_class="form-pair"),
        "name",
        Div("short_name", "territory", css_class="form-pair"),
        Fieldset(
            _("Act"),
            Div("act", "act_number", "act_on", css_class="form-pair"),
            "act_body",
            "parent_act",
            Div("edition_on", "source", css_class="form-pair"),
        ),
        Fieldset(
            _("Period"),
            Div("starts_on", "ends_on", "period_original", css_class="form-pair"),
            Div("roadmap_starts_on", "roadmap_ends_on", css_class="form-pair"),
            "is_school_year",
        ),
        Fieldset(
            _("Goal and evaluation"),
            "goal",
            "control",
            "evaluation_rule",
            "is_evaluated_yearly",
            "is_evaluated_finally",
            "methodology",
        ),
        Fieldset(
            _("Letters and recommendations"),
            Div("addressee", "reply_by", css_class="form-pair"),
        ),
        Div(Submit("save", save), css_class="actions"),
    )


class DocumentFilter(forms.Form):
    """Which documents to show."""

    words = forms.CharField(label=_("Name or number of the document"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of document"),
        required=False,
        choices=[("", _("All kinds")), *Program.Kind.choices],
    )
    level = forms.ChoiceField(
        label=_("Level"),
        required=False,
        choices=[("", _("All levels")), *Program.Level.choices],
    )
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any but replaced")),
            *Program.Status.choices,
        ],
    )
    unit = forms.ModelChoiceField(
        label=_("Territory"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All territories"),
    )
    year = forms.TypedChoiceField(
        label=_("Year"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, rows: QuerySet[Program], **options: Any) -> None:
        """Offer the territories and years of the documents one sees."""
        super().__init__(*args, **options)
        self.rows = rows
        units = Unit.objects.filter(pk__in=rows.values("unit")).order_by("path")
        offer(self.fields["unit"], units)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", _("All years")),
            *((year, str(year)) for year in _years(rows)),
        ]

    def found(self) -> QuerySet[Program]:
        """Return the documents that fit; what cannot be chosen counts as nothing."""
        self.is_valid()
        asked = self.cleaned_data
        rows = self._with_words(asked.get("words") or "")
        if not asked.get("status"):
            rows = rows.exclude(status=Program.Status.REPLACED)
        for name in ("kind", "level", "status", "unit"):
            if asked.get(name):
                rows = rows.filter(**{name: asked[name]})
        if year := asked.get("year"):
            rows = rows.filter(starts_on__year__lte=year, ends_on__year__gte=year)
        return rows

    def _with_words(self, words: str) -> QuerySet[Program]:
        if not words.strip():
            return self.rows
        text = words.strip()
        return self.rows.filter(
            Q(name__icontains=text)
            | Q(short_name__icontains=text)
            | Q(act_number__icontains=text)
            | Q(territory__icontains=text)
        )


def _years(rows: QuerySet[Program]) -> list[int]:
    """Return the years the documents touch, latest first."""
    days = list(rows.values_list("starts_on", "ends_on"))
    if not days:
        return []
    first = min(start.year for start, _end in days)
    last = max(end.year for _start, end in days)
    return list(range(last, first - 1, -1))
