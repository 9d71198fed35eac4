"""The search and the help as one uses them, with scripts and without."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from portal.help import topics
from portal.models import Appointment
from tests.browser.conftest import Demo, Enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_key_leads_to_the_search_and_on_to_a_person(demo: Demo, enter: Enter) -> None:
    officer = enter("municipal")
    post = Appointment.objects.of_heads().get(
        position__unit=demo.school, ends_on__isnull=True
    )

    officer.visit("monitoring:home")
    officer.page.keyboard.press("/")
    expect(officer.page.locator("#shell-search")).to_be_focused()
    officer.page.keyboard.type(post.person.last_name.lower())
    officer.page.keyboard.press("Enter")

    officer.page.wait_for_url(re.compile(r"/search/\?q="))
    officer.page.get_by_role("link", name=post.person.full_name).first.click()
    place = reverse("monitoring:person", args=[post.person_id])
    officer.page.wait_for_url(f"**{place}")


def test_phone_searches_without_scripts(demo: Demo, enter: Enter) -> None:
    head = enter("head", java_script_enabled=False)
    head.page.set_viewport_size({"width": 360, "height": 740})
    head.visit("home")

    head.page.locator(f"header a[href='{reverse('search')}']").click()
    head.page.locator("#search-text").fill(demo.school.short_name)
    head.press("form [type=submit]")
    head.page.locator(
        f"main a[href='{reverse('unit', args=[demo.school.pk])}']"
    ).click()

    expect(head.page.locator("h1")).to_contain_text(demo.school.short_name)


def test_question_mark_leads_to_the_topic_of_the_page(demo: Demo, enter: Enter) -> None:
    officer = enter("municipal")
    entry = topics.topic("entry")
    assert entry

    officer.visit("monitoring:entry", demo.collecting.pk, demo.municipality.pk)
    officer.page.locator(f"header a[href='{entry.url}']").first.click()
    expect(officer.page.locator("h1")).to_have_text(entry.title)
    officer.page.locator("nav ol a").last.click()

    expect(officer.page.locator(f"[id='{entry.parts[-1].anchor}']")).to_be_in_viewport()
