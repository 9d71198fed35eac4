"""A form that knows what its reader saw: nobody's words are overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils import formats
from django.utils.translation import gettext as _

LENGTH = 4  # bytes of a mark: enough to tell two values of a field apart


class UnchangedForm(forms.ModelForm[Any]):
    """A form of a stored row that refuses once where another has saved meanwhile.

    What was seen travels with the page as a mark of each field. A field that is
    stored otherwise by now says so with its value; saving again replaces it.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Remember the row as it is stored now."""
        super().__init__(*args, **options)
        self._stored = self.standing() if self.instance.pk else {}
        self.initial["seen"] = self._mark_of_all

    def standing(self) -> dict[str, Any]:
        """Return the stored value of every field; keys of rows, not rows."""
        fields = self._meta.fields or ()
        return model_to_dict(self.instance, [str(name) for name in fields])

    def clean(self) -> dict[str, Any]:
        """Refuse fields that another has changed since the page was shown."""
        data = super().clean() or {}
        marks = _marks(data.get("seen", ""))
        changed = [
            name
            for name, mark in marks.items()
            if name in self.fields and name in self._stored
            if mark != _mark(self._stored[name])
        ]
        for name in changed:
            words = _(
                "Meanwhile another person has written here: «%(value)s». Save again to"
                " put yours in its place."
            )
            self.add_error(name, words % {"value": self._text(name)})
        if changed:
            sent: Any = self.data
            self.data = again = sent.copy()
            again[self.add_prefix("seen")] = self._mark_of_all()
        return data

    def _mark_of_all(self) -> str:
        found = {name: _mark(self._stored[name]) for name in self._stored}
        return json.dumps(found) if found else ""

    def _text(self, name: str) -> str:
        value = self._stored[name]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value in (None, "", []):
            return "—"
        choices = getattr(self.fields[name], "choices", None)
        if choices is None:
            return str(formats.localize(value))
        keys = {str(key) for key in (value if isinstance(value, list) else [value])}
        return ", ".join(str(label) for key, label in choices if str(key) in keys)


def _mark(value: object) -> str:
    return blake2s(repr(value).encode(), digest_size=LENGTH).hexdigest()


def _marks(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
