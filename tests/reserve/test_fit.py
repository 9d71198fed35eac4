"""Requirements against what a candidate says."""

from __future__ import annotations

import pytest

from reserve import fit
from reserve.fit import Asked, Facts


@pytest.mark.parametrize(
    ("asked", "facts", "outcome"),
    [
        (Asked("education", "Высшее", 2), Facts(education="higher"), "yes"),
        (Asked("education", "Высшее", 2), Facts(education="secondary"), "no"),
        (Asked("education", "Высшее"), Facts(), "no"),
        (Asked("education", "Управление", 3), Facts(education="higher"), "half"),
        (Asked("education", "Управление", 3), Facts(education="secondary"), "no"),
        (Asked("years_in_education", "Стаж", 3), Facts(years_in_education=3), "yes"),
        (Asked("years_in_education", "Стаж", 3), Facts(years_in_education=2), "no"),
        (Asked("years_in_education", "Стаж", 3), Facts(), "no"),
        (Asked("years_in_management", "Опыт"), Facts(years_in_management=0), "yes"),
        (Asked("years_in_management", "Опыт", 1), Facts(years_in_education=9), "no"),
        (Asked("attestation", "Категория", 2), Facts(category="first"), "yes"),
        (Asked("attestation", "Категория", 2), Facts(category="fit"), "half"),
        (Asked("attestation", "Категория"), Facts(), "half"),
        (Asked("other", "Здоровье"), Facts(), "ask"),
        (Asked("unheard", "Нечто"), Facts(), "ask"),
    ],
)
def test_each_requirement_has_its_verdict(
    asked: Asked, facts: Facts, outcome: str
) -> None:
    (verdict,) = fit.judge([asked], facts)

    assert verdict.outcome == outcome
    assert verdict.name == asked.name
    assert verdict.reason


def test_only_what_cannot_be_made_up_for_bars_the_way() -> None:
    asked = [
        Asked("education", "Управление", 3),
        Asked("years_in_education", "Стаж", 5),
        Asked("other", "Здоровье"),
    ]

    verdicts = fit.judge(asked, Facts(education="higher", years_in_education=4))

    assert [one.name for one in fit.bars(verdicts)] == ["Стаж"]


def test_the_reason_says_what_is_there_and_what_is_needed() -> None:
    asked = [Asked("years_in_education", "Стаж", 5)]

    (verdict,) = fit.judge(asked, Facts(years_in_education=4))

    assert "4" in verdict.reason
    assert "5" in verdict.reason
