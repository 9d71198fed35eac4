"""What holds for any text and any period."""

import datetime as dt
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.schedules import (
    Code,
    Period,
    from_json,
    lexicon,
    occurrences,
    read,
    shift,
    to_json,
)
from programs.schedules.words import words
from tests.programs.schedules.expected import meaning
from tests.programs.schedules.test_phrasings import TABLES

MONTHS = [form for forms in lexicon.MONTH_FORMS.values() for form in forms.split()]
PIECES = [
    *MONTHS[::3], "2022", "2023", "2024", "г.", "гг.", "-", ",", ";", "и", "с", "по",
    "до", "к", "в", "1", "2", "5", "15", "31", "I", "IV", "квартал", "полугодие",
    "раз", "раза", "в год", "ежегодно", "ежемесячно", "еженедельно", "каждый",
    "месяц", "месяца", "числа", "декада", "неделя", "первая", "последняя", "среда",
    "четверг", "конца", "начало", "уч. год", "2022/2023", "в течение", "года",
    "учебного года", "постоянно", "по графику", "по мере необходимости", "осень",
    "зима", "начиная с", "01.09.2023", "15.04", "не позднее", "вторая половина",
]  # fmt: skip
days = st.dates(dt.date(2018, 1, 1), dt.date(2028, 12, 31))


@st.composite
def periods(draw):
    start = draw(days)
    length = draw(st.integers(0, 4 * 366))
    whole = draw(st.booleans())
    if whole:
        first = dt.date(start.year, draw(st.sampled_from([1, 8, 9])), 1)
        months = draw(st.sampled_from([4, 12, 24, 29]))
        total = first.year * 12 + first.month - 1 + months
        end = dt.date(total // 12, total % 12 + 1, 1) - dt.timedelta(days=1)
        return Period(first, end, draw(st.booleans()))
    return Period(start, start + dt.timedelta(days=length), draw(st.booleans()))


phrases = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(" ".join)
texts = st.one_of(phrases, st.sampled_from(sorted(TABLES)))


@settings(max_examples=600, deadline=None)
@given(texts, periods())
def test_words_of_what_was_read_are_read_the_same(text, period):
    found = read(text, period)

    again = read(words(found, language="ru"), period)

    assert meaning(again) == meaning(found)


@settings(max_examples=400, deadline=None)
@given(texts, periods())
def test_occurrences_lie_within_the_period_or_it_is_told(text, period):
    found = read(text, period)

    spans = occurrences(found, period)

    outside = [s for s in spans if s.start < period.start or s.end > period.end]
    told = {Code.DEADLINE_OUTSIDE_PERIOD, Code.OCCURRENCE_OUTSIDE_PERIOD}
    assert bool(outside) == bool(told & found.codes)
    assert spans == sorted(spans)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), texts), periods())
def test_any_text_is_answered_and_goes_through_json(text, period):
    found = read(text, period)

    data = json.loads(json.dumps(to_json(found), ensure_ascii=False))

    assert from_json(data) == found
    assert found.original == text
    assert words(found, language="en")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([piece for piece in PIECES if not re.search(r"\d", piece)]),
        max_size=6,
    ).map(" ".join),
    periods(),
)
def test_no_date_comes_from_words_without_figures_and_months(text, period):
    named = {*MONTHS, "осень", "зима", "I", "IV", "первая", "вторая"}
    if named & {*text.split()}:
        return

    found = read(text, period)

    if found.start:
        assert {"start", "end"} <= {*found.inferred}
    if found.kind in ("undated", "unread", "as_needed"):
        assert found.start is None


@settings(max_examples=300, deadline=None)
@given(texts, periods(), st.sampled_from([-24, -12, 12, 24]))
def test_a_series_moved_by_whole_years_keeps_its_number(text, period, months):
    found = read(text, period)

    moved = shift(found, months=months)

    years = months // 12
    later = [moved_year(day, years) for day in (period.start, period.end)]
    there = Period(*later, period.is_school_year)
    by_weekday = found.weekdays or found.kind in ("weekly", "daily")
    is_open = found.kind == "yearly_months" and not found.years
    if not (by_weekday or is_open or "29" in text):
        assert len(occurrences(moved, there)) == len(occurrences(found, period))
    assert shift(moved, months=-months).kind == found.kind


@settings(max_examples=300, deadline=None)
@given(texts, periods(), st.integers(-30, 30), st.booleans())
def test_any_series_can_be_moved(text, period, by, is_by_days):
    found = read(text, period)

    moved = shift(found, days=by) if is_by_days else shift(found, months=by)

    assert words(moved, language="ru")
    assert [*occurrences(moved, period)] == sorted(occurrences(moved, period))


def moved_year(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@pytest.mark.parametrize("text", ["по " * 400, "," * 400, "1 раз в " * 200])
def test_long_texts_are_answered_at_once(text):
    period = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    began = dt.datetime.now(dt.UTC)

    read(text, period)

    assert dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=2)
