"""A form that knows what its reader saw: nobody's words are overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2s
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import formats
from django.utils.translation import gettext as _

LENGTH = 4  # bytes of a mark: enough to tell two values of a field apart
SEEN = "seen"
EMPTY: tuple[object, ...] = (None, "", [])


class Unchanged(forms.Form):
    """A form of something stored that refuses once where another has saved meanwhile.

    What was seen travels with the page as a mark of each field. A field that is
    stored otherwise by now says so with its value, unless the same is sent; saving
    again replaces it.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, stored: Mapping[str, Any] | None = None, **options: Any
    ) -> None:
        """Begin with what is stored; what is yet to be made has nothing stored."""
        options["initial"] = {**(options.get("initial") or {}), **(stored or {})}
        super().__init__(*args, **options)
        self._keep(stored or {})

    def clean(self) -> dict[str, Any]:
        """Refuse fields that another has changed since the page was shown."""
        data = super().clean() or self.cleaned_data
        changed = self._changed(data, data.pop(SEEN, ""))
        for name in changed:
            is_hidden = self.fields[name].widget.is_hidden
            self.add_error(None if is_hidden else name, self.meanwhile(name))
        if changed:
            sent: Any = self.data
            self.data = again = sent.copy()
            again[self.add_prefix(SEEN)] = self._mark_of_all()
        return data

    def meanwhile(self, name: str) -> str:
        """Say what another has saved in the field."""
        words = _(
            "Meanwhile another person has written here: «%(value)s». Save again to"
            " put yours in its place."
        )
        return words % {"value": self._text(name)}

    def _keep(self, stored: Mapping[str, Any]) -> None:
        """Remember what is stored now."""
        self._stored = {name: _plain(value) for name, value in stored.items()}
        self.initial[SEEN] = self._mark_of_all()

    def _changed(self, data: Mapping[str, Any], seen: str) -> list[str]:
        """Return the fields stored otherwise than was seen and than is sent."""
        if self.add_prefix(SEEN) not in self.data:
            return []
        marks = _marks(seen)
        return [
            name
            for name, value in self._stored.items()
            if name in self.fields and not _is_as_seen(value, marks.get(name))
            if name not in data or _plain(data[name]) != value
        ]

    def _mark_of_all(self) -> str:
        found = {name: _mark(value) for name, value in self._stored.items()}
        return json.dumps(found) if found else ""

    def _text(self, name: str) -> str:
        value = self._stored[name]
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if value in EMPTY:
            return "—"
        choices = getattr(self.fields[name], "choices", None)
        if choices is None:
            return str(formats.localize(value))
        keys = {str(key) for key in (value if isinstance(value, list) else [value])}
        return ", ".join(str(label) for key, label in choices if str(key) in keys)


class UnchangedForm(Unchanged, forms.ModelForm[Any]):
    """The same of a stored row; a new one has nothing to compare."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Remember the row as it is stored now, and begin with it."""
        super().__init__(*args, **options)
        self._keep(self.standing() if self.instance.pk else {})
        self.initial.update(self._stored)

    def standing(self) -> dict[str, Any]:
        """Return the stored value of every field."""
        fields = self._meta.fields or ()
        return model_to_dict(self.instance, [str(name) for name in fields])


def _plain(value: object) -> object:
    """Return a value as it is compared: keys of rows, not rows; lists in one order."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if hasattr(value, "__iter__"):
        return sorted(map(_plain, value), key=str)
    return value


def _is_as_seen(value: object, mark: str | None) -> bool:
    """Tell whether the mark is that of the value; none was seen of nothing."""
    return value in EMPTY if mark is None else mark == _mark(value)


def _mark(value: object) -> str:
    return blake2s(repr(value).encode(), digest_size=LENGTH).hexdigest()


def _marks(text: str) -> Mapping[str, str]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
