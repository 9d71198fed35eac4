"""Forms of meetings: planning, what was heard, the agenda, a round of interviews."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.forms.unchanged import Unchanged
from portal.models import Unit
from programs.forms.practices import offer
from programs.models import Meeting, Program
from programs.services.interviews import Wish

FIRST_HOUR = dt.time(10)
MOST_A_DAY = 6


class ClockInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        """Write the hour as the browser reads it."""
        super().__init__(format="%H:%M")


class MeetingForm(Unchanged):
    """What a meeting is, when and where."""

    unit = forms.ModelChoiceField(
        label=_("Who holds it"), queryset=Unit.objects.none(), widget=LongSelect()
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    about = forms.ModelChoiceField(
        label=_("Municipality of the interview"),
        queryset=Unit.objects.none(),
        required=False,
        widget=LongSelect(),
        help_text=_("Only for an interview: its officers are told the day."),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("An interview without a title takes the municipality's name."),
    )
    on = forms.DateField(label=_("Day"), widget=DayInput())
    at = forms.TimeField(label=_("Hour"), widget=ClockInput(), initial=FIRST_HOUR)
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    chair = forms.CharField(
        label=_("Chair, by position"), max_length=300, required=False
    )
    program = forms.ModelChoiceField(
        label=_("Program"),
        queryset=Program.objects.none(),
        required=False,
        help_text=_("Its decisions can become events of this program."),
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        places: QuerySet[Unit],
        programs: QuerySet[Program],
        meeting: Meeting | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the user's units; a planned meeting keeps its own."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)
        offer(self.fields["about"], places)
        offer(self.fields["program"], programs)
        if meeting is not None:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        """Join the day and the hour; an interview is about somebody."""
        values = super().clean()
        on, at = values.pop("on", None), values.pop("at", None)
        if on and at:
            zone = timezone.get_current_timezone()
            values["starts_at"] = dt.datetime.combine(on, at, zone)
        is_interview = values.get("kind") == Meeting.Kind.INTERVIEW
        if is_interview and not values.get("about") and not self.has_error("about"):
            self.add_error("about", _("Say which municipality the interview is about."))
        if not (is_interview or values.get("title") or self.has_error("title")):
            self.add_error("title", _("Give the meeting a title."))
        return values

    @staticmethod
    def stored_of(meeting: Meeting) -> dict[str, Any]:
        """Return what is stored of a planned meeting, as the form asks for it."""
        names = ("kind", "about", "title", "place", "chair", "program")
        at = timezone.localtime(meeting.starts_at)
        written = {name: getattr(meeting, name) for name in names}
        return {**written, "on": at.date(), "at": at.time()}


class HoldForm(Unchanged):
    """Who was present, and what was heard on each question."""

    attendees = forms.CharField(
        label=_("Present, by position, one a line"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Positions only: “Director of the institute”, without names."),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        """Ask about every question of the agenda; begin with what is written."""
        self.items = items = list(meeting.agenda.all())
        heard = {f"heard_{item.pk}": item.heard for item in items}
        stored = {"attendees": "\n".join(meeting.attendees), **heard}
        super().__init__(*args, stored=stored, **kwargs)
        for number, item in enumerate(items, 1):
            self.fields[f"heard_{item.pk}"] = forms.CharField(
                label=_("Heard on %(number)s. %(topic)s")
                % {"number": number, "topic": item.topic},
                required=False,
                widget=forms.Textarea({"rows": 4}),
            )

    def clean(self) -> dict[str, Any]:
        """Return what the service asks for; a question not asked stays as it is."""
        values = super().clean()
        heard = {
            row.pk: values.get(name, "")
            for row in self.items
            if (name := f"heard_{row.pk}") in self.data
        }
        return {"attendees": values.get("attendees", "").splitlines(), "heard": heard}


class ReasonForm(forms.Form):
    """Why a meeting is cancelled or reopened."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))


class SignForm(forms.Form):
    """The number under which the protocol is signed."""

    number = forms.CharField(label=_("Number of the protocol"), max_length=30)


class ItemForm(Unchanged):
    """A question of the agenda."""

    topic = forms.CharField(
        label=_("Question"), max_length=500, widget=forms.Textarea({"rows": 2})
    )
    speaker = forms.CharField(
        label=_("Speaker, by position"), max_length=300, required=False
    )
    place = forms.IntegerField(
        label=_("Place on the agenda"),
        required=False,
        min_value=1,
        max_value=200,
        help_text=_("Empty: at the end."),
    )


class RoundForm(forms.Form):
    """When the interviews with all municipal heads are to be."""

    unit = forms.ModelChoiceField(label=_("Region"), queryset=Unit.objects.none())
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    at = forms.TimeField(
        label=_("First interview of a day"), widget=ClockInput(), initial=FIRST_HOUR
    )
    a_day = forms.IntegerField(
        label=_("Interviews a day"),
        min_value=1,
        max_value=MOST_A_DAY,
        initial=1,
        help_text=_("On working days, an hour for each."),
    )
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    chair = forms.CharField(
        label=_("Chair, by position"), max_length=300, required=False
    )
    program = forms.ModelChoiceField(
        label=_("Program"), queryset=Program.objects.none(), required=False
    )

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        programs: QuerySet[Program],
        **kwargs: Any,
    ) -> None:
        """Offer the user's regions."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)
        offer(self.fields["program"], programs)

    def wish(self) -> Wish:
        """Return when the interviews are to be."""
        values = dict(self.cleaned_data)
        del values["unit"]
        return Wish(**values)


class MeetingFilter(forms.Form):
    """Which meetings or decisions to show."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any kind")), *Meeting.Kind.choices],
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
        widget=LongSelect(),
    )
    year = forms.TypedChoiceField(
        label=_("Year"), required=False, coerce=int, empty_value=None
    )
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self,
        *args: Any,
        places: QuerySet[Unit],
        years: list[int],
        states: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        """Offer what the list has; one choice alone is no choice."""
        super().__init__(*args, **kwargs)
        offer(self.fields["municipality"], places)
        self._offer("year", _("All years"), [(str(one), str(one)) for one in years])
        self._offer("state", _("Any state"), states)
        if places.count() <= 1:
            del self.fields["municipality"]

    def chosen(self) -> dict[str, Any]:
        """Return the valid choices; what cannot be chosen counts as nothing."""
        self.is_valid()
        return self.cleaned_data

    def _offer(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [("", nothing), *choices]
        if not choices:
            del self.fields[name]
