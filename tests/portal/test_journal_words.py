"""Every step that is put on record has its words for the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from portal import journal_words

ROOT = Path(__file__).parents[2]
WRITTEN = re.compile(r'journal\.write\(\s*"(\w+)"')
NAMED = ("user_enabled", "user_disabled")


def actions() -> set[str]:
    """Return the codes that the apps write."""
    files = [
        path for app in ("portal", "monitoring") for path in ROOT.glob(f"{app}/**/*.py")
    ]
    return {code for path in files for code in WRITTEN.findall(path.read_text())}


@pytest.mark.parametrize("action", sorted({*actions(), *NAMED}))
def test_action_is_named_in_russian(action: str) -> None:
    with translation.override("ru"):
        words = journal_words.words(action)

    assert words != action
    assert not re.search("[A-Za-z]", words)


def test_unknown_action_is_shown_as_it_is() -> None:
    assert journal_words.words("of_another_version") == "of_another_version"


def test_choices_name_every_known_action_in_the_order_of_words():
    found = journal_words.choices()

    assert ("role_granted", journal_words.words("role_granted")) in found
    assert [text for _, text in found] == sorted(text for _, text in found)
