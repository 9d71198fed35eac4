"""Filters of results, by GET: organization type, track, municipality, years."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.models import Track
from portal.controls import LongSelect
from portal.models import Organization

SHORT = 48
Choices = list[tuple[str, str]]


class SliceForm(forms.Form):
    """All organizations or one type, the whole method or one track."""

    type = forms.ChoiceField(label=_("Organization type"), required=False)
    track = forms.ChoiceField(label=_("Track"), required=False)

    def __init__(self, *args: object, tracks: Iterable[Track] = (), **kwargs: object):
        """Offer the tracks of the method; without tracks the field is dropped."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["type"].choices = types()  # type: ignore[attr-defined]
        offered = [(str(track.number), _short(str(track))) for track in tracks]
        if offered:
            whole = [("", _("All tracks together"))]
            self.fields["track"].choices = whole + offered  # type: ignore[attr-defined]
        else:
            del self.fields["track"]

    def chosen(self, name: str) -> str:
        """Return the valid choice; what cannot be chosen counts as nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class OrderedSliceForm(SliceForm):
    """The slice of the heat map and the order of its rows."""

    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("By name")), ("value", _("Weakest first"))],
    )


class TypeForm(SliceForm):
    """All organizations or one type, where tracks make no difference."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer no tracks."""
        super().__init__(*args, tracks=(), **kwargs)


class TerritoryForm(TypeForm):
    """The territory, for those who see the region, and the organization type."""

    unit = forms.ChoiceField(label=_("Territory"), required=False, widget=LongSelect)
    field_order = ("unit", "type")

    def __init__(
        self, *args: object, offered: Iterable[tuple[int, str]], **kwargs: object
    ) -> None:
        """Offer the territories; without any the field is dropped."""
        super().__init__(*args, **kwargs)
        choices = [(str(pk), name) for pk, name in offered]
        if choices:
            self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]


class RiskForm(forms.Form):
    """Which part of the risk group."""

    municipality = forms.ChoiceField(
        label=_("Municipality"), required=False, widget=LongSelect
    )
    years = forms.ChoiceField(
        label=_("Years in a row"),
        required=False,
        choices=[
            ("", _("Any number of years")),
            ("2", _("Two years in a row or more")),
            ("3", _("Three years in a row or more")),
        ],
    )

    def __init__(
        self,
        *args: object,
        municipalities: Iterable[tuple[int, str]] = (),
        **kwargs: object,
    ) -> None:
        """Offer the municipalities within sight, (id, name) each."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [(str(pk), name) for pk, name in municipalities]
        every = [("", _("All municipalities"))]
        self.fields["municipality"].choices = every + offered  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        """Return the valid choice; what cannot be chosen counts as nothing."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


def _short(name: str) -> str:
    return textwrap.shorten(name, SHORT, placeholder="…")


def types() -> Choices:
    """Return the organization types with "all" first."""
    every = [("", str(_("All types of organizations")))]
    return every + [(code, str(label)) for code, label in Organization.Type.choices]
