"""What the words of the monitoring mean, for the explanations on pages."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Term = tuple[str | Promise, str | Promise]

TERMS: dict[str, Term] = {
    "numerator": (
        pgettext_lazy("symbol", "K"),
        _("How many of those observed meet the condition of the indicator."),
    ),
    "denominator": (
        pgettext_lazy("symbol", "O"),
        _("How many were observed in all. Where it is 0, there is no data."),
    ),
    "value": (
        pgettext_lazy("symbol", "D"),
        _("The value of the indicator: K divided by O, times 100 %."),
    ),
    "level": (
        _("Level"),
        _("High, medium or low: which border of the approved scale the value reaches."),
    ),
    "change": (
        pgettext_lazy("noun", "Change"),
        _("This cycle's value less the last one's, in percentage points."),
    ),
    "tolerance": (
        _("Tolerance"),
        _("A change within the tolerance counts as no change."),
    ),
    "points": (
        _("Percentage points"),
        _("The difference of two percentages: from 60 % to 65 % is 5 points."),
    ),
    "median": (
        _("Median"),
        _("Half of the values lie below it, half above."),
    ),
    "peers": (
        _("Similar organizations"),
        _("Organizations of the same type; the others are not named."),
    ),
    "risk": (
        _("Risk group"),
        _("Heads whose summary value is at the low level in this cycle."),
    ),
    "summary": (
        _("Summary value"),
        _("The mean of the indicators' values by the weights of the methodology."),
    ),
    "coverage": (
        _("Coverage"),
        _("What share of the expected figures has been reported."),
    ),
}
