"""Forms of the dictionaries: an entry, and the next version of a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.administration import DayInput
from reserve.fit import CATEGORY, EDUCATION
from reserve.models import Requirement
from reserve.services.dictionaries import MODELS, Entry

EXTRA = {"readiness": ["months"], "requirements": ["kind", "minimum"]}
MOST = {
    Requirement.Kind.EDUCATION: max(EDUCATION.values()),
    Requirement.Kind.ATTESTATION: max(CATEGORY.values()),
}


def entry_form(name: str, *, is_new: bool) -> type[forms.ModelForm[Entry]]:
    """Return the form of a dictionary's entry; the code of an old one is fixed."""
    fields = ["name", *EXTRA.get(name, [])]
    fields += ["code"] if is_new else ["position"]
    if not is_new and "kind" in fields:
        fields.remove("kind")
    made: type[forms.ModelForm[Entry]] = forms.modelform_factory(
        MODELS[name],
        form=EntryForm,
        fields=fields,
        help_texts=HELP,
        labels=LABELS,
    )
    return made


LABELS: dict[str, Any] = {"position": _("Place in the list")}
HELP: dict[str, Any] = {
    "code": _("Latin letters; rules refer to it, so it never changes."),
    "months": _("0 is now; empty where nobody knows yet."),
    "minimum": _(
        "Years; of education 1 secondary, 2 higher, 3 with management;"
        " of attestation 1 fit, 2 first, 3 highest."
    ),
}


class EntryForm(forms.ModelForm[Entry]):
    """An entry of any dictionary."""

    def clean(self) -> dict[str, object]:
        """Keep steps of education and attestation within what there is."""
        data = super().clean() or {}
        kind = data.get("kind", getattr(self.instance, "kind", ""))
        minimum, most = data.get("minimum"), MOST.get(kind)
        if minimum and most and minimum > most:
            self.add_error("minimum", _("There is no such step."))
        return data


class TextForm(forms.Form):
    """The next version of a consent text."""

    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 16}), max_length=20_000
    )
    valid_from = forms.DateField(label=_("In force from"), widget=DayInput())
