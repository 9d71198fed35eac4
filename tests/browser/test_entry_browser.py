"""The entry page in a real browser: typing, moving, pasting, conflicts, submitting."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from monitoring.models import Cycle, Indicator, Submission, Value
from monitoring.services import entry
from monitoring.services.cells import Cell
from portal.models import Unit, User
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def indicators(region: Unit) -> list[Indicator]:
    method = factories.methodology(region)
    return [
        factories.indicator(method, "1.1"),
        factories.indicator(method, "1.2"),
        factories.indicator(method, "1.3", kind="yes_no"),
    ]


@pytest.fixture
def cycle(indicators: list[Indicator], region: Unit) -> Cycle:
    return factories.cycle(indicators[0].methodology, region)


@pytest.fixture
def schools(cycle: Cycle, municipality: Unit, school: Unit) -> list[Unit]:
    made = [
        factories.organization(municipality, short_name=f"Лицей {letter}")
        for letter in "АБВГ"
    ]
    for unit in (*made, school):
        factories.submission(cycle, unit)
    return made


@pytest.fixture
def offline(page: Page) -> list[str]:
    """Requests beyond this machine and errors of the page: there are none."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://localhost", "http://127.", "data:"))
            else wrong.append(request.url)
        ),
    )
    return wrong


def sign_in(page: Page, live_server, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])


def open_entry(page: Page, live_server, cycle: Cycle, unit: Unit) -> None:
    url = reverse("monitoring:entry", args=[cycle.pk, unit.pk])
    page.goto(live_server.url + url)


def field(page: Page, unit: Unit, what: Indicator, part: str = "numerator") -> Locator:
    key = f"{unit.pk}-{what.pk}"
    return page.locator(f'[data-of="{key}"][data-part="{part}"]')


def holder(page: Page, unit: Unit, what: Indicator) -> Locator:
    return page.locator(f'[data-cell="{unit.pk}-{what.pk}"]')


