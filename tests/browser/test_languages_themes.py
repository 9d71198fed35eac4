"""English without Russian words, dark and high-contrast themes, the skip link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from monitoring.models import (
    Cycle,
    Indicator,
    Letter,
    Methodology,
    RecommendationText,
    Track,
)
from portal.models import Body, Person, Position, Unit, User
from programs.models import Decision, Event, Meeting, Program
from tests.browser.conftest import Demo, Enter
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CYRILLIC = re.compile(r"[А-Яа-яЁё][А-Яа-яЁё .,«»-]*")
WORDS = """() => {
    const of = "title, nav a, nav button, nav h2, main h1, main h2, main h3, main th,"
        + " main label, main button, main .btn, main dt, main legend, main summary,"
        + " main [role=alert], footer";
    const data = "[lang=ru], .heat__name";
    return [...document.querySelectorAll(of)].map((it) => {
        const copy = it.cloneNode(!it.closest("[lang=ru]"));
        copy.querySelectorAll(data).forEach((known) => known.remove());
        return copy.textContent;
    });
}"""


def test_the_switch_leaves_no_russian_word(demo: Demo, enter: Enter) -> None:
    ministry = enter("ministry")
    ministry.visit("home")
    ministry.page.locator("[popovertarget=theme-menu]").first.click()
    with ministry.page.expect_navigation():
        ministry.page.locator("#theme-menu [name=language][value=en]").click()
    expect(ministry.page.locator("html")).to_have_attribute("lang", "en")
    assert User.objects.get(username="ministry").language == "en"

    data = written_in_russian()
    collecting, closed = demo.collecting.pk, demo.closed.pk
    letter = Letter.objects.filter(cycle=demo.closed, unit=demo.school).first()
    assert letter is not None
    indicator = demo.closed.methodology.indicators.get(position=1)
    found = {}
    for name, *args in (
        ("home",),
        ("notifications",),
        ("jobs",),
        ("monitoring:home",),
        ("monitoring:cycle", collecting),
        ("monitoring:cycle_close", collecting),
        ("monitoring:collection", collecting),
        ("monitoring:entry", collecting, demo.municipality.pk),
        ("monitoring:results", closed),
        ("monitoring:heat_map", closed),
        ("monitoring:indicator_result", closed, indicator.pk),
        ("monitoring:unit_result", closed, demo.municipality.pk),
        ("monitoring:unit_result", closed, demo.school.pk),
        ("monitoring:explain", closed, demo.school.pk, indicator.pk),
        ("monitoring:risk", closed),
        ("monitoring:letters", closed),
        ("monitoring:letter", letter.pk),
        ("monitoring:methods",),
    ):
        ministry.visit(name, *args)
        if words := russian_words(ministry, data):
            found[name] = words
    assert found == {}, found


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_themes_keep_everything_readable(demo: Demo, enter: Enter, theme: str) -> None:
    ministry = enter("ministry")
    ministry.visit("home")
    ministry.page.locator("[popovertarget=theme-menu]").first.click()
    with ministry.page.expect_response("**/preferences/"):
        ministry.page.locator(f"#theme-menu [name=theme][value={theme}]").click()
    expect(ministry.page.locator("html")).to_have_attribute("data-theme", theme)
    ministry.check()
    ministry.look("monitoring:results", demo.closed.pk)
    expect(ministry.page.locator("html")).to_have_attribute("data-theme", theme)
    ministry.look("monitoring:unit_result", demo.closed.pk, demo.school.pk)
    ministry.look("monitoring:entry", demo.collecting.pk, demo.school.pk)


def test_the_skip_link_leads_to_the_content(demo: Demo, enter: Enter) -> None:
    head = enter("head")
    head.visit("home")
    head.page.keyboard.press("Tab")
    skip = head.page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    head.page.keyboard.press("Enter")
    expect(head.page.locator("main")).to_be_focused()
    head.page.keyboard.press("Tab")
    assert head.page.evaluate("document.activeElement.closest('main') !== null")


def test_public_pages_are_right_in_both_languages(demo: Demo, enter: Enter) -> None:
    visitor = enter()
    for name in ("home", "account_login", "verify_form"):
        visitor.look(name)
    visitor.page.locator("[popovertarget=theme-menu]").first.click()
    with visitor.page.expect_navigation():
        visitor.page.locator("#theme-menu [name=language][value=en]").click()
    data = written_in_russian()
    for name in ("home", "account_login", "verify_form"):
        visitor.visit(name)
        assert russian_words(visitor, data) == [], name


def russian_words(visitor: Visitor, data: list[str]) -> list[str]:
    """Return Russian words of the interface: what is left without the data."""
    text = "\n".join(" ".join(it.split()) for it in visitor.page.evaluate(WORDS))
    for known in data:
        text = text.replace(known, "")
    return sorted(set(CYRILLIC.findall(text)) - {"Русский"})


def written_in_russian() -> list[str]:
    """Return names of the demo's rows, long ones first."""
    rows = [
        *Unit.objects.values_list("name", "short_name"),
        *Cycle.objects.values_list("name"),
        *Methodology.objects.values_list("name"),
        *Track.objects.values_list("name"),
        *Indicator.objects.values_list("name", "numerator_text", "denominator_text"),
        *Body.objects.values_list("name"),
        *RecommendationText.objects.values_list("title"),
        *Position.objects.values_list("title"),
        *Program.objects.values_list("name", "short_name"),
        *Event.objects.values_list("name"),
        *Meeting.objects.values_list("title"),
        *((text[:90],) for text in Decision.objects.values_list("text", flat=True)),
    ]
    people = [
        name for who in Person.objects.all() for name in (who.full_name, who.short_name)
    ]
    users = [str(user) for user in User.objects.all()]
    names = [*(name for row in rows for name in row), *people, *users]
    lines = {" ".join(name.split()) for name in names}
    return sorted(filter(None, lines), key=len, reverse=True)
