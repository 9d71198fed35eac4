"""Codes are told in words; figures that are not known are not subtracted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from programs.checks import Found
from programs.checks.found import Place
from programs.forms.imports import UploadForm
from programs.models import EventTarget, Finding, TargetIndicator
from programs.reading import findings, import_pages, imports
from programs.reading.fact import TargetFact
from programs.reading.targets import Line
from programs.reading.took_part import Days
from tests import factories as portal_rows
from tests.programs import factories


@pytest.mark.parametrize(("coming", "new"), [(None, 0), (5, 0), (12, 2)])
def test_new_ones_are_never_fewer_than_none(coming: int | None, new: int) -> None:
    """Where nobody is counted ahead, nobody is taken away from the fact."""
    days = Days(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    fact = TargetFact(EventTarget(), days, fact=Decimal(10), coming=coming)
    assert fact.is_new == new


@pytest.mark.parametrize(
    ("code", "shown"), [("percent", "%"), ("practice", "practices"), ("чел.", "чел.")]
)
def test_the_unit_of_an_indicator_is_in_words(code: str, shown: str) -> None:
    """The portal's own codes never reach the page."""
    with translation.override("en"):
        unit = Line(TargetIndicator(unit_name=code), []).unit
    assert shown in unit


def test_a_pasted_table_is_called_so() -> None:
    """The name of the file that nobody chose says where it came from."""
    form = UploadForm(QueryDict("text=words"))
    with translation.override("en"):
        assert form.is_valid()
    assert form.cleaned_data["name"] == "Pasted table.txt"


def test_places_of_an_imported_plan_are_in_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list of findings names the place as the page of findings does."""
    places = (Place("event", "1.3"), Place("document"))
    found = Found("EVENT_NO_DEADLINE", "warning", places, {}, (), "", ())
    monkeypatch.setattr(imports, "findings", lambda *_: [found])
    monkeypatch.setattr(imports, "finding_title", lambda _: "")
    with translation.override("ru"):
        [line] = import_pages.findings(None, None)  # type: ignore[arg-type]
    assert line["text"] == "мероприятие 1.3; документ"


@pytest.mark.django_db
def test_checks_are_chosen_by_what_they_found() -> None:
    """The filter of findings offers words, with a number where there are several."""
    program = factories.program(portal_rows.region())
    for mark in "ab":
        Finding.objects.create(
            program=program, code="NO_INDICATORS", severity="warning", mark=mark
        )
    [(code, words)] = findings.codes(program)
    assert code == "NO_INDICATORS"
    assert words.endswith(" (2)")
    assert code not in words
