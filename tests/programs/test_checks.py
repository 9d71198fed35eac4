"""Checks: an example of each, the five documents read by people, words for all."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from django.utils.translation import override

from programs import checks, text_files
from programs.checks.wording import WORDS
from programs.checks.wording.options import DEEDS, LINKS
from programs.checks.wording.places import WHERE
from programs.services import settling
from tests.programs.check_examples import EXAMPLES
from tests.programs.check_texts import event, plan, target, text

SOURCE = Path(__file__).parent / "data" / "findings.yaml"
ORACLE = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))


def codes(of: object) -> set[str]:
    return {found.code for found in checks.of_text(of)}


@pytest.mark.parametrize("code", sorted(EXAMPLES))
def test_check_finds_its_example_and_lets_the_other_pass(code):
    found, other = EXAMPLES[code]

    assert code in codes(found)
    assert code not in codes(other)


def test_every_check_has_an_example_and_words():
    named = {rule.code for rule in checks.RULES}

    assert named == set(EXAMPLES)
    assert named == set(WORDS)


@pytest.mark.parametrize(
    "name",
    [
        "Стажировки руководителей, в том числе молодых, на площадках",
        "Стажировки руководителей (в т.ч. молодых)",
    ],
)
def test_those_who_are_included_do_not_make_the_group_smaller(name):
    assert "TARGET_SUBJECT_MISMATCH" not in codes(
        plan(event(name, targets=(target(),)))
    )


def test_text_in_order_has_no_findings():
    assert checks.of_text(text()) == []


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_document_is_read_as_people_read_it(name):
    told = ORACLE[name]
    expected = {
        (row["code"], row["severity"]): set(row["places"])
        for row in told["found"] + told["beyond"]
    }

    places = defaultdict(set)
    for found in checks.of_text(text_files.read(name)):
        places[found.code, found.severity] |= {place.key for place in found.places}

    assert dict(places) == expected


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_what_is_missed_or_beyond_the_reading_says_why(name):
    told = ORACLE[name]

    assert all(row["why"] for row in told["missed"] + told["beyond"])
    assert len(told["missed"]) <= 1


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_findings_can_be_told_and_settled(name):
    for found in checks.of_text(text_files.read(name)):
        words, facts = WORDS[found.code], {"code": found.code, **found.facts}
        with override("en"):
            assert str(words.title) % facts
            assert str(words.why) % facts
        for place in found.places:
            assert place.kind in WHERE
        for option in found.options:
            told = DEEDS.get(option["do"])
            assert told or option["do"] in LINKS
            assert bool(told) == settling.is_deed(option["do"])
            if told:
                assert str(told.title) % {"population": "", **option}


@pytest.mark.parametrize("name", text_files.DOCUMENTS)
def test_marks_tell_findings_apart_and_stay(name):
    first = [found.mark for found in checks.of_text(text_files.read(name))]
    second = [found.mark for found in checks.of_text(text_files.read(name))]

    assert first == second
    assert len(set(first)) == len(first)


def test_a_slip_of_the_pen_in_a_number_is_no_endless_gap():
    found = plan(event(number="1.1"), event("Вебинар", number="1.20261120202611"))

    assert "EVENT_NUMBER_GAP" not in codes(found)
