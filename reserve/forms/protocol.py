"""Forms of the commission's protocol: its heading and a line for each candidate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.forms.unchanged import Unchanged
from reserve.models import Decision, Readiness
from reserve.services.protocols import Choice, Heading


class HeadingForm(Unchanged):
    """Number, day and people of the meeting."""

    number = forms.CharField(label=_("Number"), max_length=50)
    held_on = forms.DateField(
        label=_("Day of the meeting"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    chair = forms.CharField(label=_("Chair"), max_length=200)
    secretary = forms.CharField(label=_("Secretary"), max_length=200)
    attendees = forms.CharField(
        label=_("Present"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One person a line, with the position."),
    )

    def heading(self) -> Heading:
        """Return the heading as services take it."""
        return Heading(**self.cleaned_data)


class DecisionForm(Unchanged):
    """One line: include with a readiness, or not, with the reason."""

    verdict = forms.ChoiceField(label=_("Decision"), choices=Decision.Verdict.choices)
    readiness = forms.ModelChoiceField(
        Readiness.objects.none(), label=_("Readiness"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None,
        *,
        decision: Decision,
        dictionary: QuerySet[Readiness],
    ) -> None:
        """Begin with what the line says now."""
        super().__init__(
            data,
            prefix=f"d{decision.application_id}",
            stored={
                "verdict": decision.verdict,
                "readiness": decision.readiness_id,
                "reason": decision.reason,
            },
        )
        self.decision = decision
        self.fields["readiness"].queryset = dictionary  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        """Return the choice as services take it."""
        return Choice(**self.cleaned_data)


class DecisionForms:
    """The lines of a protocol, one form each."""

    def __init__(
        self,
        data: Mapping[str, object] | None,
        decisions: Iterable[Decision],
        dictionary: QuerySet[Readiness],
    ) -> None:
        """Make a form for each line."""
        self.forms = [
            DecisionForm(data, decision=row, dictionary=dictionary) for row in decisions
        ]

    def is_valid(self) -> bool:
        """Whether every line is filled in rightly."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    def choices(self) -> dict[int, Choice]:
        """Return the choices by the ids of the applications."""
        return {form.decision.application_id: form.choice() for form in self.forms}
