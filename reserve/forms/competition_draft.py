"""The parts of a competition's draft, changed on one page and in one go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.forms.administration import DayInput
from reserve import data_files
from reserve.forms.competitions import CompetitionForm
from reserve.models import (
    Competition,
    CompetitionDocument,
    CompetitionRequirement,
    Requirement,
    Stage,
    StageCriterion,
)


class StageForm(forms.ModelForm[Stage]):
    """A stage: its days, weight and pass mark."""

    class Meta:
        model = Stage
        fields = ("name", "starts_on", "ends_on", "weight", "maximum", "pass_mark")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Leave the most points of expert stages to their criteria."""
        super().__init__(*args, **options)
        if self.instance.is_expert:
            del self.fields["maximum"]
        if self.instance.kind in (Stage.Kind.DOCUMENTS, Stage.Kind.COMMISSION):
            for name in ("weight", "maximum", "pass_mark"):
                del self.fields[name]

    def clean(self) -> dict[str, object]:
        """Keep the days in order."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return data


class CriterionForm(forms.ModelForm[StageCriterion]):
    """What experts judge."""

    class Meta:
        model = StageCriterion
        fields = ("name", "hint", "weight", "minimum", "maximum")

    def clean(self) -> dict[str, object]:
        """Keep the range a range."""
        data = super().clean() or {}
        low, high, weight = (
            data.get(name) for name in ("minimum", "maximum", "weight")
        )
        if low is not None and high is not None and high <= low:
            self.add_error("maximum", _("The most points are not above the fewest."))
        if weight is not None and weight <= 0:
            self.add_error("weight", _("A weight is above zero."))
        return data


class DocumentForm(forms.ModelForm[CompetitionDocument]):
    """A document to attach."""

    code = forms.ChoiceField(label=_("Document"))

    class Meta:
        model = CompetitionDocument
        fields = ("code", "name", "is_required")
        labels = {"name": _("In other words")}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the known documents; the name may be left to them."""
        super().__init__(*args, **options)
        choices = [("", "—"), *data_files.documents().items()]
        self.fields["code"].choices = choices  # type: ignore[attr-defined]
        self.fields["name"].required = False

    def clean(self) -> dict[str, object]:
        """Name the document as the list does, where nothing else is said."""
        data = super().clean() or {}
        if data.get("code") and not data.get("name"):
            data["name"] = data_files.documents()[str(data["code"])]
        return data


StageSet = forms.inlineformset_factory(
    Competition, Stage, form=StageForm, extra=0, can_delete=True
)
CriterionSet = forms.inlineformset_factory(
    Stage, StageCriterion, form=CriterionForm, extra=1, can_delete=True
)
DocumentSet = forms.inlineformset_factory(
    Competition, CompetitionDocument, form=DocumentForm, extra=2, can_delete=True
)


class RequirementsForm(forms.Form):
    """Which requirements of the dictionary hold, and how many years."""

    def __init__(self, *args: Any, competition: Competition, **options: Any) -> None:
        """Offer every entry in use, those of the competition ticked."""
        super().__init__(*args, **options)
        self.competition = competition
        held = {
            row.requirement_id: row.minimum for row in competition.requirements.all()
        }
        region = competition.consent_text.owner
        rows = Requirement._default_manager.filter(owner=region, is_active=True)
        self.offered = list(rows.order_by("position", "pk"))
        for row in self.offered:
            self.fields[f"on_{row.pk}"] = forms.BooleanField(
                label=row.name, required=False, initial=row.pk in held
            )
            if row.kind.startswith("years"):
                self.fields[f"minimum_{row.pk}"] = forms.IntegerField(
                    label=_("Years, at least"),
                    min_value=0,
                    max_value=60,
                    required=False,
                    initial=held.get(row.pk, row.minimum),
                )

    def save(self) -> None:
        """Set the competition's requirements to what is ticked."""
        CompetitionRequirement.objects.filter(competition=self.competition).delete()
        CompetitionRequirement.objects.bulk_create(
            CompetitionRequirement(
                competition=self.competition,
                requirement=row,
                minimum=self.cleaned_data.get(f"minimum_{row.pk}", row.minimum),
            )
            for row in self.offered
            if self.cleaned_data[f"on_{row.pk}"]
        )

    def lines(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        """Yield each tick with its years, where it counts them."""
        for row in self.offered:
            years = f"minimum_{row.pk}"
            yield self[f"on_{row.pk}"], self[years] if years in self.fields else None


class TiesForm(forms.ModelForm[Competition]):
    """By which stages equal totals are told apart, first to last."""

    class Meta:
        model = Competition
        fields = ("tie_stages",)

    tie_stages = forms.MultipleChoiceField(
        label=_("Equal totals are told apart by"),
        choices=Stage.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("In the order: defense, interview, test; then the earlier one."),
    )

    ORDER = (Stage.Kind.DEFENSE, Stage.Kind.INTERVIEW, Stage.Kind.TEST)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the stages that give points."""
        super().__init__(*args, **options)
        offered = [(kind.value, kind.label) for kind in self.ORDER]
        self.fields["tie_stages"].choices = offered  # type: ignore[attr-defined]

    def clean_tie_stages(self) -> list[str]:
        """Return the ticked stages in their fixed order."""
        ticked = self.cleaned_data["tie_stages"]
        return [kind.value for kind in self.ORDER if kind in ticked]


class DraftForms:
    """Everything that is changed about a draft, on one page and in one go."""

    def __init__(self, competition: Competition, data: QueryDict | None) -> None:
        """Bind every part to the posted data, or show what is kept."""
        self.main = CompetitionForm(data, instance=competition)
        self.ties = TiesForm(data, instance=competition)
        self.stages = StageSet(data, instance=competition, prefix="stages")
        self.documents = DocumentSet(data, instance=competition, prefix="documents")
        self.requirements = RequirementsForm(data, competition=competition)
        self.criteria = [
            CriterionSet(data, instance=stage, prefix=f"criteria-{stage.kind}")
            for stage in competition.stages.filter(kind__in=Stage.EXPERT)
        ]

    def is_valid(self) -> bool:
        """Whether all the parts may be kept; every part says what is wrong."""
        verdicts = [part.is_valid() for part in self._parts()]
        return all(verdicts)

    def save(self) -> None:
        """Keep every part."""
        gone = {form.instance.pk for form in self.stages.deleted_forms}
        for part in self._parts():
            if getattr(part, "instance", None) is None or not _is_gone(part, gone):
                part.save()

    def _parts(self) -> list[Any]:
        sets = [*self.criteria, self.stages, self.documents, self.requirements]
        return [self.main, self.ties, *sets]


def _is_gone(part: Any, gone: set[int]) -> bool:
    """Whether the part belongs to a stage that is being removed."""
    return isinstance(part.instance, Stage) and part.instance.pk in gone
