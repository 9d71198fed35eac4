"""Forms of the succession map, tenures, effective heads and the needs analysis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import Organization, Unit
from reserve.forms.vacancies import day_field
from reserve.models import NeedsAction
from reserve.succession_words import REASONS

YEARS_AHEAD = 2
TYPES = [("", gettext_lazy("All types of organizations")), *Organization.Type.choices]
FIRST_BIRTH, LAST_BIRTH = 1930, 2020


class ChosenForm(forms.Form):
    """A form of filters: what cannot be chosen counts as nothing."""

    def chosen(self, name: str) -> str:
        """Return the valid choice."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class MapFilter(ChosenForm):
    """The horizon, the organization type and the reason."""

    until = forms.ChoiceField(label=gettext_lazy("Horizon"), required=False)
    type = forms.ChoiceField(
        label=gettext_lazy("Organization type"), required=False, choices=TYPES
    )
    reason = forms.ChoiceField(label=gettext_lazy("Why"), required=False)

    def __init__(self, *args: object, today: dt.date, **kwargs: object) -> None:
        """Offer the ends of this year and of the next two; the last is meant."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.last = today.year + YEARS_AHEAD
        years = range(self.last, today.year - 1, -1)
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            ("" if year == self.last else str(year), until_words(year))
            for year in years
        ]
        reasons = [("", _("Any reason"))]
        reasons += [(code, str(words)) for code, words in REASONS.items()]
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]

    @property
    def year(self) -> int:
        """The last year of the horizon."""
        return int(self.chosen("until") or self.last)


def until_words(year: int) -> str:
    """Return the horizon in words."""
    return _("Until the end of %(year)s") % {"year": year}


class TenureFilter(ChosenForm):
    """Which appointments are listed."""

    state = forms.ChoiceField(
        label=gettext_lazy("Which"),
        required=False,
        choices=[
            ("", gettext_lazy("All heads in office")),
            ("soon", gettext_lazy("Something ends within 90 days")),
            ("late", gettext_lazy("Overdue")),
            ("empty", gettext_lazy("Nothing is filled in")),
        ],
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Organization type"), required=False, choices=TYPES
    )


class TenureForm(forms.Form):
    """What is known of an appointment's end."""

    contract_ends_on = day_field(gettext_lazy("The contract ends"), required=False)
    attested_on = day_field(gettext_lazy("Last attestation"), required=False)
    attestation_due_on = day_field(gettext_lazy("Next attestation"), required=False)
    birth_year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        required=False,
        min_value=FIRST_BIRTH,
        max_value=LAST_BIRTH,
        help_text=gettext_lazy("Only if the municipality plans by age; may be empty."),
    )


class EffectiveFilter(ChosenForm):
    """Which effective heads are listed."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        required=False,
        choices=[
            ("", gettext_lazy("Any answer")),
            ("found", gettext_lazy("Not asked yet")),
            ("asked", gettext_lazy("Asked")),
            ("agreed", gettext_lazy("Agreed")),
            ("declined", gettext_lazy("Declined")),
        ],
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[
            ("", gettext_lazy("Any role")),
            ("mentor", gettext_lazy("Mentor")),
            ("expert", gettext_lazy("Expert")),
            ("speaker", gettext_lazy("Speaker")),
        ],
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Organization type"), required=False, choices=TYPES
    )


class AnswerForm(forms.Form):
    """The roles one agrees to; none of them declines."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("I agree to be"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("mentor", gettext_lazy("a mentor of members of the reserve")),
            ("expert", gettext_lazy("an expert of competitions")),
            ("speaker", gettext_lazy("a speaker at seminars")),
        ],
    )


class HorizonForm(forms.Form):
    """Until when the analysis looks."""

    until = forms.ChoiceField(label=gettext_lazy("Horizon"))

    def __init__(self, *args: object, today: dt.date, **kwargs: object) -> None:
        """Offer the ends of this year and of the next two."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        years = range(today.year, today.year + YEARS_AHEAD + 1)
        self.fields["until"].choices = [  # type: ignore[attr-defined]
            (f"{year}-12-31", until_words(year)) for year in years
        ]
        self.initial.setdefault("until", f"{today.year + 1}-12-31")

    def clean_until(self) -> dt.date:
        """Return the last day of the horizon."""
        return dt.date.fromisoformat(self.cleaned_data["until"])


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]
    """One action of the plan."""

    due_on = day_field(gettext_lazy("Due"))

    class Meta:
        model = NeedsAction
        fields = ("unit", "kind", "people", "due_on", "note")

    def __init__(self, *args: object, units: Iterable[int], **kwargs: object) -> None:
        """Offer the municipalities of the analysis."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = Unit.objects.filter(pk__in=list(units)).by_name()
        self.fields["unit"].queryset = offered  # type: ignore[attr-defined]
        self.fields["unit"].label = _("Municipality")
        self.fields["people"].min_value = 1  # type: ignore[attr-defined]
