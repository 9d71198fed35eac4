"""Forms of findings: the filter of the page, a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from programs.models import Finding

LONGEST_REASON = 2000


class FindingFilter(forms.Form):
    """Which findings the page shows."""

    severity = forms.ChoiceField(label=_("Severity"), required=False)
    state = forms.ChoiceField(label=_("Decision"), required=False)
    code = forms.ChoiceField(label=_("Kind of check"), required=False)

    def __init__(
        self, query: Mapping[str, Any], *, codes: Iterable[tuple[str, str]]
    ) -> None:
        """Offer the codes that the program's findings have."""
        super().__init__(query)
        self._offer("severity", _("Every severity"), Finding.Severity.choices)
        self._offer("state", _("Every decision"), Finding.State.choices)
        self._offer("code", _("Every check"), codes)

    def chosen(self, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        """Return the rows that the filter lets through; odd values let all through."""
        self.is_valid()
        asked = {key: value for key, value in self.cleaned_data.items() if value}
        return rows.filter(**asked)

    def _offer(
        self, name: str, empty: object, choices: Iterable[tuple[object, object]]
    ) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", empty), *choices]


class DecisionForm(forms.Form):
    """A way to settle a finding, or a reason to leave the text as it is."""

    option = forms.RegexField(
        regex=r"^(?:accept|\d{1,3})$",
        error_messages={
            "required": _("Choose how to settle it."),
            "invalid": _("Choose how to settle it."),
        },
    )
    answer = forms.CharField(required=False, max_length=300)
    reason = forms.CharField(
        label=_("Reason of the decision, kept in the journal"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why the text is left as it is."""

    reason = forms.CharField(
        label=_("Reason of the decision, kept in the journal"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
