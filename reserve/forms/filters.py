"""Filters of lists, by GET."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.models import Unit
from reserve.forms.plans import offer


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
