"""Forms of evaluation: conclusion, proposals, facts entered by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.unchanged import UnchangedForm
from programs.models import Evaluation, HandValue


class ConclusionForm(UnchangedForm):
    """What follows from the figures, and what is proposed."""

    class Meta:
        model = Evaluation
        fields = ("conclusion", "proposals")
        widgets = {
            "conclusion": forms.Textarea(attrs={"rows": 6}),
            "proposals": forms.Textarea(attrs={"rows": 6}),
        }


class HandValueForm(UnchangedForm):
    """A fact with its source; a yes is 1 and a no is 0."""

    class Meta:
        model = HandValue
        fields = ("value", "reason")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": _("The report, order or site that has the figure.")}
