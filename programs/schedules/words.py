"""Schedules in words: a phrase in Russian or English, guesses and findings."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from programs.schedules import phrases_en, phrases_ru
from programs.schedules.structure import Code, Finding, Kind, Schedule

GUESSES: Mapping[str, str] = {
    "start": gettext_noop("The start is not written: it is assumed."),
    "end": gettext_noop("The end is not written: it is assumed."),
    "months": gettext_noop("The months are not written: they are assumed."),
    "days": gettext_noop("The days are not written exactly: they are assumed."),
    "years": gettext_noop("The years are not written: they are those of the program."),
}
FINDINGS: Mapping[Code, str] = {
    Code.TYPO: gettext_noop("A misprint was read as the nearest word: %(words)s."),
    Code.LATIN_LETTERS: gettext_noop("A word has Latin letters: %(words)s."),
    Code.YEAR_MISSING: gettext_noop("The deadline names no year."),
    Code.RECURRENCE_WITHOUT_YEARS: gettext_noop(
        "It recurs, but no years are named: the program's are taken."
    ),
    Code.RECURRENCE_IN_NAME: gettext_noop(
        "The name says how often it happens: %(words)s."
    ),
    Code.BOUND_UNCLEAR: gettext_noop("The due day is not written exactly."),
    Code.END_BEFORE_START: gettext_noop("The end comes before the start."),
    Code.DEADLINE_OUTSIDE_PERIOD: gettext_noop(
        "The deadline lies outside the time of the program."
    ),
    Code.OCCURRENCE_OUTSIDE_PERIOD: gettext_noop("It begins before the program does."),
    Code.UNREAD: gettext_noop("These words were not understood: %(words)s."),
}
KINDS: Mapping[Kind, object] = {
    Kind.WINDOW: _("Once"),
    Kind.YEARLY_MONTHS: _("In certain months"),
    Kind.DATES: _("On several dates"),
    Kind.DAILY: _("Daily"),
    Kind.WEEKLY: _("Weekly"),
    Kind.MONTHLY: _("Monthly"),
    Kind.QUARTERLY: _("Quarterly"),
    Kind.HALF_YEARLY: _("Every half-year"),
    Kind.YEARLY: _("Yearly"),
    Kind.ACADEMIC_YEAR: _("School year"),
    Kind.ON_SCHEDULE: _("By another document"),
    Kind.AS_NEEDED: _("As needed"),
    Kind.UNDATED: _("No deadline"),
    Kind.UNREAD: _("Not read"),
}
NAMED = "kind from name «"


def words(schedule: Schedule, *, language: str) -> str:
    """Return the canonical phrase, in Russian for "ru" and in English otherwise."""
    if language.split("-")[0] == "ru":
        return phrases_ru.words(schedule)
    return phrases_en.words(schedule)


def guesses(schedule: Schedule) -> list[str]:
    """Return a sentence for each thing that was inferred, in the active language."""
    return [guess_words(name) for name in schedule.inferred]


def guess_words(name: str) -> str:
    """Return the sentence of one inferred field."""
    if not name.startswith(NAMED):
        return gettext(GUESSES.get(name, name))
    word = name.removeprefix(NAMED).removesuffix("»")
    text = gettext("How often is taken from the name of the event: %(word)s.")
    return text % {"word": word}


def explain(finding: Finding) -> str:
    """Return the sentence of a finding, in the active language."""
    return gettext(FINDINGS[finding.code]) % {"words": finding.words}


def kind_words(schedule: Schedule) -> str:
    """Return the name of the schedule's kind, in the active language."""
    return str(KINDS[schedule.kind])
