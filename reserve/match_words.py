"""Reasons and hurdles of the match, in words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal import figures
from portal.models import Organization
from reserve.matching import Hurdle, Reason

TYPES = dict(Organization.Type.choices)
REASONS: Mapping[str, str | Promise] = {
    "type:named": _("prepares for this type: %(type)s"),
    "type:any": _("names no type of organization: any would do"),
    "plan:done": _("the development plan is done, %(hours)s h"),
    "plan:running": _("the development plan: %(done)s of %(hours)s h"),
    "plan:none": _("has no development plan"),
    "practice:same": _("internship at this type of organization, %(hours)s h"),
    "practice:acting": _("acted for an absent head at this type of organization"),
    "practice:other": _("internship at another type of organization only"),
    "practice:none": _("has had no internship"),
    "place:own": _("works in this municipality"),
    "place:agrees": _("works elsewhere, agrees to this municipality"),
    "test:gain": _("test %(after)s, change %(gain)s"),
    "test:once": _("test %(after)s, not repeated"),
    "conclusion:ready": _("the conclusion on the plan: ready"),
    "conclusion:extend": _("the conclusion on the plan: extend it"),
    "conclusion:exclude": _("the conclusion on the plan: exclude"),
    "conclusion:none": _("there is no conclusion on the plan yet"),
    "term:lasts": _("in the reserve until %(until)s"),
    "term:ends": _("the term in the reserve ends before, on %(until)s"),
}
LEFT: Mapping[Hurdle, str | Promise] = {
    Hurdle.POST: _("For this post"),
    Hurdle.TYPE: _("For this type of organization"),
    Hurdle.READY: _("In the state «Ready»"),
    Hurdle.BUSY: _("Not being approved elsewhere"),
    Hurdle.PLACE: _("Work here or agree to"),
}
WHY_NOT: Mapping[Hurdle, str | Promise] = {
    Hurdle.HOLDER: _("holds this very post"),
    Hurdle.POST: _("prepares for another post"),
    Hurdle.TYPE: _("prepares for other types of organizations"),
    Hurdle.READY: _("is not in the state «Ready» yet"),
    Hurdle.BUSY: _("is being approved for another post"),
    Hurdle.PLACE: _("works in another municipality and did not agree to this one"),
}


def reason(found: Reason) -> str:
    """Return the reason as a phrase."""
    words = str(REASONS[found.code])
    return words % {key: _fact(key, value) for key, value in found.facts.items()}


def _fact(key: str, value: object) -> str:
    language = get_language() or ""
    if key == "type":
        return str(TYPES.get(str(value), value)).lower()
    if key == "gain":
        return figures.signed(value, 0, language)  # type: ignore[arg-type]
    if key == "after":
        return figures.number(value, 0, language)  # type: ignore[arg-type]
    if key == "until":
        return figures.short_day(value)  # type: ignore[arg-type]
    return gettext("unknown") if value is None else str(value)
