"""The ministry takes a cycle from the values to the letters, by hand and by worker."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, expect

from monitoring import coverage
from monitoring.models import Indicator, Letter, Submission, Summary, Value
from portal.models import Job, Unit
from tests.browser.conftest import Demo, Enter
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 180_000  # milliseconds, of forty letters


def test_from_values_to_letters(
    load: Callable[..., Demo], worker: Callable[[], None], enter: Enter
) -> None:
    demo = load("--no-letters")
    worker()
    visitor = enter()
    visitor.sign_in("ministry")

    open_the_grid_from_home(visitor, demo)
    fill_in_and_submit(visitor, demo)
    close_the_collection(visitor, demo)
    run_and_watch(visitor, demo)
    see_the_results(visitor, demo)
    every_organization_has_a_letter_or_a_reason(visitor, demo)


def open_the_grid_from_home(visitor: Visitor, demo: Demo) -> None:
    assert visitor.is_at("home")
    visitor.check()
    follow(visitor, "monitoring:cycle", demo.collecting.pk)
    visitor.check()
    follow(visitor, "monitoring:collection", demo.collecting.pk)
    visitor.check()
    follow(visitor, "monitoring:entry", demo.collecting.pk, demo.municipality.pk)


def fill_in_and_submit(visitor: Visitor, demo: Demo) -> None:
    first, second = (row.unit for row in demo.handed_in(Submission.Status.DRAFT)[:2])
    indicator = shares(demo)[0]
    page = visitor.page

    field(visitor, first, indicator).fill("9")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+A")
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect(field(visitor, first, indicator, "share")).to_have_text("64,3")
    assert saved(visitor, first, indicator) == (9, 14)

    paste(field(visitor, second, indicator), "7\t20")
    page.locator("#entry-paste [data-paste]").click()
    assert saved(visitor, second, indicator) == (7, 20)
    expect(page.locator("#entry-paste")).to_be_hidden()
    visitor.check()

    follow(visitor, "monitoring:entry_submit", demo.collecting.pk, demo.municipality.pk)
    visitor.check()
    page.locator("[name=with_missing]").check()
    visitor.press("form [type=submit]")
    states = Submission.objects.filter(cycle=demo.collecting, unit__in=[first, second])
    assert set(states.values_list("status", flat=True)) == {"submitted"}


def close_the_collection(visitor: Visitor, demo: Demo) -> None:
    missing = coverage.of(demo.collecting, demo.region.path).missing
    assert missing
    visitor.visit("monitoring:cycle", demo.collecting.pk)
    follow(visitor, "monitoring:cycle_close", demo.collecting.pk)
    visitor.check()
    expect(visitor.page.locator("main form")).to_contain_text(
        re.compile(rf"(?<!\d){missing}(?!\d)")
    )
    visitor.press("form [type=submit]")
    demo.collecting.refresh_from_db()
    assert demo.collecting.status == "verifying"


def run_and_watch(visitor: Visitor, demo: Demo) -> None:
    follow(visitor, "monitoring:cycle_run", demo.collecting.pk)
    visitor.check()
    submitted = coverage.of(demo.collecting, demo.region.path).submitted
    expect(visitor.page.locator("main form")).to_contain_text(str(submitted))
    visitor.press("form [type=submit]")

    job = Job.objects.latest("pk")
    bar = visitor.page.locator(f"#job-{job.pk} progress")
    expect(bar).to_be_visible()
    results = visitor.link("monitoring:results", demo.collecting.pk)
    expect(results).to_be_visible(timeout=PATIENCE)
    assert bar.evaluate("bar => bar.position") == 1
    job.refresh_from_db()
    assert (job.status, job.error) == ("done", "")
    visitor.check()
    visitor.look("job", job.pk)
    visitor.look("jobs")


def see_the_results(visitor: Visitor, demo: Demo) -> None:
    visitor.visit("monitoring:cycle", demo.collecting.pk)
    follow(visitor, "monitoring:results", demo.collecting.pk)
    whole = Summary.objects.whole().get(cycle=demo.collecting, unit=demo.region)
    figure = f"{whole.value:.1f}".replace(".", ",")
    expect(visitor.page.locator("main .big").first).to_contain_text(figure)
    visitor.check()
    for name, args in (
        ("heat_map", ()),
        ("indicator_result", (shares(demo)[0].pk,)),
        ("unit_result", (demo.municipality.pk,)),
        ("unit_result", (demo.school.pk,)),
        ("risk", ()),
    ):
        visitor.look(f"monitoring:{name}", demo.collecting.pk, *args)


def every_organization_has_a_letter_or_a_reason(visitor: Visitor, demo: Demo) -> None:
    visitor.visit("monitoring:cycle", demo.collecting.pk)
    follow(visitor, "monitoring:letters", demo.collecting.pk)
    visitor.check()
    visitor.visit("monitoring:letters", demo.collecting.pk, query="?size=100")
    asked = Submission.objects.filter(
        cycle=demo.collecting, unit__kind=Unit.Kind.ORGANIZATION
    )
    letters = Letter.objects.current().filter(cycle=demo.collecting)
    rows = visitor.page.locator("#letters-table tbody tr")
    expect(rows).to_have_count(asked.count())
    assert set(asked.values_list("unit", flat=True)) == {row.unit_id for row in letters}
    for letter in letters:
        link = reverse("monitoring:letter", args=[letter.pk])
        row = rows.filter(has=visitor.page.locator(f'a[href="{link}"]'))
        expect(row).to_contain_text(letter.number or letter.reason)
        assert (letter.status == "ready") == bool(letter.number and letter.issued_at)
    assert letters.filter(status="ready").count() > 30


def follow(visitor: Visitor, name: str, *args: object) -> None:
    visitor.link(name, *args).click()
    visitor.page.wait_for_url(f"**{reverse(name, args=args)}*")


def shares(demo: Demo) -> list[Indicator]:
    asked = demo.collecting.methodology.indicators.filter(
        kind=Indicator.Kind.SHARE, collected_at="organization"
    )
    return list(asked.order_by("position"))


def field(
    visitor: Visitor, unit: Unit, what: Indicator, part: str = "numerator"
) -> Locator:
    key = f"{unit.pk}-{what.pk}"
    return visitor.page.locator(f'[data-of="{key}"][data-part="{part}"]')


def saved(visitor: Visitor, unit: Unit, what: Indicator) -> tuple[object, object]:
    cell = visitor.page.locator(f'[data-cell="{unit.pk}-{what.pk}"]')
    expect(cell).to_have_class(re.compile(r"cell--(saved|note)"))
    row = Value.objects.get(cycle__status="collecting", unit=unit, indicator=what)
    return row.numerator, row.denominator


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
