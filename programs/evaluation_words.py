"""States of targets in words, with the tones of their marks."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: dict[str, str | Promise] = {
    "reached": pgettext_lazy("target", "reached"),
    "running": pgettext_lazy("target", "not yet"),
    "missed": pgettext_lazy("target", "not reached"),
    "uncounted": _("no data"),
    "contradictory": _("the target contradicts itself"),
}
TONES = {
    "reached": "ok",
    "running": "run",
    "missed": "bad",
    "uncounted": "none",
    "contradictory": "wait",
}
SOURCES: dict[str, str | Promise] = {
    "monitoring": _("results of monitoring"),
    "practices": _("published practices"),
    "participation": _("marks of attendance"),
    "tests": _("tests of the reserve, before and after"),
    "hand": _("entered by hand"),
    "": "",
}
RULES: dict[str, str | Promise] = {
    "dates": _("each date ahead brings as many as a held one did on average"),
    "evenly": _("the fact grows evenly with time"),
    "stays": _("the next measurement is as the last one"),
    "": _("nothing can be foretold yet"),
}
