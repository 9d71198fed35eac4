"""Forms of the administrator: users, roles, heads, and the filters of lists."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal import journal_words
from portal.models import JournalEntry, Membership, Person, Unit, User


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        """Write the day as the browser reads it."""
        super().__init__(format="%Y-%m-%d")


class UserForm(forms.ModelForm[User]):
    """A new user and the first role."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    class Meta:
        model = User
        fields = ("username", "last_name", "first_name", "email")
        labels = {"username": _("Sign-in name"), "email": _("E-mail")}

    def __init__(self, *args: object, units: QuerySet[Unit], **kwargs: object) -> None:
        """Offer the units one administers."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer(self.fields["unit"], units)


class RoleForm(forms.Form):
    """One more role."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())

    def __init__(self, *args: object, units: QuerySet[Unit], **kwargs: object) -> None:
        """Offer the units one administers."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offer(self.fields["unit"], units)


class HeadForm(forms.ModelForm[Person]):
    """The new head of an organization: the person, the day, the order."""

    starts_on = forms.DateField(label=_("Appointed from"), widget=DayInput())
    order_number = forms.CharField(
        label=_("Order number"), max_length=50, required=False
    )

    class Meta:
        model = Person
        fields = ("last_name", "first_name", "patronymic", "gender")


class UserFilter(django_filters.FilterSet):
    """Which users to show."""

    search = django_filters.CharFilter(method="with_words", label=_("Name"))
    role = django_filters.ChoiceFilter(
        field_name="memberships__role",
        choices=Membership.Role.choices,
        label=_("Role"),
        empty_label=_("Any role"),
        distinct=True,
    )

    class Meta:
        model = User
        fields: list[str] = []

    def with_words(self, rows: QuerySet[User], name: str, words: str) -> QuerySet[User]:
        """Search in names."""
        return rows.filter(
            Q(username__icontains=words)
            | Q(last_name__icontains=words)
            | Q(email__icontains=words)
        )


class UnitFilter(django_filters.FilterSet):
    """Which units to show."""

    search = django_filters.CharFilter(
        field_name="short_name", lookup_expr="icontains", label=_("Name")
    )
    kind = django_filters.ChoiceFilter(
        choices=Unit.Kind.choices, label=_("Kind"), empty_label=_("Any kind")
    )

    class Meta:
        model = Unit
        fields: list[str] = []


class JournalFilter(django_filters.FilterSet):
    """Which entries of the journal to show."""

    action = django_filters.ChoiceFilter(
        choices=journal_words.choices, label=_("Action"), empty_label=_("Any action")
    )
    by = django_filters.CharFilter(method="by_person", label=_("Who"))
    since = django_filters.DateFilter(
        field_name="at__date",
        lookup_expr="gte",
        label=_("From the day"),
        widget=DayInput,
    )

    class Meta:
        model = JournalEntry
        fields: list[str] = []

    def by_person(
        self, rows: QuerySet[JournalEntry], name: str, words: str
    ) -> QuerySet[JournalEntry]:
        """Search in sign-in names and last names."""
        return rows.filter(
            Q(by__username__icontains=words) | Q(by__last_name__icontains=words)
        )


def offer(field: forms.Field, units: QuerySet[Unit]) -> None:
    """Set what a field of units may choose from."""
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = units
