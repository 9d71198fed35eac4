"""A usual letter and those that try the page: hostile, long, full of gaps, bare."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from monitoring.letter_pdf.content import (
    Executor,
    IndicatorRow,
    LetterContent,
    Total,
    from_json,
)

SAMPLE = Path(__file__).with_name("letter.json")
HOSTILE = (
    "муниципального общеобразовательного учреждения <script>alert(1)</script> "
    "{{7*7}} {% now 'Y' %} </td></tr></table> <img src=file:///etc/passwd> &amp; "
    "url(http://example.invalid/x.css) «" + "Ъ" * 68 + "» " + "имени героев труда " * 9
)


def sample(**changes: object) -> LetterContent:
    return replace(from_json(json.loads(SAMPLE.read_text())), **changes)


def hostile() -> LetterContent:
    letter = sample()
    named = replace(
        letter.addressee, organization=HOSTILE, organization_genitive=HOSTILE
    )
    rows = tuple(
        replace(row, name=f"{row.name} {HOSTILE}") for row in letter.indicators
    )
    notes = tuple(replace(r, measure=HOSTILE) for r in letter.recommendations)
    return replace(letter, addressee=named, indicators=rows, recommendations=notes)


def forty_with_gaps() -> LetterContent:
    row = sample().indicators[0]
    gaps = (
        {},
        {"value": None, "missing": "no_data", "level": ""},
        {"value": None, "missing": "not_applicable", "numerator": None, "level": ""},
        {"numerator": Decimal(0), "denominator": Decimal(0), "value": Decimal(0)},
    )
    rows = (
        replace(row, code=f"{n // 10 + 1}.{n % 10 + 1}.{n}", **gaps[n % 4])
        for n in range(40)
    )
    return sample(indicators=tuple(rows))


def without_values() -> LetterContent:
    rows = tuple(
        IndicatorRow(code=row.code, name=row.name, missing="no_data")
        for row in sample().indicators
    )
    return sample(
        indicators=rows,
        total=Total(),
        recommendations=(),
        peers=None,
        municipality=None,
    )


def bare() -> LetterContent:
    return sample(
        number="",
        basis="",
        indicators=(),
        recommendations=(),
        asks=(),
        peers=None,
        executor=Executor(),
        verification=None,
    )


CASES = {
    "usual": sample,
    "hostile": hostile,
    "no recommendations": lambda: sample(recommendations=()),
    "forty with gaps": forty_with_gaps,
    "no value at all": without_values,
    "bare draft": bare,
}
