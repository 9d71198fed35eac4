"""The passport of an indicator: each field with where it was taken from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitoring.models import Indicator
from monitoring.results import spread
from monitoring.results.figures import shortest
from portal import figures
from portal.models import Organization

DOCUMENT = "document"
BRIEF = 2


@dataclass(frozen=True)
class Field:
    """A field of a passport; `source` is "document", "portal" or "" (not said)."""

    label: str
    text: str
    source: str = ""
    note: str = ""

    @property
    def from_document(self) -> bool:
        """Whether the document itself says so."""
        return self.source == DOCUMENT


def fields(indicator: Indicator) -> list[Field]:
    """Return the passport in the order in which it is read."""
    lines = (
        ("numerator", _("What K counts"), indicator.numerator_text),
        ("denominator", _("What O counts"), indicator.denominator_text),
        ("kind", _("Kind"), indicator.get_kind_display()),
        ("collected_at", _("Collected at"), indicator.get_collected_at_display()),
        ("organization_types", _("Organizations"), _types(indicator)),
        ("sample", _("Sample"), _sample(indicator)),
        ("data_source", _("Source of data"), indicator.data_source),
        ("weight", _("Weight"), _number(indicator.weight)),
        ("scale", _("Levels"), levels(indicator)),
        ("higher_is_better", _("Direction"), _direction(indicator)),
        ("target", _("Target, %"), _number(indicator.target)),
        ("missing_rule", _("Missing reports"), indicator.get_missing_rule_display()),
    )
    return [
        _field(indicator, name, label, str(text)) for name, label, text in lines if text
    ]


def brief(indicator: Indicator) -> list[Field]:
    """Return only what is counted and of whom."""
    return fields(indicator)[:BRIEF]


def levels(indicator: Indicator) -> str:
    """Return the borders of the levels in words."""
    scale = spread.borders(indicator.methodology, indicator)
    words = {"medium": _number(scale.medium_from), "high": _number(scale.high_from)}
    if scale.higher_is_better:
        return _("medium from %(medium)s %%, high from %(high)s %%") % words
    return (
        _("judged by 100 − D: medium from %(medium)s %%, high from %(high)s %%") % words
    )


def _field(indicator: Indicator, name: str, label: str, text: str) -> Field:
    shared = indicator.methodology.provenance
    origin = indicator.provenance.get(name) or shared.get(name) or {}
    return Field(label, text, origin.get("source", ""), origin.get("note", ""))


def _types(indicator: Indicator) -> str:
    names = dict(Organization.Type.choices)
    chosen = [str(names[code]) for code in indicator.organization_types]
    return ", ".join(chosen) or _("all types of organizations")


def _sample(indicator: Indicator) -> str:
    return indicator.sample_note or str(indicator.get_sample_flag_display())


def _direction(indicator: Indicator) -> str:
    return _("higher is better") if indicator.higher_is_better else _("lower is better")


def _number(value: Decimal | None) -> str:
    if value is None:
        return _("not set")
    return figures.number(shortest(value), None, get_language() or "ru")
