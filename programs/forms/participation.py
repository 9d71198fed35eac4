"""Forms of participation: whom to add, what to mark, the series of certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.models import Organization, Unit
from programs.models import EventTarget, Participation
from programs.reading import candidates
from programs.reading.candidates import Choice
from programs.reading.participants import ANSWERS


class ChoiceForm(forms.Form):
    """Whom to add: a group, a municipality, types of organizations."""

    who = forms.ChoiceField(label=_("Whom to add"), choices=candidates.GROUPS)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
        widget=LongSelect,
    )
    type = forms.ChoiceField(
        label=_("Type of organization"),
        required=False,
        choices=[("", _("Any type")), *Organization.Type.choices],
    )

    def __init__(self, *args: Any, places: list[Unit], **kwargs: Any) -> None:
        """Offer the municipalities in sight, where there is a choice."""
        super().__init__(*args, **kwargs)
        if len(places) < 2:
            del self.fields["municipality"]
            return
        wanted = [unit.pk for unit in places]
        field = self.fields["municipality"]
        field.queryset = Unit.objects.filter(pk__in=wanted).by_name()  # type: ignore[attr-defined]

    def choice(self) -> Choice | None:
        """Return what is chosen; None while nothing is."""
        if not self.is_bound or not self.is_valid():
            return None
        data = self.cleaned_data
        types = (data["type"],) if data["type"] else ()
        return Choice(data["who"], data.get("municipality"), types)


class ListForm(forms.Form):
    """A list of names as it was pasted."""

    names = forms.CharField(
        label=_("Names, one on a line"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=100_000,
        help_text=_("Full names or last names with initials; what follows is ignored."),
    )


class StateForm(forms.Form):
    """Which participants to show."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any state")), *Participation.State.choices],
    )
    search = forms.CharField(label=_("Last name"), required=False, max_length=100)

    def __init__(self, *args: Any, is_ahead: bool, **kwargs: Any) -> None:
        """Name the states as answers while the event is ahead."""
        super().__init__(*args, **kwargs)
        if is_ahead:
            field = self.fields["state"]
            answers = [("", _("Any answer")), *ANSWERS.items()]
            field.label, field.choices = _("Answer"), answers  # type: ignore[attr-defined]


class RegistrationForm(forms.Form):
    """Until when people may register themselves."""

    until = forms.DateField(label=_("Registration until"), widget=DayInput)


class CertificatesForm(forms.Form):
    """The series that those who took part get, by name."""

    series = forms.CharField(
        label=_("Series, before the number"), required=False, max_length=40
    )
    first = forms.IntegerField(
        label=_("First number"), min_value=1, max_value=99_999_999, initial=1
    )
    issued_on = forms.DateField(label=_("Issued on"), widget=DayInput)


class ParticipationForm(forms.ModelForm[Participation]):
    """One participant: state, hours, certificate."""

    class Meta:
        model = Participation
        fields = ("state", "hours", "certificate", "certificate_on")
        widgets = {"certificate_on": DayInput}


class ReachedForm(forms.ModelForm[EventTarget]):
    """The day on which a target was reached, and what proves it."""

    reached_on = forms.DateField(label=_("Reached on"), widget=DayInput)
    reached_note = forms.CharField(
        label=_("How it was reached"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name the act, its number and day, or where the product is."),
    )

    class Meta:
        model = EventTarget
        fields = ("reached_on", "reached_note")


class PeopleForm(forms.Form):
    """Which of a target's population to show."""

    took = forms.ChoiceField(
        label=_("Participation"),
        required=False,
        choices=[
            ("", _("Everybody")),
            ("yes", _("Took part")),
            ("no", _("Not yet")),
        ],
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
        widget=LongSelect,
    )

    def __init__(self, *args: Any, branch: Unit, **kwargs: Any) -> None:
        """Offer the municipalities of the program's territory."""
        super().__init__(*args, **kwargs)
        rows = Unit.objects.within(branch).municipalities().by_name()
        self.fields["municipality"].queryset = rows  # type: ignore[attr-defined]
