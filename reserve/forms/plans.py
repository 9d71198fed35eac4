"""Forms of a development plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.forms.administration import DayInput
from portal.forms.unchanged import Unchanged, UnchangedForm
from portal.models import Unit
from reserve.models import (
    Activity,
    Deficit,
    DevelopmentPlan,
    PlanItem,
    PlanTemplate,
)
from reserve.services.plan_proposals import Proposal

Choices = list[tuple[str, Any]]
LONG = forms.Textarea(attrs={"rows": 4})


def offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Set what a field of rows may choose from."""
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


def choose(field: forms.Field, choices: Iterable[tuple[str, Any]]) -> None:
    """Set what a field of words may choose from."""
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class TypedOnly:
    """A form of a row that types values: the service judges and writes them."""

    def _post_clean(self) -> None:
        """Leave the row as it is."""


class BeginForm(forms.Form):
    """A new plan: its first day, a template, and the deficits to take over."""

    starts_on = forms.DateField(label=_("Plan from"), widget=DayInput())
    template = forms.ModelChoiceField(
        label=_("Template of activities"),
        queryset=PlanTemplate.objects.none(),
        required=False,
        empty_label=_("Without a template"),
    )
    goal = forms.CharField(
        label=_("Goal of the year"), required=False, widget=forms.Textarea({"rows": 2})
    )
    proposals = forms.MultipleChoiceField(
        label=_("Deficits to take over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Proposed from the competition, the test and the monitoring."),
    )

    def __init__(
        self,
        *args: Any,
        templates: QuerySet[PlanTemplate],
        proposals: list[Proposal],
        **kwargs: Any,
    ) -> None:
        """Offer the region's templates and what the assessment has shown."""
        super().__init__(*args, **kwargs)
        offer(self.fields["template"], templates)
        self.proposed = {one.key: one for one in proposals}
        choices = [(one.key, _proposal_words(one)) for one in proposals]
        choose(self.fields["proposals"], choices)
        if not proposals:
            del self.fields["proposals"]

    def chosen(self) -> list[Proposal]:
        """Return the proposals that were ticked."""
        keys = self.cleaned_data.get("proposals", [])
        return [self.proposed[key] for key in keys]


class PlanForm(TypedOnly, UnchangedForm):
    """The goal and the days of a plan."""

    class Meta:
        model = DevelopmentPlan
        fields = ("goal", "starts_on", "ends_on")
        widgets = {
            "goal": forms.Textarea({"rows": 3}),
            "starts_on": DayInput(),
            "ends_on": DayInput(),
        }
        labels = {"starts_on": _("First day"), "ends_on": _("Last day")}


class DeficitForm(TypedOnly, UnchangedForm):
    """What is weak, where it was seen, and the goal that answers it."""

    class Meta:
        model = Deficit
        fields = ("topic", "source", "goal", "before")
        labels = {"before": _("Points before, of 100")}


class ItemForm(TypedOnly, UnchangedForm):
    """An activity: kind, name, hours, days and the deficit it answers."""

    class Meta:
        model = PlanItem
        fields = ("kind", "name", "hours", "starts_on", "ends_on", "deficit")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        labels = {
            "starts_on": _("First day"),
            "ends_on": _("Last day"),
            "deficit": _("Which deficit it answers"),
        }

    def __init__(self, *args: Any, plan: DevelopmentPlan, **kwargs: Any) -> None:
        """Offer the deficits of the plan."""
        super().__init__(*args, **kwargs)
        self.instance.plan = plan
        offer(self.fields["deficit"], plan.deficits.all())
        choose(self.fields["kind"], Activity.choices)


class ProgressForm(TypedOnly, UnchangedForm):
    """How far an activity is."""

    class Meta:
        model = PlanItem
        fields = ("status", "hours_done", "result")
        widgets = {"result": forms.Textarea({"rows": 3})}

    def __init__(self, *args: Any, is_staff: bool, **kwargs: Any) -> None:
        """Let only the staff cancel."""
        super().__init__(*args, **kwargs)
        if not is_staff:
            cancelled = PlanItem.Status.CANCELLED
            choose(
                self.fields["status"],
                [pair for pair in PlanItem.Status.choices if pair[0] != cancelled],
            )


class MentorViewForm(forms.Form):
    """The mentor's view of an activity."""

    text = forms.CharField(label=_("Mentor's view"), widget=forms.Textarea({"rows": 3}))


class ReturnForm(forms.Form):
    """What has to be changed in a plan."""

    reason = forms.CharField(label=_("What to change"), widget=LONG)


class ReportForm(Unchanged):
    """A report on the plan."""

    text = forms.CharField(label=_("Report"), widget=forms.Textarea({"rows": 8}))


class ConclusionForm(forms.Form):
    """How the plan ends."""

    conclusion = forms.ChoiceField(
        label=_("Conclusion"),
        choices=[pair for pair in DevelopmentPlan.Conclusion.choices if pair[0]],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Grounds of the conclusion"), widget=LONG)


class PointsForm(Unchanged):
    """Points before and after of every deficit, of 100."""

    def __init__(self, *args: Any, deficits: list[Deficit], **kwargs: Any) -> None:
        """Make two fields for each deficit."""
        stored = {f"before_{row.pk}": row.before for row in deficits}
        stored |= {f"after_{row.pk}": row.after for row in deficits}
        super().__init__(*args, stored=stored, **kwargs)
        self.deficits = deficits
        for row in deficits:
            for name in ("before", "after"):
                self.fields[f"{name}_{row.pk}"] = forms.DecimalField(
                    label=_("Before") if name == "before" else _("After"),
                    min_value=0,
                    max_value=100,
                    decimal_places=1,
                    required=False,
                )

    def lines(self) -> Iterator[tuple[Deficit, forms.BoundField, forms.BoundField]]:
        """Yield each deficit with its two fields."""
        for row in self.deficits:
            yield row, self[f"before_{row.pk}"], self[f"after_{row.pk}"]

    def points(self) -> dict[int, tuple[Decimal | None, Decimal | None]]:
        """Return the points by the deficit's id."""
        data = self.cleaned_data
        return {
            row.pk: (data[f"before_{row.pk}"], data[f"after_{row.pk}"])
            for row in self.deficits
        }


class PlanFilter(forms.Form):
    """Which members of the list of plans to show."""

    words = forms.CharField(label=_("Last name"), required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
    )
    state = forms.ChoiceField(
        label=_("Plan"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("late", _("Overdue")),
            ("none", _("No plan yet")),
            *DevelopmentPlan.Status.choices,
        ],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the municipalities, if there is a choice."""
        super().__init__(*args, **kwargs)
        offer(self.fields["municipality"], units)

    def chosen(self, name: str) -> Any:
        """Return the valid choice; what cannot be chosen counts as nothing."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


def _proposal_words(one: Proposal) -> str:
    source = Deficit.Source(one.source).label
    if one.before is None:
        return _("%(topic)s (%(source)s)") % {"topic": one.topic, "source": source}
    return _("%(topic)s (%(source)s: %(points)s of 100)") % {
        "topic": one.topic,
        "source": source,
        "points": str(one.before).replace(".", ","),
    }
