"""The filter over the units below a unit."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal import search_words
from portal.models import Organization, Unit


class MunicipalityFilter(django_filters.FilterSet):
    """Which municipalities of a region to show."""

    search = django_filters.CharFilter(method="with_words", label=_("Name"))

    class Meta:
        model = Unit
        fields: list[str] = []

    def with_words(self, rows: QuerySet[Unit], name: str, words: str) -> QuerySet[Unit]:
        """Search in the short names, ё as е."""
        asked = search_words.folded(words).split()
        return rows.filter(search_words.matching(asked, "sort_name"))


class OrganizationFilter(MunicipalityFilter):
    """Which organizations of a municipality to show."""

    type = django_filters.ChoiceFilter(
        field_name="organization__type",
        choices=Organization.Type.choices,
        label=_("Type"),
        empty_label=_("Any type"),
    )
