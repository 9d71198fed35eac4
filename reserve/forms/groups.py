"""Forms of the groups of the beginning head's school."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.forms.administration import DayInput
from portal.models import Unit
from reserve.forms.filters import ChosenForm
from reserve.forms.plans import TypedOnly, offer
from reserve.models import Learner, Readiness, StudyGroup


class GroupForm(TypedOnly, forms.ModelForm[StudyGroup]):
    """A group of the beginning head's school; topics one in a line."""

    topics = forms.CharField(
        label=_("Topics, one in a line"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )

    class Meta:
        model = StudyGroup
        fields = ("name", "starts_on", "ends_on", "curator")
        widgets = {"starts_on": DayInput(), "ends_on": DayInput()}
        labels = {"starts_on": _("First day"), "ends_on": _("Last day")}

    def clean_topics(self) -> list[str]:
        """Return the topics, without empty lines, cut to what fits."""
        lines = self.cleaned_data["topics"].splitlines()
        return [line.strip()[:200] for line in lines if line.strip()]


class GroupAddForm(GroupForm):
    """A new group, with whose it is."""

    owner = forms.ModelChoiceField(label=_("Whose group"), queryset=Unit.objects.none())
    field_order = ("owner", "name", "starts_on", "ends_on", "curator", "topics")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the region or the municipalities of the branch."""
        super().__init__(*args, **kwargs)
        offer(self.fields["owner"], units)


class CandidateFilter(ChosenForm):
    """Whom to enroll."""

    who = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[("", _("Members of the reserve")), ("heads", _("New heads"))],
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
    )
    readiness = forms.ModelChoiceField(
        label=_("Readiness"),
        queryset=Readiness.objects.none(),
        required=False,
        empty_label=_("Any readiness"),
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        readiness: QuerySet[Readiness],
        **kwargs: Any,
    ) -> None:
        """Offer the municipalities and the region's readiness."""
        super().__init__(*args, **kwargs)
        offer(self.fields["municipality"], units)
        offer(self.fields["readiness"], readiness)


class MarksForm(forms.Form):
    """Who finished when, with which certificate."""

    def __init__(self, *args: Any, learners: list[Learner], **kwargs: Any) -> None:
        """Make two fields for each learner."""
        super().__init__(*args, **kwargs)
        self.learners = learners
        for row in learners:
            self.fields[f"day_{row.pk}"] = forms.DateField(
                label=_("Finished"),
                widget=DayInput(),
                required=False,
                initial=row.finished_on,
            )
            self.fields[f"paper_{row.pk}"] = forms.CharField(
                label=_("Certificate"),
                max_length=50,
                required=False,
                initial=row.certificate,
            )

    def lines(self) -> Iterable[tuple[Learner, forms.BoundField, forms.BoundField]]:
        """Yield each learner with the two fields."""
        for row in self.learners:
            yield row, self[f"day_{row.pk}"], self[f"paper_{row.pk}"]

    def marks(self) -> dict[int, tuple[Any, str]]:
        """Return the days and certificates by the learner's id."""
        data = self.cleaned_data
        return {
            row.pk: (data[f"day_{row.pk}"], data[f"paper_{row.pk}"])
            for row in self.learners
        }
