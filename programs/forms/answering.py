"""The form of who answers for events from now on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from portal.forms.unchanged import Unchanged
from programs.forms.occurrences import ReasonForm
from programs.models import Event, ProgramBody
from programs.reading import in_charge


class HandOverForm(Unchanged, ReasonForm):
    """Who answers now, of the bodies that the document names, and why."""

    bodies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who answers from now on"),
        queryset=ProgramBody.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Of the bodies that the document names; its own words stay as they are."
        ),
    )
    field_order = ("bodies", "reason")

    def __init__(self, *args: Any, events: Iterable[Event], **kwargs: Any) -> None:
        """Offer the bodies of the events' documents."""
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            offered = [body.pk for body in in_charge.offered(events)]
            rows = ProgramBody.objects.filter(pk__in=offered)
            field.queryset = rows.order_by("program", "position", "pk")
