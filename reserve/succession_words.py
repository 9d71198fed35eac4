"""Words of the succession map: why a post will be free, what it takes to cover it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reserve.cover import Advice, Cover

REASONS: Mapping[str, str | Promise] = {
    "vacant": _("vacant now"),
    "declared": _("a vacancy is declared"),
    "leaves": _("leaves the post"),
    "contract": _("the contract ends"),
    "attestation": _("attestation is due"),
    "age": _("age"),
    "risk": _("risk group for years"),
}
COVERS: Mapping[Cover, str | Promise] = {
    Cover.FULL: _("covered"),
    Cover.THIN: _("thin"),
    Cover.BARE: _("bare"),
}
ADVICE: Mapping[Advice, str | Promise] = {
    Advice.NOMINATE: _("Nominate who fits"),
    Advice.DECLARE: _("Declare the vacancy"),
    Advice.NEIGHBORS: _("Ask those ready in other municipalities"),
    Advice.TRAIN: _("Prepare those who are prospective here"),
    Advice.COMPETITION: _("Nominate a deputy for the reserve, announce a competition"),
    Advice.NOTHING: _("Nothing: keep them ready"),
}
