"""Forms of internships."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.models import Unit
from reserve.forms.filters import PlaceFilter
from reserve.forms.plans import choose, offer
from reserve.models import Internship, InternshipSite


class InternshipFilter(PlaceFilter):
    """Which internships to show."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any kind")), *Internship.Kind.choices],
    )
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("Any status")), *Internship.Status.choices],
    )


class InternshipForm(forms.Form):
    """A new internship of a member."""

    member = forms.ChoiceField(label=_("Member of the reserve"), widget=LongSelect)
    kind = forms.ChoiceField(label=_("Kind"), choices=Internship.Kind.choices)
    site = forms.ModelChoiceField(
        label=_("Site"),
        queryset=InternshipSite.objects.none(),
        required=False,
        empty_label=_("Without a site"),
    )
    unit = forms.ModelChoiceField(
        label=_("Organization, where there is no site"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("That of the site"),
        widget=LongSelect,
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=2000, initial=0)
    order_number = forms.CharField(
        label=_("Order number"), max_length=50, required=False
    )

    def __init__(
        self,
        *args: Any,
        members: Iterable[tuple[str, str]],
        sites: QuerySet[InternshipSite],
        units: QuerySet[Unit],
        **kwargs: Any,
    ) -> None:
        """Offer the members, sites and units within sight."""
        super().__init__(*args, **kwargs)
        choose(self.fields["member"], [("", _("Choose")), *members])
        offer(self.fields["site"], sites)
        offer(self.fields["unit"], units)


class DaysForm(forms.Form):
    """Other days of an internship."""

    starts_on = forms.DateField(label=_("First day"), widget=DayInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput())
    hours = forms.IntegerField(label=_("Hours"), min_value=0, max_value=2000)


class StepForm(forms.Form):
    """What is said at a step of an internship."""

    order_number = forms.CharField(
        label=_("Order number"), max_length=50, required=False
    )
    result = forms.CharField(
        label=_("Result, the host's view"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
