"""Forms of pairs, meetings, sites, internships and groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.models import Unit
from reserve.forms.plans import TypedOnly, choose, offer
from reserve.models import (
    Internship,
    InternshipSite,
    Learner,
    Mentorship,
    Readiness,
    StudyGroup,
)


class ChosenForm(forms.Form):
    """A form of filters, by GET."""

    def chosen(self, name: str) -> Any:
        """Return the valid choice; what cannot be chosen counts as nothing."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class PlaceFilter(ChosenForm):
    """A last name and a municipality."""

    words = forms.CharField(label=_("Last name"), required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the municipalities."""
        super().__init__(*args, **kwargs)
        offer(self.fields["municipality"], units)


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


class SiteFilter(ChosenForm):
    """Which sites to show."""

    words = forms.CharField(label=_("Profile or name"), required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the municipalities of the region."""
        super().__init__(*args, **kwargs)
        offer(self.fields["municipality"], units)


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


class SiteForm(TypedOnly, forms.ModelForm[InternshipSite]):
    """A site: where, what one learns, how many at a time, whom to ask."""

    class Meta:
        model = InternshipSite
        fields = ("unit", "profile", "description", "places", "contact_post")
        widgets = {"unit": LongSelect, "description": forms.Textarea({"rows": 3})}
        labels = {"unit": _("Organization")}

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units of the branch."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)


class SiteChangeForm(TypedOnly, forms.ModelForm[InternshipSite]):
    """A site written anew; the organization stays."""

    class Meta:
        model = InternshipSite
        fields = ("profile", "description", "places", "contact_post", "is_active")
        widgets = {"description": forms.Textarea({"rows": 3})}


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


def today() -> dict[str, Any]:
    """Return the first value of a form that asks for a day of today."""
    return {"held_on": timezone.localdate()}
