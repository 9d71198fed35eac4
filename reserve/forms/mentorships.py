"""Forms of pairs and their meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from reserve.forms.filters import PlaceFilter
from reserve.forms.plans import choose
from reserve.models import Mentorship


class PairFilter(PlaceFilter):
    """Which pairs to show."""

    purpose = forms.ChoiceField(
        label=_("Whom"),
        required=False,
        choices=[("", _("Anybody")), *Mentorship.Purpose.choices],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Any status")), *Mentorship.Status.choices],
    )


class PairForm(forms.Form):
    """A new pair: whom, with whom, by which order, from when until when."""

    mentee = forms.ChoiceField(label=_("Who is mentored"), widget=LongSelect)
    mentor = forms.ChoiceField(label=_("Mentor"), widget=LongSelect)
    order_number = forms.CharField(label=_("Order number"), max_length=50)
    order_on = forms.DateField(label=_("Date of the order"), widget=DayInput())
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    plan = forms.CharField(
        label=_("Plan of the pair's work"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    consent_on_paper = forms.BooleanField(
        label=_("The new head has signed the consent on paper"),
        required=False,
        help_text=_("Members of the reserve have given theirs on the portal."),
    )

    def __init__(
        self,
        *args: Any,
        mentees: Iterable[tuple[str, str]],
        mentors: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer the people within sight."""
        super().__init__(*args, **kwargs)
        nobody = [("", _("Choose"))]
        choose(self.fields["mentee"], [*nobody, *mentees])
        choose(self.fields["mentor"], [*nobody, *mentors])


class MeetingForm(forms.Form):
    """A meeting in three fields."""

    held_on = forms.DateField(label=_("Day"), widget=DayInput())
    topic = forms.CharField(label=_("What it was about"), max_length=300)
    outcome = forms.CharField(
        label=_("What was agreed"), required=False, widget=forms.Textarea({"rows": 2})
    )


class PairEndForm(forms.Form):
    """How a pair ends."""

    status = forms.ChoiceField(
        label=_("How it ends"),
        choices=[
            (Mentorship.Status.DONE, _("Finished")),
            (Mentorship.Status.STOPPED, _("Broken off")),
        ],
        widget=forms.RadioSelect,
    )
    result = forms.CharField(label=_("Result"), widget=forms.Textarea({"rows": 4}))


class PairPlanForm(forms.Form):
    """The plan of the pair's work."""

    plan = forms.CharField(
        label=_("Plan of the pair's work"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
    )


def today() -> dict[str, Any]:
    """Return the first value of a form that asks for a day of today."""
    return {"held_on": timezone.localdate()}
