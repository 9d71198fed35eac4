"""A methodology as a page: its tracks, criteria, acts and what was found in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitoring.models import Criterion, Indicator, Methodology, Track
from portal import figures
from portal.data_language import data, worded

TONES = {"error": "error", "warning": "warning"}


@dataclass(frozen=True)
class Weighed:
    """An indicator with its weight as a part of the whole, in percent."""

    indicator: Indicator
    part: Decimal
    criteria: list[Criterion]


@dataclass(frozen=True)
class Section:
    """A track with its indicators; without a track when the method has none."""

    track: Track | None
    rows: list[Weighed]


@dataclass(frozen=True)
class Finding:
    """What the portal found in the document, as parts/findings.html shows it."""

    tone: str
    title: str
    text: str


def listed(rows: QuerySet[Methodology]) -> QuerySet[Methodology]:
    """Return the rows with their numbers of indicators and cycles, newest first."""
    return rows.annotate(
        indicator_count=Count("indicators", distinct=True),
        track_count=Count("tracks", distinct=True),
    ).order_by("-year", "name", "-version")


def neighbors(
    method: Methodology, indicator: Indicator
) -> tuple[Indicator | None, Indicator | None]:
    """Return the indicators before and after this one."""
    rows = method.indicators
    before = rows.filter(position__lt=indicator.position).order_by("-position").first()
    after = rows.filter(position__gt=indicator.position).order_by("position").first()
    return before, after


def sections(method: Methodology) -> list[Section]:
    """Return the indicators by track, those of no track last."""
    rows = list(
        method.indicators.select_related("track")
        .prefetch_related("criteria")
        .order_by("position")
    )
    total = sum((row.weight for row in rows), Decimal(0)) or Decimal(1)
    weighed = [
        Weighed(row, 100 * row.weight / total, list(row.criteria.all())) for row in rows
    ]
    found = [
        Section(track, [one for one in weighed if one.indicator.track_id == track.pk])
        for track in method.tracks.all()
    ]
    rest = [one for one in weighed if one.indicator.track_id is None]
    return found + ([Section(None, rest)] if rest else [])


def acts(basis: Sequence[dict[str, str | None]]) -> list[SafeString]:
    """Return the acts the method rests on, each in one line."""
    return [_act(act) for act in basis]


def findings(found: Sequence[dict[str, str]]) -> list[Finding]:
    """Return what was found in the document, errors first."""
    shown = [
        Finding(
            TONES.get(one.get("severity", ""), "info"),
            one.get("where", ""),
            one.get("message", ""),
        )
        for one in found
    ]
    return sorted(shown, key=lambda one: ["error", "warning", "info"].index(one.tone))


def _act(act: dict[str, str | None]) -> SafeString:
    language = get_language() or "ru"
    words = {
        "act": act.get("act") or "",
        "number": _numbered(act.get("number") or ""),
        "article": _article(act.get("article") or ""),
    }
    date = act.get("date")
    if not date:
        return data(" ".join(word for word in words.values() if word))
    words["day"] = figures.day(dt.date.fromisoformat(date), language)
    if not words["article"]:
        return worded(_("%(act)s of %(day)s %(number)s"), **words)
    return worded(_("%(act)s of %(day)s %(number)s, %(article)s"), **words)


def _numbered(number: str) -> str:
    """Write a number with its sign; one that begins with a word says all itself."""
    return f"№\u00a0{number}" if number[:1].isdecimal() else number


def _article(article: str) -> str:
    if not article.isdecimal():
        return article
    return _("art. %(article)s") % {"article": article}
