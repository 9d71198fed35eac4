"""Forms that know what their reader saw: told once, and only of what differs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django import forms

from portal.forms.unchanged import Unchanged

WAS = {"name": "Было", "tags": ["b", "a"]}


class Example(Unchanged):
    """Something written by two."""

    name = forms.CharField(required=False)
    tags = forms.MultipleChoiceField(choices=[("a", "А"), ("b", "Б")], required=False)


def sent(stored: Mapping[str, object], now: Mapping[str, object], **typed: object):
    """The form as it comes back, of a page that showed `stored`; `now` is stored."""
    seen = Example(stored=stored)["seen"].value()
    form = Example({**stored, **typed, "seen": seen}, stored=now)
    form.full_clean()
    return form


def test_what_nobody_else_has_written_is_taken() -> None:
    form = sent(WAS, WAS, name="Стало")

    assert not form.errors
    assert form.cleaned_data == {"name": "Стало", "tags": ["b", "a"]}


def test_what_another_has_written_is_said_once() -> None:
    now = {"name": "Их слова", "tags": ["a"]}
    form = sent(WAS, now, name="Мои слова")

    assert set(form.errors) == {"name", "tags"}
    assert "Их слова" in str(form.errors["name"])
    assert "«А»" in str(form.errors["tags"])
    again = Example({"name": "Мои слова", "seen": form["seen"].value()}, stored=now)
    assert again.is_valid()


def test_the_same_sent_twice_is_no_quarrel() -> None:
    now = {"name": "Стало", "tags": ["a", "b"]}
    assert not sent(WAS, now, name=" Стало ").errors


def test_what_was_stored_after_an_empty_page_is_not_overwritten_unseen() -> None:
    form = sent({}, WAS, name="Мои слова")
    assert set(form.errors) == {"name", "tags"}


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"name": 5}', "[" * 100_000])
def test_a_broken_mark_is_like_none(text: str) -> None:
    form = Example({"name": "Мои слова", "seen": text}, stored=WAS)
    assert "Было" in str(form.errors["name"])


def test_a_form_sent_without_marks_is_not_judged() -> None:
    assert Example({"name": "Мои слова"}, stored=WAS).is_valid()
