"""An officer marks an event of the month as held; the ministry sees what is overdue."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from portal.models import Membership
from programs.models import Event, Occurrence
from tests import factories as portal
from tests import paper
from tests.browser.conftest import Enter
from tests.programs import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Role = Membership.Role


def test_from_this_month_to_held_in_one_form(
    transactional_db: None, enter: Enter
) -> None:
    event, waiting, late = ground()
    officer = enter("municipal")

    officer.visit("home")
    officer.link("programs:occurrence", waiting.pk).click()
    officer.link("programs:occurrence_hold", waiting.pk).click()
    form = officer.page.locator("form:has([name=held_on])")
    form.locator("[name=who]").select_option("heads")
    form.locator("[name=result]").fill("Разобраны четыре случая.")
    file = {"name": "Протокол.pdf", "mimeType": "application/pdf", "buffer": paper.PDF}
    form.locator("[name=evidence]").set_input_files([file])
    form.locator("button[type=submit]").first.click()

    expect(officer.page.locator("h1")).to_contain_text(event.name)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.participants) == ("held", 1)

    ministry = enter("ministry")
    ministry.visit("programs:overdue")
    main = ministry.page.locator("main")
    expect(main).to_contain_text(late.event.name)
    expect(main).to_contain_text(late.unit.short_name)
    ministry.visit("programs:occurrence_check", waiting.pk)
    ministry.press("form:has([name=version]) button[type=submit]")
    waiting.refresh_from_db()
    assert waiting.status == "checked"


def test_a_calendar_reads_the_series_by_a_secret_address(
    transactional_db: None, enter: Enter, live_server: LiveServer
) -> None:
    event, waiting, late = ground()
    officer = enter("municipal")

    officer.visit("programs:feeds")
    officer.page.locator("[name=name]").fill("Телефон")
    officer.press("form:has([name=name]) button[type=submit]")
    address = urlsplit(officer.page.locator("#address").input_value()).path
    with urlopen(f"{live_server.url}{address}") as answer:  # noqa: S310 - our own
        calendar = Calendar.from_ical(answer.read())

    named = {str(entry["SUMMARY"]): entry for entry in calendar.walk("VEVENT")}
    place = waiting.unit.short_name
    titles = [f"{one.title} ({place})" for one in (event, late.event)]
    assert sorted(named) == sorted(titles)
    shown = named[titles[0]]
    assert shown["DTSTART"].dt == waiting.starts_on
    assert shown["DTEND"].dt == waiting.due_on + dt.timedelta(days=1)


def test_a_series_is_shifted_and_the_gantt_shows_the_row_once(
    transactional_db: None, enter: Enter
) -> None:
    event, _waiting, _late = ground()
    ministry = enter("ministry", java_script_enabled=False)

    ministry.visit("programs:events")
    ministry.page.locator(f"#e{event.pk}").check()
    ministry.page.locator("button[name=step][value=shift]").click()
    ministry.page.locator("[name=days]").fill("7")
    ministry.page.locator("[name=reason]").fill("Карантин")
    ministry.press("form button[type=submit]")

    moved = Occurrence.objects.get(event=event, moves_count=1)
    assert moved.due_on > moved.planned_due_on
    ministry.visit("programs:gantt")
    address = reverse("programs:event", args=[event.pk])
    expect(ministry.page.locator(f"main a[href='{address}']").first).to_be_attached()


def test_pages_of_the_roadmap_are_for_everybody(
    transactional_db: None, enter: Enter
) -> None:
    event, waiting, late = ground()
    ministry, officer = enter("ministry"), enter("municipal")

    for name in ("events", "board", "overdue", "awaited"):
        ministry.look(f"programs:{name}")
    ministry.look("programs:event", event.pk)
    ministry.look("programs:event_shift", event.pk)
    query = f"?date={late.pk}&step=cancel"
    ministry.look("programs:events_bulk", query=query)
    officer.look("programs:event", late.event_id)
    officer.look("programs:occurrence", waiting.pk)
    officer.look("programs:occurrence_hold", late.pk)
    officer.look("programs:occurrence_move", late.pk)
    officer.look("home")


def ground() -> tuple[Event, Occurrence, Occurrence]:
    """A region, an officer, a head; a seminar of the month and one that is overdue."""
    today = timezone.localdate()
    region = portal.region()
    place = portal.municipality(region)
    portal.head_user(portal.organization(place), "head")
    by = portal.user("ministry", Role.MINISTRY, region)
    portal.user("municipal", Role.MUNICIPAL, place)
    program = factories.program(
        region,
        published_by=by,
        starts_on=dt.date(today.year - 1, 1, 1),
        ends_on=dt.date(today.year + 1, 12, 31),
    )
    runs = {"runs": Event.Runs.MUNICIPALITIES}
    event = factories.event(program, name="Семинар о наставничестве", **runs)
    other = factories.event(program, name="Собеседование с руководителями", **runs)
    last = today - dt.timedelta(days=9)
    waiting = factories.occurrence(event, place, starts_on=today, due_on=today)
    late = factories.occurrence(other, place, starts_on=last, due_on=last)
    return event, waiting, late
