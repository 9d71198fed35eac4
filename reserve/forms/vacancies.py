"""Forms of vacancies and nominations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.controls import LongSelect
from portal.models import Person, Position

DAY = {"type": "date"}
Choices = Iterable[tuple[int, str]]
Words = str | Promise
STATES = [
    ("", gettext_lazy("Open, free now")),
    ("forecast", gettext_lazy("Open, will be free")),
    ("filled", gettext_lazy("Filled vacancies")),
    ("cancelled", gettext_lazy("Cancelled vacancies")),
    ("all", gettext_lazy("All vacancies")),
]


def day_field(
    label: Words, *, required: bool = True, help_text: Words = ""
) -> forms.Field:
    """Return a field for a day, with the browser's calendar."""
    widget = forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=required,
        widget=widget,
        help_text=help_text,  # type: ignore[arg-type]
    )


class VacancyFilter(forms.Form):
    """Which vacancies are listed."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=STATES
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Post"),
        required=False,
        choices=[("", gettext_lazy("Heads and deputies")), *Position.Kind.choices],
    )

    def chosen(self, name: str) -> str:
        """Return the valid choice; what cannot be chosen counts as nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class VacancyForm(forms.Form):
    """A post declared free."""

    unit = forms.ChoiceField(label=gettext_lazy("Organization"), widget=LongSelect)
    kind = forms.ChoiceField(label=gettext_lazy("Post"), choices=Position.Kind.choices)
    free_on = day_field(
        gettext_lazy("Free on"),
        help_text=gettext_lazy("A day ahead makes it a forecast until then."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is free"),
        max_length=300,
        help_text=gettext_lazy("The contract ends, a transfer, an own request."),
    )
    requirements = forms.CharField(
        label=gettext_lazy("What is required"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: object, units: Choices = (), **kwargs: object) -> None:
        """Offer the organizations, (id, name) each."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [("", _("Choose an organization"))]
        offered += [(str(pk), name) for pk, name in units]
        self.fields["unit"].choices = offered  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something ends; everybody concerned reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(forms.Form):
    """A few words to a step that goes ahead."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RecommendationForm(NoteForm):
    """Why this candidate."""

    note = forms.CharField(
        label=gettext_lazy("Recommendation"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The ministry reads it with the documents."),
    )


class OutsideForm(RecommendationForm):
    """A candidate who is not in the reserve: who serves now, or a new person."""

    field_order = ("person", "last_name", "first_name", "patronymic", "gender")
    person = forms.ChoiceField(
        label=gettext_lazy("Who holds a post now"), required=False, widget=LongSelect
    )
    last_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=100, required=False
    )
    first_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=100, required=False
    )
    patronymic = forms.CharField(
        label=gettext_lazy("Patronymic"), max_length=100, required=False
    )
    gender = forms.ChoiceField(
        label=gettext_lazy("Gender"), choices=Person.Gender.choices, required=False
    )
    outside_reason = forms.CharField(
        label=gettext_lazy("Why nobody of the reserve"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The reason is kept; such appointments are counted."),
    )
    has_consent = forms.BooleanField(
        label=gettext_lazy(
            "The person's signed consent to the processing of their data is with us"
        )
    )

    def __init__(self, *args: object, people: Choices = (), **kwargs: object) -> None:
        """Offer those who hold posts, (id, name) each."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [("", _("Somebody else, named below"))]
        offered += [(str(pk), name) for pk, name in people]
        self.fields["person"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Ask for a name where nobody is chosen."""
        values = self.cleaned_data
        names = values.get("last_name"), values.get("first_name")
        if not values.get("person") and not all(names):
            self.add_error("last_name", _("Choose a person or write the name."))
        return values

    def candidate(self) -> Person:
        """Return the chosen person, or a new one, not yet saved."""
        values = self.cleaned_data
        if values["person"]:
            return Person.objects.get(pk=values["person"])
        names = ("last_name", "first_name", "patronymic", "gender")
        return Person(**{name: values[name].strip() for name in names})


class AppointForm(forms.Form):
    """The order of an appointment."""

    starts_on = day_field(
        gettext_lazy("In the post from"),
        help_text=gettext_lazy("The present holder leaves the post on this day."),
    )
    order_number = forms.CharField(
        label=gettext_lazy("Number of the order"), max_length=50
    )

    def clean_starts_on(self) -> dt.date:
        """Take a day within a year from today, either way."""
        day: dt.date = self.cleaned_data["starts_on"]
        if abs((day - timezone.localdate()).days) > DAYS_AROUND:
            raise forms.ValidationError(_("Choose a day within a year from today."))
        return day


DAYS_AROUND = 366
