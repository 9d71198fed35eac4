"""With JavaScript off pages read fully and forms do their work."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from monitoring.models import Indicator, Letter, Recommendation, Result, Value
from monitoring.models import Submission as Row
from portal import figures
from tests.browser.conftest import Demo, Enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_reading_pages_are_whole(demo: Demo, enter: Enter) -> None:
    head = enter("head", java_script_enabled=False)
    main = head.page.locator("main")
    shown = Result.objects.whole().filter(cycle=demo.closed, unit=demo.school)
    known = shown.exclude(value=None).select_related("indicator").first()
    assert known is not None
    value = figures.number(known.value, 1, "ru")

    head.visit("monitoring:unit_result", demo.closed.pk, demo.school.pk)
    for row in shown.select_related("indicator"):
        expect(main).to_contain_text(row.indicator.name)
    expect(main).to_contain_text(value)
    explain = reverse(
        "monitoring:explain", args=[demo.closed.pk, demo.school.pk, known.indicator_id]
    )
    main.locator(f'a[href="{explain}"]').first.click()
    expect(head.page.locator("h1")).to_contain_text(value)
    expect(main).to_contain_text(figures.count(int(known.denominator or 0)))

    letter = Letter.objects.current().get(cycle=demo.closed, unit=demo.school)
    head.visit("monitoring:letter", letter.pk)
    called = Recommendation.objects.filter(cycle=demo.closed, unit=demo.school)
    for text in called.values_list("text__title", flat=True):
        expect(main).to_contain_text(text)
    head.press("form [type=submit]")
    letter.refresh_from_db()
    assert letter.confirmed_at


def test_the_ministry_reads_filters_and_sorts(demo: Demo, enter: Enter) -> None:
    ministry = enter("ministry", java_script_enabled=False)
    main = ministry.page.locator("main")
    ministry.visit("monitoring:results", demo.closed.pk)
    expect(main).to_contain_text(demo.municipality.short_name)
    main.locator("#municipalities th a[href*='sort=']").first.click()
    expect(main.locator("#municipalities tbody tr")).not_to_have_count(0)
    ministry.visit("monitoring:heat_map", demo.closed.pk)
    expect(main).to_contain_text(demo.municipality.short_name)

    ministry.visit("monitoring:letters", demo.closed.pk)
    rows = main.locator("#letters-table tbody tr")
    shown = rows.count()
    main.locator("form [name=state]").select_option("sent")
    ministry.press("form:has([name=state]) [type=submit]")
    expect(rows).to_have_count(1)
    assert shown > 1

    ministry.visit("monitoring:collection", demo.collecting.pk)
    main.locator(f"#toggle-{demo.municipality.pk}").click()
    expect(main).to_contain_text(demo.school.short_name)
    ministry.visit("monitoring:cycle_close", demo.collecting.pk)
    ministry.press("form [type=submit]")
    demo.collecting.refresh_from_db()
    assert demo.collecting.status == "verifying"


def test_a_row_of_the_grid_is_a_form(demo: Demo, enter: Enter) -> None:
    officer = enter("municipal", java_script_enabled=False)
    unit = demo.handed_in(Row.Status.DRAFT)[0].unit
    indicator = share_of(demo)
    officer.visit("monitoring:entry", demo.collecting.pk, demo.municipality.pk)
    page = officer.page
    field(page.locator("main"), unit.pk, indicator, "n").fill("9")
    field(page.locator("main"), unit.pk, indicator, "d").fill("14")
    save = page.locator(f"button[form='row-{unit.pk}'], #row-{unit.pk} [type=submit]")
    with page.expect_navigation():
        save.click()

    row = Value.objects.get(cycle=demo.collecting, unit=unit, indicator=indicator)
    assert (row.numerator, row.denominator) == (9, 14)
    expect(page.locator("main")).to_contain_text("64,3")

    field(page.locator("main"), unit.pk, indicator, "n").fill("15")
    with page.expect_navigation():
        save.click()
    expect(page.locator("main [role=alert], main .alert").first).to_be_visible()
    wrong = field(page.locator("main"), unit.pk, indicator, "n")
    expect(wrong).to_have_value("15")
    expect(wrong).to_have_attribute("aria-invalid", re.compile("true"))
    row.refresh_from_db()
    assert row.numerator == 9


def share_of(demo: Demo) -> Indicator:
    return demo.collecting.methodology.indicators.filter(
        kind=Indicator.Kind.SHARE, collected_at="organization"
    ).order_by("position")[0]


def field(main: Locator, unit_id: int, what: Indicator, part: str) -> Locator:
    return main.locator(f"[form='row-{unit_id}'][name={part}-{what.pk}]")
