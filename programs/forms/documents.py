"""Forms of a document: its passport, its parts, the filter of the list."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from monitoring.models import Methodology
from portal.forms.administration import DayInput, offer
from portal.models import Body, Unit
from programs.models import Clause, Program, ProgramBody, Section, Stage

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


class PassportForm(forms.ModelForm[Program]):
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


class ClauseForm(forms.ModelForm[Clause]):
    """A numbered part of the passport; annexes say whether they are there."""

    class Meta:
        model = Clause
        fields = ("number", "text", "deadline_original", "due_on", "is_present")
        widgets = {"text": forms.Textarea(attrs={"rows": 4}), "due_on": DayInput()}
        labels = {
            "deadline_original": _("Deadline in the document"),
            "is_present": _("The annex is there"),
        }

    WITH_DEADLINE = (Clause.Kind.TASK, Clause.Kind.RESULT)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask only what a clause of this kind can have."""
        super().__init__(*args, **options)
        if self.instance.kind not in self.WITH_DEADLINE:
            del self.fields["deadline_original"]
            del self.fields["due_on"]
        if self.instance.kind != Clause.Kind.ANNEX:
            del self.fields["is_present"]


class StageForm(forms.ModelForm[Stage]):
    """A stage with its days, within those of the document."""

    class Meta:
        model = Stage
        fields = ("number", "name", "starts_on", "ends_on")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        labels = {"starts_on": _("First day"), "ends_on": _("Last day")}

    def clean(self) -> dict[str, object]:
        """Keep the days in order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", OUT_OF_ORDER)
        return data


class SectionForm(forms.ModelForm[Section]):
    """A heading above events."""

    class Meta:
        model = Section
        fields = ("kind", "nature", "parent", "number", "name")
        labels = {"parent": _("Within"), "nature": _("Problem or risk")}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the other sections of the document."""
        super().__init__(*args, **options)
        others = Section._default_manager.filter(program=self.instance.program)
        self.fields["parent"].queryset = (  # type: ignore[attr-defined]
            others.exclude(pk=self.instance.pk)
        )


class BodyForm(forms.ModelForm[ProgramBody]):
    """A body by the words of the document, and who it is in the portal."""

    words = forms.CharField(
        label=_("Other words for it"),
        required=False,
        help_text=_("Short names by which the deadline cells call it, after commas."),
    )

    class Meta:
        model = ProgramBody
        fields = ("name", "role", "office", "body")
        labels = {"body": _("Body of the portal")}
        help_texts = {"office": _("A position, no name.")}

    field_order = ("name", "words", "role", "office", "body")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the bodies of the document's region."""
        super().__init__(*args, **options)
        self.fields["words"].initial = ", ".join(self.instance.aliases)
        region = self.instance.program.unit.path.split("/")[0]
        self.fields["body"].queryset = (  # type: ignore[attr-defined]
            Body._default_manager.filter(unit__path__startswith=f"{region}/")
        )

    def _post_clean(self) -> None:
        """Put the words among the other names."""
        super()._post_clean()  # type: ignore[misc]
        words = self.cleaned_data.get("words", "")
        self.instance.aliases = [
            word.strip() for word in words.split(",") if word.strip()
        ]


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
