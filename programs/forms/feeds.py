"""The form of a new calendar address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from programs.models import Program


class FeedForm(forms.Form):
    """Where the address will be used, and whose events it holds."""

    name = forms.CharField(
        label=_("Where it is used"),
        max_length=100,
        help_text=_("For example: my phone, Outlook at work."),
    )
    codes = forms.MultipleChoiceField(
        label=_("Programs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None marked means all, also those that come later."),
    )

    def __init__(self, data: Any, *, user: User) -> None:
        """Offer the programs in force within the user's sight."""
        super().__init__(data)
        rows = Program.objects.visible_to(user).published().order_by("short_name")
        choices = [(row.code, str(row)) for row in rows[:50]]
        field = self.fields["codes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(dict(choices).items())
        if not choices:
            del self.fields["codes"]
