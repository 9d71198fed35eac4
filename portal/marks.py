"""Marks: a level, a change, a state, a deadline as words, shape and color.

The only place that knows their words. Each returns HTML ready for a page.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from portal import figures

SOON_DAYS = 3
Words = str | Promise
LEVELS: dict[str, tuple[str, Words, Words]] = {
    "high": (
        "high",
        pgettext_lazy("level", "high"),
        pgettext_lazy("short level", "high"),
    ),
    "medium": (
        "medium",
        pgettext_lazy("level", "medium"),
        pgettext_lazy("short level", "medium"),
    ),
    "low": ("low", pgettext_lazy("level", "low"), pgettext_lazy("short level", "low")),
    "": (
        "none",
        pgettext_lazy("level", "no data"),
        pgettext_lazy("short level", "no data"),
    ),
    "not_applicable": (
        "none",
        pgettext_lazy("level", "not applicable"),
        pgettext_lazy("short level", "not applicable"),
    ),
}
BARS = ("M1 9h3v4H1z", "M5.5 5h3v8h-3z", "M10 1h3v12h-3z")
HOLLOW = ("M1.5 9.5h2v3h-2z", "M6 5.5h2v7H6z", "M10.5 1.5h2v11h-2z")
FULL = {"high": 3, "medium": 2, "low": 1, "none": 0}
TRENDS: dict[str, tuple[str, str, Words]] = {
    "grew": ("up", "M6 10.500v-9M2 5.500l4-4 4 4", pgettext_lazy("trend", "growth")),
    "fell": ("down", "M6 1.500v9M2 6.500l4 4 4-4", pgettext_lazy("trend", "decline")),
    "stable": (
        "same",
        "M1.5 4.500h9M1.5 8h9",
        pgettext_lazy("trend", "no change"),
    ),
}


def icon(name: str, size: str = "") -> SafeString:
    """Return a decorative icon of the sprite; `size` "lg" is larger."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" icon--{size}" if size else "",
        static("img/icons.svg"),
        name,
    )


def level_tone(code: str | None) -> str:
    """Return the color of a level: high, medium, low or none."""
    return LEVELS[code or ""][0]


def level_word(code: str | None) -> str:
    """Return the word of a level."""
    return str(LEVELS[code or ""][1])


def level_glyph(code: str | None) -> SafeString:
    """Return the bars of a level: three, two, one or none of them full."""
    full = FULL[level_tone(code)]
    return mark_safe(  # noqa: S308 - drawn from constants
        '<svg class="level__mark" viewBox="0 0 14 14" aria-hidden="true">'
        f'<path d="{"".join(BARS[:full])}"/><path class="off" fill="none" '
        f'stroke="currentColor" opacity=".75" d="{"".join(HOLLOW[full:])}"/></svg>'
    )


def level_note(code: str | None) -> SafeString:
    """Return the glyph and the short word, for the cells of a heat map."""
    return format_html("<span>{}{}</span>", level_glyph(code), LEVELS[code or ""][2])


def level(
    code: str | None, *, large: bool = False, short: bool = False, bare: bool = False
) -> SafeString:
    """Return the badge of a level; `bare` leaves the word to screen readers."""
    tone, word, brief = LEVELS[code or ""]
    css = ("level--lg" if large else "") or ("level-mark-only" if bare else "")
    return format_html(
        '<span class="level level--{} {}">{}<span{}>{}</span></span>',
        tone,
        css,
        level_glyph(code),
        mark_safe(' class="visually-hidden"') if bare else "",
        brief if short else word,
    )


def change(
    value: Decimal | float | None,
    trend: str = "",
    *,
    unit: bool = True,
    word: bool = False,
) -> SafeString:
    """Return a change in percentage points with its arrow and word."""
    if value is None:
        return format_html(
            '<span class="change">{}<span class="visually-hidden">{}</span></span>',
            figures.DASH,
            _("no earlier value"),
        )
    css, path, said = TRENDS.get(trend or "", ("none", "", ""))
    number = figures.signed(value, 1, get_language() or "ru")
    return format_html(
        '<span class="change change--{}">{}{}{}</span>',
        css,
        _arrow(path),
        pgettext("percentage points", "%(value)s p.p.") % {"value": number}
        if unit
        else number,
        _said(str(said), shown=word),
    )


def status(tone: str, label: str) -> SafeString:
    """Return a state; tones: ok, wait, bad, run, none."""
    return format_html('<span class="status status--{}">{}</span>', tone, label)


def due(
    day: dt.date | None, *, today: dt.date, done: bool = False, short: bool = False
) -> SafeString:
    """Return a deadline in words, colored when it is near or past."""
    if day is None:
        return format_html('<span class="due muted">{}</span>', _("no deadline"))
    left = (day - today).days
    tone = "done" if done else _urgency(left)
    words = _due_words(_date(day, today), 99 if done else left, short=short)
    return format_html('<span class="due due--{}">{}</span>', tone, words)


def time_left(seconds: int) -> str:
    """Return about how long is left, in minutes above one."""
    if seconds < 60:
        return ngettext(
            "about %(n)d second left", "about %(n)d seconds left", seconds
        ) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {
        "n": minutes
    }


def _urgency(left: int) -> str:
    if left < 0:
        return "late"
    return "soon" if left <= SOON_DAYS else "later"


def _due_words(date: str, left: int, *, short: bool) -> str:
    if left < 0:
        days = -left
        if short:
            return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        words = ngettext(
            "due %(date)s, overdue by %(days)d day",
            "due %(date)s, overdue by %(days)d days",
            days,
        )
        return words % {"date": date, "days": days}
    if left == 0:
        return _("until %(date)s, today") % {"date": date}
    if left == 1:
        return _("until %(date)s, tomorrow") % {"date": date}
    return _("until %(date)s") % {"date": date}


def _date(day: dt.date, today: dt.date) -> str:
    language = get_language() or "ru"
    if day.year == today.year:
        return figures.day_month(day, language)
    return figures.day(day, language)


def _arrow(path: str) -> SafeString:
    if not path:
        return SafeString()
    return format_html(
        '<svg class="icon" viewBox="0 0 12 12" aria-hidden="true"><path d="{}"/></svg>',
        path,
    )


def _said(word: str, *, shown: bool) -> SafeString:
    if not word:
        return SafeString()
    css = "change__word" if shown else "visually-hidden"
    return format_html(' <span class="{}">{}</span>', css, word)
