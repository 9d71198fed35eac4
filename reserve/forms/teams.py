"""Forms of management teams."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.models import Person, Unit
from reserve.forms.filters import ChosenForm
from reserve.forms.plans import TypedOnly, choose, offer
from reserve.models import ManagementTeam, TeamRole, TeamTraining


class TeamFilter(ChosenForm):
    """Which teams to show."""

    words = forms.CharField(label=_("Name"), required=False)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All municipalities"),
    )
    kind = forms.ChoiceField(
        label=_("Of what"),
        required=False,
        choices=[
            ("", _("Schools and municipalities")),
            (Unit.Kind.ORGANIZATION, _("Organizations")),
            (Unit.Kind.MUNICIPALITY, _("Municipalities")),
        ],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            ("trained", _("Trained as a team")),
            ("untrained", _("Not trained yet")),
            ("dissolved", _("Dissolved")),
        ],
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the municipalities."""
        super().__init__(*args, **kwargs)
        offer(self.fields["municipality"], units)


class TeamForm(TypedOnly, forms.ModelForm[ManagementTeam]):
    """A team: name, day, order, joint project."""

    class Meta:
        model = ManagementTeam
        fields = ("name", "formed_on", "order_number", "project")
        widgets = {"formed_on": DayInput(), "project": forms.Textarea({"rows": 4})}


class TeamAddForm(TeamForm):
    """A new team, with where it is."""

    unit = forms.ModelChoiceField(
        label=_("Organization or municipality"),
        queryset=Unit.objects.none(),
        widget=LongSelect,
    )
    field_order = ("unit", "name", "formed_on", "order_number", "project")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units of the branch."""
        super().__init__(*args, **kwargs)
        offer(self.fields["unit"], units)


class TeamMemberForm(forms.Form):
    """Who takes a role: somebody known there, or a new name."""

    role = forms.ModelChoiceField(label=_("Role"), queryset=TeamRole.objects.none())
    known = forms.ChoiceField(label=_("Person"), required=False, widget=LongSelect)
    last_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    gender = forms.ChoiceField(
        label=_("Gender"), choices=Person.Gender.choices, required=False
    )

    def __init__(
        self,
        *args: Any,
        roles: Iterable[TeamRole],
        people: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer the region's roles and the people who work there."""
        super().__init__(*args, **kwargs)
        ids = [role.pk for role in roles]
        rows = TeamRole.objects.filter(pk__in=ids).order_by("position", "pk")
        offer(self.fields["role"], rows)
        choose(self.fields["known"], [("", _("Somebody else, named below")), *people])

    def clean(self) -> dict[str, Any]:
        """Require a choice or a name."""
        data = super().clean() or {}
        named = data.get("last_name") and data.get("first_name")
        if not data.get("known") and not named:
            self.add_error("known", _("Choose a person or write a name."))
        return data

    def person(self) -> Person:
        """Return the person chosen, or a new one not saved yet."""
        data = self.cleaned_data
        if data["known"]:
            return Person.objects.get(pk=data["known"])
        return Person(
            last_name=data["last_name"].strip(),
            first_name=data["first_name"].strip(),
            patronymic=data["patronymic"].strip(),
            gender=data["gender"] or Person.Gender.FEMALE,
        )


class TrainingForm(TypedOnly, forms.ModelForm[TeamTraining]):
    """A course of the team."""

    class Meta:
        model = TeamTraining
        fields = ("name", "hours", "starts_on", "finished_on")
        widgets = {"starts_on": DayInput(), "finished_on": DayInput()}
        labels = {"starts_on": _("First day"), "finished_on": _("Finished")}


class DayForm(forms.Form):
    """The day of a step."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
