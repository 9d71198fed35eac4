"""Forms of decisions: their words, how they were carried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.forms.unchanged import Unchanged
from portal.models import Unit
from programs.forms.practices import offer
from programs.models import AgendaItem, Meeting, ProgramBody


class DecisionForm(Unchanged):
    """A decision with its owner and day."""

    item = forms.ModelChoiceField(
        label=_("On which question"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("On none of them"),
    )
    text = forms.CharField(label=_("Decision"), widget=forms.Textarea({"rows": 3}))
    unit = forms.ModelChoiceField(
        label=_("Who carries it out"), queryset=Unit.objects.none(), widget=LongSelect()
    )
    body = forms.ModelChoiceField(
        label=_("Body, as the program names it"),
        queryset=ProgramBody.objects.none(),
        required=False,
        help_text=_("Its staff is reminded, and it answers for the event."),
    )
    owner = forms.CharField(label=_("Owner, by position"), max_length=300)
    due_on = forms.DateField(label=_("To be done by"), widget=DayInput())

    def __init__(
        self, *args: Any, meeting: Meeting, units: QuerySet[Unit], **kwargs: Any
    ) -> None:
        """Offer the agenda of the meeting and the bodies of its program."""
        super().__init__(*args, **kwargs)
        offer(self.fields["item"], meeting.agenda.all())
        offer(self.fields["unit"], units)
        if meeting.program_id:
            bodies = ProgramBody.objects.filter(program=meeting.program_id)
            offer(self.fields["body"], bodies)
        else:
            del self.fields["body"]


class NoteForm(forms.Form):
    """How a decision was carried out."""

    note = forms.CharField(
        label=_("How it was carried out"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What was done, and where it can be seen."),
    )
