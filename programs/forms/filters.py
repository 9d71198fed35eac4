"""The filter bar of the roadmap's pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.controls import LongSelect
from programs.models import Event, Program
from programs.reading import standing
from programs.reading.filters import ALL, Chosen

YEARS_AHEAD = 1


class RoadmapFilter(forms.Form):
    """Which rows of the plans to show; what nobody could choose is left out."""

    program = forms.ChoiceField(label=_("Program"), required=False)
    section = forms.ChoiceField(label=_("Track or section"), required=False)
    body = forms.ChoiceField(label=_("Body"), required=False)
    municipality = forms.ChoiceField(
        label=_("Municipality"), required=False, widget=LongSelect
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any state")), *standing.STATES.items()],
    )
    kind = forms.ChoiceField(
        label=_("Kind of event"),
        required=False,
        choices=[("", _("Any kind")), *Event.Kind.choices],
    )
    search = forms.CharField(label=_("Number or words"), required=False)

    def __init__(
        self, data: Mapping[str, Any], *, chosen: Chosen, without: tuple[str, ...] = ()
    ) -> None:
        """Offer what is within the user's sight."""
        super().__init__(data)
        programs = list(Program.objects.visible_to(chosen.user).published())
        if chosen.program and chosen.program not in programs:
            programs.append(chosen.program)
        self._offer("program", _("All programs"), _named(programs))
        sections = [(row.pk, _short(row.name)) for row in chosen.sections()]
        self._offer("section", _("All sections"), sections)
        self._offer("body", _("All bodies"), chosen.bodies())
        places = chosen.municipalities().values_list("pk", "short_name")
        self._offer("municipality", _("All municipalities"), list(places))
        self._offer("year", str(chosen.today.year), _years(programs, chosen))
        for name in without:
            del self.fields[name]

    def _offer(self, name: str, nothing: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", nothing), *choices]
        if not choices:
            del self.fields[name]


def _named(programs: list[Program]) -> list[tuple[int, str]]:
    return [(row.pk, str(row)) for row in programs]


def _years(programs: list[Program], chosen: Chosen) -> list[tuple[str, Any]]:
    today = chosen.today.year
    years = {
        year
        for row in programs
        for year in range(row.plan_starts_on.year, row.plan_ends_on.year + 1)
    }
    if chosen.year is not None:
        years.add(chosen.year)
    named = [(str(year), str(year)) for year in sorted(years - {today})]
    return [*named, (ALL, _("All years"))]


def _short(name: str) -> str:
    most = 60
    return name if len(name) <= most else f"{name[:most].rstrip()}…"
