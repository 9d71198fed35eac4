"""A head reads the letter, on screen and as PDF, and says so; the ministry sees it."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from monitoring.letter_pdf import content as letter_content
from monitoring.models import Letter, Recommendation, Summary
from portal import figures
from tests.browser.conftest import Demo, Enter
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LEVELS = {"high": "высокий", "medium": "средний", "low": "низкий"}


@pytest.fixture
def letter(demo: Demo) -> Letter:
    """The head's letter."""
    return Letter.objects.current().get(cycle=demo.closed, unit=demo.school)


def test_from_home_to_the_letter_and_its_pdf(
    demo: Demo, letter: Letter, enter: Enter
) -> None:
    head = enter()
    head.sign_in("head")
    assert head.is_at("home")
    head.check()

    head.link("monitoring:letter", letter.pk).click()
    head.page.wait_for_url(f"**{reverse('monitoring:letter', args=[letter.pk])}")
    expect(head.page.locator("main")).to_contain_text(demo.school.short_name)
    for called in of_letter(letter):
        expect(head.page.locator("main")).to_contain_text(called.text.title)
    head.check()

    text = squeezed(pdf_text(fetched(head, letter)))
    whole = Summary.objects.whole().get(cycle=demo.closed, unit=demo.school)
    says = letter_content.from_json(letter.content)
    for expected in (
        demo.school.short_name,
        LEVELS[whole.level],
        figures.number(whole.value, 1, "ru"),
        letter.number,
        *(figures.number(row.value, 1, "ru") for row in says.indicators if row.value),
        *(called.text.title for called in of_letter(letter)),
    ):
        assert squeezed(str(expected)) in text, expected


def test_reading_is_confirmed_and_the_ministry_sees_it(
    demo: Demo, letter: Letter, enter: Enter
) -> None:
    head, ministry = enter("head"), enter("ministry")
    head.visit("home")
    task = head.page.locator(".task", has=link_in(head, letter))
    expect(task).to_have_count(1)

    head.visit("monitoring:letter", letter.pk)
    confirm = f'form[action="{reverse("monitoring:letter_confirm", args=[letter.pk])}"]'
    head.press(f"{confirm} [type=submit]")
    expect(head.page.locator(f"main {confirm}")).to_have_count(0)
    head.check()
    letter.refresh_from_db()
    assert letter.confirmed_at
    head.visit("home")
    expect(task).to_have_count(0)

    ministry.visit("monitoring:letters", demo.closed.pk, query="?size=100")
    row = ministry.page.locator(
        "#letters-table tbody tr", has=link_in(ministry, letter)
    )
    day = figures.short_day(timezone.localdate(letter.confirmed_at))
    expect(row.locator("td").last).to_have_text(day)
    ministry.visit("monitoring:letter", letter.pk)
    expect(ministry.page.locator("main form")).to_have_count(0)


def test_what_is_of_others_is_not_there(
    demo: Demo, letter: Letter, enter: Enter
) -> None:
    head = enter("head")
    other = Letter.objects.filter(cycle=demo.closed).exclude(unit=demo.school).first()
    assert other is not None
    for name in ("letter", "letter_pdf", "letter_addressee"):
        assert head.status(f"monitoring:{name}", other.pk) == 404, name
    for name in ("unit_result", "summary_explain"):
        page = f"monitoring:{name}"
        assert head.status(page, demo.closed.pk, other.unit_id) == 404, name
    assert head.status("monitoring:entry", demo.collecting.pk, other.unit_id) == 404
    assert head.status("monitoring:letters", demo.closed.pk) == 403
    assert head.status("monitoring:letters_zip", demo.closed.pk) == 403
    assert head.status("monitoring:results_xlsx", demo.closed.pk) == 403
    assert head.status("monitoring:cycle_close", demo.collecting.pk) == 403


def test_the_heads_other_pages_are_right(
    demo: Demo, letter: Letter, enter: Enter
) -> None:
    head = enter("head")
    indicator = demo.closed.methodology.indicators.get(position=1)
    head.look("monitoring:unit_result", demo.closed.pk, demo.school.pk)
    head.look("monitoring:summary_explain", demo.closed.pk, demo.school.pk)
    head.look("monitoring:explain", demo.closed.pk, demo.school.pk, indicator.pk)
    head.look("monitoring:entry", demo.collecting.pk, demo.school.pk)
    head.look("monitoring:methods")
    head.look("monitoring:method", demo.closed.methodology_id)
    head.look("notifications")
    head.look("verify", letter.code)


def of_letter(letter: Letter) -> list[Recommendation]:
    called = Recommendation.objects.filter(
        cycle=letter.cycle_id, unit=letter.unit_id, in_letter=True
    )
    assert called
    return list(called.select_related("text"))


def link_in(visitor: Visitor, letter: Letter) -> Locator:
    """Return the link to the letter, wherever it stands."""
    place = reverse("monitoring:letter", args=[letter.pk])
    return visitor.page.locator(f'a[href="{place}"]')


def fetched(visitor: Visitor, letter: Letter) -> bytes:
    """Return the file the page's link leads to."""
    place = visitor.link("monitoring:letter_pdf", letter.pk).get_attribute("href")
    answer = visitor.context.request.get(f"{visitor.url}{place}")
    assert answer.headers["content-type"] == "application/pdf"
    assert "filename" in answer.headers["content-disposition"]
    return answer.body()


def pdf_text(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def squeezed(text: str) -> str:
    """Drop what a line break changes: blanks, soft hyphens and hyphens."""
    return "".join(
        mark for mark in text if not mark.isspace() and mark not in "\u00ad-‐\u2011"
    ).lower()
