"""Cells of the table of an existing reserve: from text to values; pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.models import Person, Position

Raw = dict[str, str]
LANGUAGES = ("ru", "en")
MOST_YEARS = 70
LONGEST_TERM_YEARS = 20
# The columns of the table: key, heading, whether it has to be filled in.
COLUMNS: tuple[tuple[str, Promise, bool], ...] = (
    ("last_name", gettext_lazy("Last name"), True),
    ("first_name", gettext_lazy("First name"), True),
    ("patronymic", gettext_lazy("Patronymic"), False),
    ("gender", gettext_lazy("Gender"), False),
    ("inn", gettext_lazy("INN of the organization"), False),
    ("unit", gettext_lazy("Organization"), False),
    ("job_title", gettext_lazy("Present position"), False),
    ("post", gettext_lazy("Target position"), True),
    ("readiness", gettext_lazy("Readiness"), True),
    ("included_on", gettext_lazy("Included on"), True),
    ("term_ends_on", gettext_lazy("Term ends on"), False),
    ("order_number", gettext_lazy("Number of the order"), False),
    ("years_in_education", gettext_lazy("Years in education"), False),
    ("years_in_management", gettext_lazy("Years in management"), False),
    ("consent_on", gettext_lazy("Consent signed on paper on"), True),
)
LONGEST = {
    "last_name": 100,
    "first_name": 100,
    "patronymic": 100,
    "job_title": 200,
    "order_number": 50,
}
DAYS = ("%d.%m.%Y", "%Y-%m-%d")
FEMALE = re.compile(r"(вна|чна|кызы|гызы)$", re.IGNORECASE)
MALE = re.compile(r"(вич|ич|оглы|улы)$", re.IGNORECASE)


def headings() -> dict[str, str]:
    """Return the keys of columns by their headings in every language."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {str(title).casefold(): key for key, title, _must in COLUMNS}
    return found


def values(raw: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    """Return a row's values and what is wrong with its cells."""
    faults: list[str] = []
    for key, title, is_required in COLUMNS:
        text = raw.get(key, "")
        if is_required and not text:
            faults.append(_("«%(column)s» is empty.") % {"column": title})
        if len(text) > LONGEST.get(key, 500):
            faults.append(_("«%(column)s» is too long.") % {"column": title})
        if text.startswith("="):
            faults.append(_("«%(column)s» holds a formula.") % {"column": title})
    found: dict[str, object] = {
        key: _read(key, reader, raw, faults) for key, reader in READERS.items()
    }
    found["job_title"] = raw.get("job_title", "")
    found["order_number"] = raw.get("order_number", "")
    faults.extend(_order(found))
    return found, faults


def gender(raw: Mapping[str, str]) -> str:
    """Return the gender: as named, else by the patronymic; empty if unclear."""
    said = raw.get("gender", "").casefold()
    if said:
        words = _genders()
        return words.get(said, "")
    patronymic = raw.get("patronymic", "")
    if FEMALE.search(patronymic):
        return Person.Gender.FEMALE
    return Person.Gender.MALE if MALE.search(patronymic) else ""


def noon(day: dt.date) -> dt.datetime:
    """Return the moment at which a paper dated so counts as signed."""
    at = dt.datetime.combine(day, dt.time(0, 0))
    return timezone.make_aware(at)


def _genders() -> dict[str, str]:
    found = {"ж": str(Person.Gender.FEMALE), "м": str(Person.Gender.MALE)}
    for language in LANGUAGES:
        with override(language):
            for code, label in Person.Gender.choices:
                found[str(label).casefold()] = code
    return found


def _read(
    key: str,
    reader: Callable[[str], object],
    raw: Mapping[str, str],
    faults: list[str],
) -> object:
    text = raw.get(key, "")
    if not text:
        return None
    try:
        return reader(text)
    except ValueError:
        titles = {name: title for name, title, _must in COLUMNS}
        faults.append(
            _("«%(column)s» cannot be read: %(text)s.")
            % {"column": titles[key], "text": text[:40]}
        )
        return None


def _day(text: str) -> dt.date:
    for form in DAYS:
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise ValueError(text)


def _years(text: str) -> int:
    years = int(text)
    if not 0 <= years <= MOST_YEARS:
        raise ValueError(text)
    return years


def _post(text: str) -> str:
    words: dict[str, str] = {
        "директор": Position.Kind.HEAD,
        "заведующий": Position.Kind.HEAD,
        "заместитель директора": Position.Kind.DEPUTY,
    }
    for language in LANGUAGES:
        with override(language):
            words |= {
                str(name).casefold(): code for code, name in Position.Kind.choices
            }
    try:
        return str(words[text.casefold()])
    except KeyError as error:
        raise ValueError(text) from error


READERS: dict[str, Callable[[str], object]] = {
    "post": _post,
    "included_on": _day,
    "term_ends_on": _day,
    "consent_on": _day,
    "years_in_education": _years,
    "years_in_management": _years,
}


def _order(found: Mapping[str, object]) -> list[str]:
    """Return what is wrong with the order of the days."""
    today = timezone.localdate()
    included, ends = found["included_on"], found["term_ends_on"]
    consent = found["consent_on"]
    faults = []
    if isinstance(included, dt.date) and included > today:
        faults.append(_("The day of the inclusion is ahead."))
    if isinstance(consent, dt.date) and consent > today:
        faults.append(_("The day of the consent is ahead."))
    if isinstance(included, dt.date) and isinstance(ends, dt.date):
        if ends <= included:
            faults.append(_("The term ends before the inclusion."))
        elif ends.year - included.year > LONGEST_TERM_YEARS:
            faults.append(_("The term is too long."))
    return faults
