"""Forms of the steps of an occurrence and of a whole series."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.controls import LongSelect
from portal.forms.administration import DayInput
from portal.forms.attachments import AttachmentField
from portal.models import Unit
from programs import evidence_rules
from programs.models import Occurrence
from programs.reading import candidates

FURTHEST = 3650  # days of a shift
FILES = 10


class ManyFiles(forms.FileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class FilesField(AttachmentField):
    """Several files, each checked as attachments are."""

    widget = ManyFiles

    def clean(self, data: object, initial: object = None) -> list[object]:
        """Return the files; refuse all if one may not be kept."""
        given = data if isinstance(data, list) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given if one]
        if len(found) > FILES:
            raise ValidationError(_("Attach at most %(most)s files.") % {"most": FILES})
        return found


class VersionForm(forms.Form):
    """A form that remembers which version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class HoldForm(VersionForm):
    """What a held event has to say, on one page: when, how, who, what came of it."""

    held_on = forms.DateField(label=gettext_lazy("When it was"), widget=DayInput())
    mode = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Occurrence.Mode.choices, required=False
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=1,
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Add by a filter"),
        required=False,
        choices=[
            ("", gettext_lazy("Nobody, the list is as it is")),
            *candidates.GROUPS,
        ],
    )
    municipality = forms.ModelChoiceField(
        label=gettext_lazy("Of which municipality"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=gettext_lazy("All within sight"),
        widget=LongSelect,
    )
    participants = forms.IntegerField(
        label=gettext_lazy("Or only how many there were"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=gettext_lazy("Counts where nobody is named."),
    )
    result = forms.CharField(
        label=gettext_lazy("What came of it, in a sentence"),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
    )
    result_number = forms.DecimalField(
        label=gettext_lazy("The result in a number, if it has one"),
        required=False,
        max_digits=12,
        decimal_places=2,
    )
    evidence = FilesField(
        label=gettext_lazy("Evidence: protocol, list, photo, recording"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        row: Occurrence,
        municipalities: Iterable[Unit],
        has_files: bool,
        **kwargs: Any,
    ) -> None:
        """Offer the municipalities in sight; remember what is there already."""
        super().__init__(*args, **kwargs)
        self.row, self.has_files = row, has_files
        field = self.fields["municipality"]
        places = [unit.pk for unit in municipalities]
        if isinstance(field, forms.ModelChoiceField) and len(places) > 1:
            field.queryset = Unit.objects.filter(pk__in=places).by_name()
        else:
            del self.fields["municipality"]
        self.fields["evidence"].required = not has_files
        self.fields["evidence"].error_messages["required"] = _(
            "Attach at least one file: without evidence an event is not held."
        )

    def clean(self) -> dict[str, Any]:
        """Ask for participants where the kind of event is nothing without them."""
        data = super().clean() or self.cleaned_data
        if not self.has_files and not data.get("evidence") and not self.errors:
            self.add_error(
                "evidence", self.fields["evidence"].error_messages["required"]
            )
        named = self.row.participants or data.get("who") or data.get("participants")
        if evidence_rules.wants_people(self.row.event) and not named:
            self.add_error("participants", _("Name the participants or their number."))
        return data

    def report(self) -> dict[str, Any]:
        """Return what the service takes as the report."""
        names = ("held_on", "mode", "hours", "result", "result_number", "participants")
        return {name: self.cleaned_data[name] for name in names}

    def files_given(self) -> list[File[bytes]]:
        """Return the new files."""
        found: list[File[bytes]] = self.cleaned_data["evidence"]
        return found

    def choice(self) -> candidates.Choice | None:
        """Return the filter of people, null where none is chosen."""
        who = self.cleaned_data["who"]
        place = self.cleaned_data.get("municipality")
        return candidates.Choice(who, place) if who else None


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
    )


class VersionReasonForm(VersionForm, ReasonForm):
    """Why, over the version one saw."""


class MoveForm(VersionReasonForm):
    """Other days, with the reason."""

    starts_on = forms.DateField(label=gettext_lazy("From"), widget=DayInput())
    due_on = forms.DateField(
        label=gettext_lazy("Until, the last day included"), widget=DayInput()
    )
    field_order = ("starts_on", "due_on", "reason", "version")


class NameDayForm(VersionForm):
    """The day within the planned ones, and the place."""

    starts_on = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    due_on = forms.DateField(
        label=gettext_lazy("Last day, if there are several"),
        widget=DayInput(),
        required=False,
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=300, required=False)
    mode = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[("", gettext_lazy("Not decided")), *Occurrence.Mode.choices],
        required=False,
    )
    field_order = ("starts_on", "due_on", "place", "mode", "version")


class ShiftForm(ReasonForm):
    """By how many days a whole series goes, and why."""

    days = forms.IntegerField(
        label=gettext_lazy("Shift by, days"),
        min_value=-FURTHEST,
        max_value=FURTHEST,
        help_text=gettext_lazy("A number below zero is earlier."),
    )
    field_order = ("days", "reason")

    def clean_days(self) -> int:
        """Refuse a shift by nothing."""
        days: int = self.cleaned_data["days"]
        if not days:
            raise ValidationError(_("Write by how many days."))
        return days


class ReceivedForm(forms.Form):
    """When an awaited document came."""

    received_on = forms.DateField(label=gettext_lazy("Received on"), widget=DayInput())


class DatesForm(forms.Form):
    """The days that a document gives to an event, in the words plans are written in."""

    words = forms.CharField(
        label=gettext_lazy("Dates from the document"),
        widget=forms.Textarea({"rows": 3}),
        max_length=300,
        help_text=gettext_lazy(
            "As the document has them: days, months or a range, one deadline in a line."
        ),
    )