def paste(where: Locator, text: str) -> None:
    where.focus()
    where.evaluate(
        """(input, text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", text);
            const options = { clipboardData, bubbles: true, cancelable: true };
            input.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        text,
    )


def saved(page: Page, unit: Unit, what: Indicator) -> Value:
    expect(holder(page, unit, what)).to_have_class(_class("saved"))
    return Value.objects.get(unit=unit, indicator=what)


def _class(state: str) -> re.Pattern[str]:
    return re.compile(rf"cell--{state}")


def test_typing_shows_d_and_saves_itself(
    page, live_server, offline, cycle, indicators, schools, municipality, officer
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)

    field(page, schools[0], indicators[0]).fill("9")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("14")
    expect(field(page, schools[0], indicators[0], "share")).to_have_text("64,3")
    page.keyboard.press("Enter")

    row = saved(page, schools[0], indicators[0])
    assert (row.numerator, row.denominator) == (9, 14)
    page.reload()
    expect(field(page, schools[0], indicators[0])).to_have_value("9")
    expect(field(page, schools[0], indicators[0], "share")).to_have_text("64,3")
    assert not offline


def test_arrows_enter_and_tab_move_between_cells(
    page, live_server, cycle, indicators, schools, municipality, officer
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)

    field(page, schools[0], indicators[0]).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page, schools[2], indicators[0])).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(field(page, schools[1], indicators[0], "denominator")).to_be_focused()
    page.keyboard.press("Tab")
    expect(field(page, schools[1], indicators[1])).to_be_focused()


def test_more_than_the_whole_is_refused_in_place(
    page, live_server, cycle, indicators, schools, municipality, officer
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)

    field(page, schools[0], indicators[0]).fill("21")
    field(page, schools[0], indicators[0], "denominator").fill("17")
    field(page, schools[1], indicators[0]).focus()
    field(page, schools[0], indicators[0]).focus()

    expect(holder(page, schools[0], indicators[0])).to_have_class(_class("invalid"))
    expect(page.locator("[data-line=fault]")).to_contain_text("21")
    assert not Value.objects.filter(denominator=17).exists()

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(field(page, schools[0], indicators[0])).to_have_value("21")
    field(page, schools[0], indicators[0], "denominator").fill("27")
    page.keyboard.press("Enter")
    assert saved(page, schools[0], indicators[0]).denominator == 27


def test_a_block_is_pasted_after_a_preview(
    page, live_server, cycle, indicators, schools, municipality, officer
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)

    paste(
        field(page, schools[0], indicators[0]),
        "9\t14\t5\t6\r\n1\u00a0000\t2 000\t7\t3\r\nabc\t5\t1\t1\r\n",
    )
    dialog = page.locator("#entry-paste")
    expect(dialog.locator("tbody tr")).to_have_count(12)
    expect(dialog).to_contain_text("«abc»")
    assert not Value.objects.exists()
    dialog.locator("[data-paste]").click()

    assert saved(page, schools[0], indicators[0]).numerator == 9
    assert saved(page, schools[0], indicators[1]).denominator == 6
    assert saved(page, schools[1], indicators[0]).numerator == 1000
    assert saved(page, schools[2], indicators[1]).numerator == 1
    expect(holder(page, schools[1], indicators[1])).to_have_class(_class("invalid"))
    expect(field(page, schools[1], indicators[1])).to_have_value("7")


def test_a_conflict_shows_both_values_and_either_can_stay(
    page, live_server, cycle, indicators, schools, municipality, officer, ministry
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)
    for unit in schools[:2]:
        theirs = Cell(
            unit.pk, indicators[0].pk, numerator=Decimal(5), denominator=Decimal(14)
        )
        entry.save_cell(cycle.pk, theirs, by=ministry)

    for unit in schools[:2]:
        field(page, unit, indicators[0]).fill("4")
        page.keyboard.press("Enter")
        box = page.locator(f'[data-conflict="{unit.pk}-{indicators[0].pk}"]')
        expect(box).to_contain_text("5")
        expect(box).to_contain_text(str(ministry))
        keep = "mine" if unit == schools[0] else "theirs"
        box.locator(f"[data-keep={keep}]").click()
        expect(box).to_have_count(0)

    assert saved(page, schools[0], indicators[0]).numerator == 4
    expect(field(page, schools[1], indicators[0])).to_have_value("5")
    assert saved(page, schools[1], indicators[0]).numerator == 5


def test_a_note_says_why_it_does_not_apply(
    page, live_server, cycle, indicators, schools, municipality, officer
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)

    field(page, schools[0], indicators[0]).focus()
    page.keyboard.press("F2")
    page.locator("#entry-note-reason").fill("Нет выпускных классов")
    page.locator("#entry-note [type=submit]").click()

    expect(holder(page, schools[0], indicators[0])).to_have_class(_class("note"))
    expect(page.locator("[data-place=filled]")).to_have_text("1")
    row = Value.objects.get(unit=schools[0])
    assert row.not_applicable_reason == "Нет выпускных классов"


def test_without_a_connection_nothing_typed_is_lost(
    page, live_server, cycle, indicators, schools, municipality, officer
) -> None:
    sign_in(page, live_server, officer)
    open_entry(page, live_server, cycle, municipality)

    page.route("**/cell/", lambda route: route.abort())
    field(page, schools[0], indicators[0]).fill("9")
    page.keyboard.press("Enter")
    expect(holder(page, schools[0], indicators[0])).to_have_class(_class("unsaved"))
    page.unroute("**/cell/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()

    assert saved(page, schools[0], indicators[0]).numerator == 9


def test_a_head_fills_the_cards_on_a_phone_and_submits(
    page, live_server, cycle, indicators, schools, school, head
) -> None:
    page.set_viewport_size(NARROW)
    sign_in(page, live_server, head)
    open_entry(page, live_server, cycle, school)

    field(page, school, indicators[0]).fill("9")
    field(page, school, indicators[0], "denominator").fill("14")
    expect(field(page, school, indicators[0], "share")).to_have_text("64,3")
    field(page, school, indicators[2]).select_option("1")
    saved(page, school, indicators[0])
    assert saved(page, school, indicators[2]).denominator == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.locator(".page-head .btn-primary").click()
    expect(page.locator("main")).to_contain_text("1.2")
    page.locator("main form [type=submit]").click()
    expect(page.locator("main")).to_contain_text("64,3")
    assert Submission.objects.get(unit=school).status == Submission.Status.SUBMITTED


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_have_no_fault_of_accessibility(
    width, page, live_server, cycle, indicators, schools, municipality, officer
) -> None:
    factories.value(cycle, schools[0], indicators[0], 9, 14, comment="см. приказ")
    factories.value(cycle, schools[1], indicators[0], 9)
    submission = Submission.objects.get(unit=schools[0])
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server, officer)

    for name, args in (
        ("entry", [cycle.pk, municipality.pk]),
        ("entry", [cycle.pk, schools[0].pk]),
        ("entry_submit", [cycle.pk, municipality.pk]),
        ("collection", [cycle.pk]),
        ("submission", [submission.pk]),
        ("submission_submit", [submission.pk]),
    ):
        page.goto(live_server.url + reverse(f"monitoring:{name}", args=args))
        found = Axe().run(page)
        assert found.violations_count == 0, (name, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
