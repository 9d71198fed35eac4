"""Names in a text are covered for a blind expert."""

from __future__ import annotations

import pytest

from reserve.blinding import HIDDEN, masked

NAMES = ["Заозёрская", "Эвелина", "Ким", "МБОУ «Лицей № 5»", "Лицей Росток", ""]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Проект Заозёрской готов", f"Проект {HIDDEN} готов"),
        ("ЗАОЗЁРСКАЯ Эвелиной", f"{HIDDEN} {HIDDEN}"),
        ("в Лицее Росток учатся", f"в {HIDDEN} учатся"),
        ("МБОУ «Лицей № 5» растёт", f"{HIDDEN} растёт"),
        ("Кимоно и Ким", f"Кимоно и {HIDDEN}"),
        ("ничего лишнего", "ничего лишнего"),
    ],
)
def test_names_are_covered_in_any_case(text: str, expected: str) -> None:
    assert masked(text, NAMES) == expected


def test_without_names_the_text_stays() -> None:
    assert masked("Текст", []) == "Текст"
