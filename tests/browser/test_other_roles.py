"""The municipal officer, the operator and the administrator go their ways."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from monitoring.models import Submission
from monitoring.services import submissions
from portal.models import Membership, Unit, User
from tests.browser.conftest import Demo, Enter
from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Status = Submission.Status


def test_a_municipal_officer_accepts_and_returns(demo: Demo, enter: Enter) -> None:
    officer = enter()
    officer.sign_in("municipal")
    officer.check()
    officer.look("monitoring:collection", demo.collecting.pk)
    good, bad = demo.handed_in(Status.SUBMITTED)[:2]

    officer.look("monitoring:submission", good.pk)
    follow(officer, "submission_accept", good)
    officer.check()
    officer.press("form [type=submit]")
    good.refresh_from_db()
    assert (good.status, good.decided_by.username) == (Status.ACCEPTED, "municipal")

    officer.visit("monitoring:submission", bad.pk)
    follow(officer, "submission_return", bad)
    officer.check()
    officer.page.locator("main form [name=reason]").fill("Проверьте число педагогов")
    officer.press("form [type=submit]")
    bad.refresh_from_db()
    assert (bad.status, bad.return_reason) == (
        Status.RETURNED,
        "Проверьте число педагогов",
    )
    expect(officer.page.locator("main")).to_contain_text("Проверьте число педагогов")
    officer.check()


def test_another_municipality_is_not_there(demo: Demo, enter: Enter) -> None:
    officer = enter("municipal")
    other = Submission.objects.filter(
        cycle=demo.collecting, unit__kind=Unit.Kind.ORGANIZATION
    ).exclude(unit__parent=demo.municipality)[0]
    for name in ("", "_accept", "_return", "_submit"):
        assert officer.status(f"monitoring:submission{name}", other.pk) == 404, name
    page = ("monitoring:entry", demo.collecting.pk)
    assert officer.status(*page, other.unit_id) == 404
    assert officer.status(*page, other.unit.parent_id) == 404
    assert officer.status("monitoring:cycle_close", demo.collecting.pk) == 403
    officer.visit("monitoring:collection", demo.collecting.pk)
    expect(officer.page.locator("main")).not_to_contain_text(other.unit.short_name)


def test_the_operator_accepts_what_the_ministry_submitted(
    demo: Demo, enter: Enter
) -> None:
    row = demo.handed_in(Status.DRAFT)[0]
    ministry = User.objects.get(username="ministry")
    row = submissions.submit(row.pk, with_missing=True, by=ministry)
    accept = reverse("monitoring:submission_accept", args=[row.pk])

    own = enter("ministry")
    own.look("monitoring:submission", row.pk)
    expect(own.page.locator(f'a[href="{accept}"]')).to_have_count(0)
    own.visit("monitoring:submission_accept", row.pk)
    own.press("form [type=submit]")
    row.refresh_from_db()
    assert row.status == Status.SUBMITTED

    operator = enter()
    operator.sign_in("operator")
    operator.check()
    operator.visit("monitoring:submission", row.pk)
    follow(operator, "submission_accept", row)
    operator.press("form [type=submit]")
    row.refresh_from_db()
    assert (row.status, row.decided_by.username) == (Status.ACCEPTED, "operator")


def test_the_administrator_adds_a_user_who_signs_in(demo: Demo, enter: Enter) -> None:
    admin = enter()
    admin.sign_in("admin")
    admin.check()
    for name in ("users", "units", "journal"):
        admin.look(name)
    admin.look("user_add")
    form = admin.page.locator("main form")
    for name, text in (
        ("username", "newcomer"),
        ("last_name", "Рябинина"),
        ("first_name", "Ольга"),
        ("email", "newcomer@portal.example"),
    ):
        form.locator(f"[name={name}]").fill(text)
    form.locator("[name=role]").select_option(Membership.Role.MUNICIPAL)
    form.locator("[name=unit]").select_option(str(demo.municipality.pk))
    admin.press("form [type=submit]")
    password = admin.page.locator("main code").inner_text()
    admin.check()

    made = User.objects.get(username="newcomer")
    admin.look("user", made.pk)
    form = admin.page.locator("main form:has([name=role])")
    form.locator("[name=role]").select_option(Membership.Role.OPERATOR)
    form.locator("[name=unit]").select_option(str(demo.region.pk))
    admin.press("form:has([name=role]) [type=submit]")
    roles = made.memberships.values_list("role", "unit")
    assert set(roles) == {
        ("municipal", demo.municipality.pk),
        ("operator", demo.region.pk),
    }

    newcomer = enter()
    newcomer.sign_in("newcomer", password)
    assert newcomer.is_at("home")
    newcomer.visit("monitoring:collection", demo.collecting.pk)


def test_the_administrator_takes_the_results_away(demo: Demo, enter: Enter) -> None:
    admin = enter("admin")
    admin.look("monitoring:results", demo.closed.pk)
    link = admin.link("monitoring:results_xlsx", demo.closed.pk)
    with admin.page.expect_download() as waiting:
        link.click()
    data = Path(waiting.value.path()).read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    tracks = demo.closed.methodology.tracks.count()
    assert len(book.sheetnames) == 1 + max(tracks, 1)
    for sheet in book:
        assert sheet.freeze_panes not in (None, "A1"), sheet.title
        assert sheet.max_row > 40, sheet.title
    named = {str(cell.value) for cell in book.worksheets[0]["A"]}
    assert {demo.region.short_name, demo.school.short_name} <= named


def follow(visitor: Visitor, name: str, row: Submission) -> None:
    visitor.link(f"monitoring:{name}", row.pk).click()
    visitor.page.wait_for_url(f"**{reverse(f'monitoring:{name}', args=[row.pk])}")
