"""How a form's fields are drawn: Bootstrap's classes, and links to what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

STYLES = {
    "check": "form-check-input",
    "file": "",
    "group": "form-check-input",
    "select": "form-select",
}


@dataclass(frozen=True)
class Fault:
    """An error of a field: where it is and what it says."""

    target: str
    label: str
    text: str


class LongSelect(forms.Select):
    """A choice among thousands, written at once and not by a template for each."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: object = None,
    ) -> SafeString:
        """Return the control; the choices have no groups."""
        chosen = {str(one) for one in self.format_value(value)}
        options = "".join(
            _option(str(key), str(text), is_chosen=str(key) in chosen)
            for key, text in self.choices
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            SafeString(options),
        )


def _option(key: str, text: str, *, is_chosen: bool) -> str:
    """Return one choice; both words are escaped here, whatever they were."""
    mark = " selected" if is_chosen else ""
    return f'<option value="{escape(key)}"{mark}>{escape(text)}</option>'


def field(bound: forms.BoundField, *, hint: str = "") -> dict[str, object]:
    """Return what the part draws: the control, dressed, and its kind.

    `hint` stands in an empty line of text whose label is not seen.
    """
    widget = bound.field.widget
    kind = _kind(widget)
    if hint and isinstance(widget, forms.TextInput) and widget.input_type == "text":
        widget.attrs.setdefault("placeholder", hint)
    if kind == "group":  # its options are drawn one by one and take the widget's class
        widget.attrs.setdefault("class", STYLES[kind])
    return {"field": bound, "kind": kind, "control": _control(bound, kind)}


def faults(form: forms.BaseForm) -> list[Fault]:
    """Return the errors of the fields, in the order of the form."""
    return [
        Fault(bound.id_for_label or bound.auto_id, str(bound.label), text)
        for bound in form
        for text in map(str, bound.errors)
    ]


def _kind(widget: forms.Widget) -> str:
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.HiddenInput, "hidden"),
        (forms.CheckboxSelectMultiple, "group"),
        (forms.RadioSelect, "group"),
        (forms.CheckboxInput, "check"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "text")


def _control(bound: forms.BoundField, kind: str) -> SafeString:
    own = bound.field.widget.attrs.get("class", "")
    style = "" if kind == "group" else STYLES.get(kind, "form-control")
    classes = [own, style, "is-invalid" * bool(bound.errors)]
    return bound.as_widget(attrs={"class": " ".join(filter(None, classes))})
