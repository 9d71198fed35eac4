import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.html import conditional_escape

from portal import glossary, listing, marks
from portal.figures import NO_BREAK

TODAY = dt.date(2026, 5, 21)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(text, **context):
    return Template("{% load portal %}" + text).render(Context(context))


class Filter(forms.Form):
    kind = forms.ChoiceField(
        label="Type", choices=[("", "All"), ("rural", "Rural")], required=False
    )
    name = forms.CharField(label="Name", required=False)


@pytest.mark.parametrize(
    ("code", "tone", "word"),
    [
        ("high", "high", "high"),
        ("", "none", "no data"),
        (None, "none", "no data"),
        ("not_applicable", "none", "not applicable"),
    ],
)
def test_level_has_word_shape_and_color(code, tone, word):
    html = draw("{% level code %}", code=code)

    assert f"level--{tone}" in html
    assert f">{word}<" in html
    assert "<svg" in html


def test_bare_level_keeps_its_word_for_screen_readers():
    assert 'class="visually-hidden">low' in draw('{% level "low" bare=True %}')


@pytest.mark.parametrize(
    ("value", "trend", "parts"),
    [
        (Decimal("2.6"), "grew", ["change--up", "+2.6 p.p.", "growth"]),
        (Decimal("-2.6"), "fell", ["change--down", "\u22122.6 p.p.", "decline"]),
        (Decimal("0.2"), "stable", ["change--same", "no change"]),
        (None, "", ["—", "no earlier value"]),
    ],
)
def test_change_has_arrow_number_and_word(value, trend, parts):
    html = draw("{% change value trend %}", value=value, trend=trend)

    assert all(part in html for part in parts)


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (-3, "late", "overdue by 3 days"),
        (-1, "late", "overdue by 1 day"),
        (0, "soon", "today"),
        (1, "soon", "tomorrow"),
        (3, "soon", "until"),
        (4, "later", "until"),
    ],
)
def test_due_tells_how_near_the_day_is(days, tone, words):
    day = TODAY + dt.timedelta(days=days)

    html = draw("{% due day today=today %}", day=day, today=TODAY)

    assert f"due--{tone}" in html
    assert words in html


def test_due_of_something_done_is_not_urgent():
    html = draw("{% due day today=today done=True %}", day=TODAY, today=TODAY)

    assert "due--done" in html


def test_time_left_is_told_in_minutes_above_one():
    assert marks.time_left(40) == "about 40 seconds left"
    assert marks.time_left(150) == "about 2 minutes left"


def test_text_from_users_is_escaped():
    html = draw('{% status "ok" label %}', label="<b>")

    assert "&lt;b&gt;" in html


def test_filters_follow_the_language():
    with translation.override("ru"):
        assert draw("{{ x|num:1 }}", x=Decimal("1234.5")) == "1\u202f234,5"
    assert draw("{{ x|num:1 }}", x=Decimal("1234.5")) == "1\u202f234.5"


def test_moment_is_local():
    at = dt.datetime(2026, 5, 21, 20, 0, tzinfo=dt.UTC)
    text = "{{ at|day }}; {{ at|day_month }}; {{ at|short_day }}; {{ at|clock }}"

    with timezone.override("Asia/Vladivostok"):
        drawn = draw(text, at=at).replace(NO_BREAK, " ")

    assert drawn == "22 May 2026; 22 May; 22.05.2026; 06:00"


def test_crumbs_end_with_the_page_itself():
    html = draw('{% crumbs "Results" "/results/" "2.3" %}')

    assert '<a href="/results/">Results</a>' in html
    assert '<li aria-current="page">2.3</li>' in html


def test_panel_is_named_by_its_heading():
    html = draw('{% panel title="Waiting" id="w" %}<p>x</p>{% endpanel %}')

    assert 'aria-labelledby="w"' in html
    assert '<h2 id="w">Waiting</h2>' in html


def test_table_wrap_can_be_reached_by_keyboard():
    html = draw('{% table_wrap "Units" %}<table></table>{% endtable_wrap %}')

    assert 'tabindex="0"' in html
    assert 'aria-label="Units"' in html


@pytest.mark.parametrize("key", list(glossary.TERMS))
def test_definition_explains_a_term(key):
    html = draw("{% definition key %}", key=key)

    assert f'popovertarget="term-{key}"' in html
    assert conditional_escape(glossary.TERMS[key][1]) in html


def test_sort_header_turns_and_keeps_the_filters():
    request = RequestFactory().get("/?kind=rural&sort=value&page=3")

    html = draw('{% sort_header "value" "Value" %}', request=request)

    assert 'aria-sort="ascending"' in html
    assert 'href="?kind=rural&amp;sort=-value"' in html


def test_sort_header_swaps_its_part_by_htmx():
    request = RequestFactory().get("/")

    html = draw('{% sort_header "value" "Value" part="units" %}', request=request)

    assert 'hx-get="?sort=value"' in html
    assert 'hx-target="#units"' in html


def test_chips_name_the_choice_and_drop_it():
    query = QueryDict("kind=rural&name=x&page=2&sort=name")

    chips = listing.chips(Filter(query), query)

    assert chips == [
        listing.Chip("Type: Rural", "?name=x&sort=name"),
        listing.Chip("Name: x", "?kind=rural&sort=name"),
    ]


def test_a_filter_form_hands_on_what_it_does_not_hold():
    query = QueryDict("kind=rural&size=50&page=2")

    assert list(listing.kept(Filter(query), query)) == [("size", "50")]


def test_ordering_refuses_columns_that_are_not_offered():
    columns = {"name": "sort_name"}

    first, tie = listing.ordering(QueryDict("sort=-password"), columns, "name")

    assert (first.expression.name, first.descending) == ("sort_name", False)
    assert tie.expression.name == "pk"


def test_field_ties_label_help_and_error_to_the_control():
    class Need(forms.Form):
        name = forms.CharField(label="Name", help_text="As in the program")

    html = draw("{% field form.name %}", form=Need({"name": ""}))

    assert 'for="id_name"' in html
    assert 'aria-invalid="true"' in html
    for name in ("id_name_helptext", "id_name_error"):
        assert f'id="{name}"' in html
        assert name in html.split("aria-describedby")[1].split(">")[0]


def test_form_errors_link_to_the_fields():
    class Need(forms.Form):
        name = forms.CharField(label="Name")

    assert 'href="#id_name"' in draw("{% form_errors form %}", form=Need({}))
    assert not draw("{% form_errors form %}", form=Need({"name": "x"})).strip()


def test_pager_offers_pages_and_sizes_with_the_filters():
    request = RequestFactory().get("/?kind=rural&page=2")
    page = Paginator(range(412), 25).get_page(2)

    html = render_to_string("parts/pager.html", {"page": page}, request)

    assert "?kind=rural&amp;page=3" in html
    assert "?kind=rural&amp;size=50" in html
    assert "26–50 of 412" in html


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_bare_error_pages_need_no_request(name):
    assert "<h1>" in render_to_string(name)
