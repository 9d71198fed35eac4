"""Forms of practices: the passport, the filters of the bank, taking one over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from monitoring.models import Indicator
from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.forms.unchanged import Unchanged
from portal.models import Organization, Unit
from programs.models import Practice

LONGEST = 60  # letters of an indicator in the filter


class PracticeForm(Unchanged):
    """The passport of a practice."""

    unit = forms.ModelChoiceField(
        label=_("Whose practice"), queryset=Unit.objects.none(), widget=LongSelect()
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        help_text=_("What is done, in a few words: «Teachers' council by data»."),
    )
    problem = forms.CharField(
        label=_("Which trouble it solved"), widget=forms.Textarea({"rows": 4})
    )
    actions = forms.CharField(
        label=_("What was done"), widget=forms.Textarea({"rows": 6})
    )
    resources = forms.CharField(
        label=_("What is needed for it"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    indicator = forms.ModelChoiceField(
        label=_("Which indicator it moved"),
        queryset=Indicator.objects.none(),
        required=False,
        empty_label=_("None of the monitoring"),
    )
    year_before = forms.IntegerField(
        label=_("Year before"), required=False, min_value=2000, max_value=2100
    )
    value_before = forms.DecimalField(
        label=_("Value before"), required=False, max_digits=12, decimal_places=2
    )
    year_after = forms.IntegerField(
        label=_("Year after"), required=False, min_value=2000, max_value=2100
    )
    value_after = forms.DecimalField(
        label=_("Value after"), required=False, max_digits=12, decimal_places=2
    )
    proof = forms.CharField(
        label=_("How it is proved, and where it will not work"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    organization_types = forms.MultipleChoiceField(
        label=_("Whom it suits"),
        required=False,
        choices=Organization.Type.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: organizations of every type."),
    )
    contact = forms.CharField(
        label=_("Contact, by position"),
        max_length=300,
        help_text=_("The position only, without a name and a phone number."),
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        indicators: QuerySet[Indicator],
        practice: Practice | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the user's units; a written practice keeps its own."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)
        offer(self.fields["indicator"], indicators)
        if practice is not None:
            del self.fields["unit"]


class BankFilter(forms.Form):
    """Which practices of the bank to show."""

    words = forms.CharField(label=_("What does not go well"), required=False)
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    type = forms.ChoiceField(
        label=_("Whom it suits"),
        required=False,
        choices=[("", _("Any organization")), *Organization.Type.choices],
    )

    def __init__(
        self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the indicators that practices have moved."""
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        named = [
            (code, Truncator(f"{code}. {name}").chars(LONGEST))
            for code, name in indicators
        ]
        field.choices = [("", _("Any indicator")), *named]

    def chosen(self) -> dict[str, Any]:
        """Return the valid choices; what cannot be chosen counts as nothing."""
        self.is_valid()
        return self.cleaned_data


class ReasonForm(forms.Form):
    """Why a practice is returned or withdrawn."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))


class ReviewForm(forms.Form):
    """The reviewer's words to a practice that is published."""

    words = forms.CharField(
        label=_("Reviewer's words"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Anybody reads them: what was checked, and how."),
    )


class AdoptForm(forms.Form):
    """Who takes a practice over, and since when."""

    unit = forms.ModelChoiceField(
        label=_("Organization"), queryset=Unit.objects.none(), widget=LongSelect()
    )
    on = forms.DateField(
        label=_("Works by it since"), widget=DayInput(), initial=timezone.localdate
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the user's units that do not work by it yet."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)


class TellForm(forms.Form):
    """What came of a practice that was taken over."""

    helped = forms.TypedChoiceField(
        label=_("Did it help?"),
        required=False,
        empty_value=None,
        coerce=lambda word: word == "yes",
        choices=[("", _("Too early to say")), ("yes", _("Yes")), ("no", _("No"))],
    )
    note = forms.CharField(
        label=_("What came of it"), required=False, widget=forms.Textarea({"rows": 3})
    )


def offer(field: forms.Field, rows: QuerySet[Any]) -> None:
    """Let the field choose among the rows."""
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
    field.queryset = rows
    if field.required and len(first := rows[:2]) == 1:
        field.empty_label, field.initial = None, first[0]
