"""A score sheet as a form: points by criterion and two texts."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reserve.models import Expert
from reserve.reading.sheets import Question
from reserve.services.scores import Filling

LONGEST = 3000


class SheetForm(forms.Form):
    """Points may be missing: a draft is kept as it is, handing in asks for all."""

    strengths = forms.CharField(
        label=_("What is strong"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The candidate reads this in the letter, without your name."),
    )
    advice = forms.CharField(
        label=_("What to work on"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Advice that helps to prepare; one thought a line."),
    )

    def __init__(
        self, *args: object, questions: Sequence[Question], **kwargs: object
    ) -> None:
        """Make a choice of points for each criterion."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.questions = questions
        for row in questions:
            self.fields[row.field] = forms.TypedChoiceField(
                label=row.criterion.name,
                choices=[(value, value) for value in row.options],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def filling(self) -> Filling:
        """Return what is filled in, as services take it."""
        points = {
            row.criterion.pk: self.cleaned_data[row.field]
            for row in self.questions
            if self.cleaned_data.get(row.field) is not None
        }
        data = self.cleaned_data
        return Filling(points, data["strengths"], data["advice"])


class RecusalForm(forms.Form):
    """Why the expert may not judge, and who does instead."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: related, worked together, advised on the project."),
    )
    expert = forms.ModelChoiceField(
        Expert.objects.none(),
        label=_("Who judges instead"),
        required=False,
        empty_label=_("the next one by rule"),
    )

    def __init__(
        self, *args: object, experts: QuerySet[Expert] | None, **kwargs: object
    ) -> None:
        """Offer the other experts to who runs the competition."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if experts is None:
            del self.fields["expert"]
        else:
            self.fields["expert"].queryset = experts  # type: ignore[attr-defined]
