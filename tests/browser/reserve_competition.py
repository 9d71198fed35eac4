"""From the draft of a competition to two applications that are admitted."""

from __future__ import annotations

import datetime as dt
import re

from django.core import mail
from django.utils import timezone
from playwright.sync_api import FilePayload, expect

from portal.models import Person
from reserve.models import Application, Competition
from tests.browser.reserve_ground import Ground
from tests.browser.visitor import Visitor
from tests.browser.walking import choose, confirm, follow, look, put, says, send

REQUIRED = ("diploma", "employment", "essay")
PASSWORD = "кедровый-бор-2026"
NOMINATED = "Отказова"


def announce(ministry: Visitor, ground: Ground) -> None:
    """Make a draft with one place and short stages, and announce it."""
    today = timezone.localdate()
    follow(ministry, "reserve:competitions")
    follow(ministry, "reserve:competition_add")
    send(
        ministry,
        unit=ground.region.pk,
        name="Резерв руководителей школ",
        places=1,
        opens_on=today.isoformat(),
        closes_on=today.isoformat(),
        decides_on=(today + dt.timedelta(days=5)).isoformat(),
        announcement="Приглашаем заместителей директоров школ.",
        is_blind=True,
        experts_per_application=3,
        outlier_gap=6,
    )
    ground.competition = Competition.objects.get()
    send(ministry, "#draft [type=submit]:not([name])")
    ministry.page.wait_for_url(re.compile(r"/competitions/\d+/$"))
    confirm(ministry, "reserve:competition_announce", ground.called.pk)
    ground.called.refresh_from_db()
    assert ground.called.status == Competition.Status.ANNOUNCED


def apply(candidate: Visitor, ground: Ground) -> Application:
    """Find the competition from the first page on, and take every step."""
    pk = ground.called.pk
    follow(candidate, "reserve:competitions")
    follow(candidate, "reserve:announcement", pk)
    follow(candidate, "reserve:apply", pk, to=f"/{pk}/apply/about/")
    put(candidate, "search", ground.workplace.short_name)
    candidate.press("[name=find]")
    tell_of_oneself(candidate, ground)
    return finish_application(candidate, ground)


def tell_of_oneself(who: Visitor, ground: Ground) -> None:
    """Fill in the first step."""
    send(
        who,
        "[form=step], .act-bar [type=submit]",
        unit=ground.workplace.pk,
        job_title="Заместитель директора",
        education="higher_management",
        years_in_education=12,
        years_in_management=6,
        category="highest",
    )


def finish_application(who: Visitor, ground: Ground) -> Application:
    """Take the steps after the first one and send the application."""
    on = ".act-bar [type=submit]"
    send(who, on)
    for code in REQUIRED:
        who.page.locator(f"#upload-{code}").set_input_files(paper(code))
        row = who.page.locator("form", has=who.page.locator(f"#upload-{code}"))
        with who.page.expect_navigation():
            row.locator("[type=submit]").click()
    expect(who.page.locator(".doc-row--ok")).to_have_count(len(REQUIRED))
    send(who, on)
    send(who, on, motivation="Готов отвечать за школу.", project="Школа полного дня.")
    send(who, on, agrees=True)
    expect(who.page.locator("main .alert-warning")).to_have_count(0)
    send(who, on)
    found = Application.objects.latest("submitted_at")
    assert found.status == Application.Status.SUBMITTED
    return found


def paper(code: str) -> FilePayload:
    """Return a small PDF for the document."""
    body = f"%PDF-1.4\n1 0 obj\n<< /Title ({code}) >>\nendobj\ntrailer\n"
    end = "<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    data = (body + end).encode()
    return {"name": f"{code}.pdf", "mimeType": "application/pdf", "buffer": data}


def nominate(head: Visitor, ground: Ground) -> None:
    """Propose somebody new, who gets an invitation by e-mail."""
    follow(head, "reserve:competitions")
    follow(head, "reserve:nominate", ground.called.pk)
    send(
        head,
        'form:has([name="email"]) [type=submit]',
        last_name=NOMINATED,
        first_name="Ольга",
        gender=Person.Gender.FEMALE,
        email="otkazova@example.com",
        unit=ground.workplace.pk,
        job_title="Заместитель директора",
        note="Ведёт воспитательную работу восемь лет.",
    )
    says(head, NOMINATED)


def agree(nominated: Visitor, ground: Ground) -> Application:
    """Open the invitation, set a password, sign in, and apply."""
    (letter,) = mail.outbox
    found = re.search(r"https?://\S+", str(letter.body))
    assert found
    nominated.page.goto(found.group())
    look(nominated)
    send(nominated, password1=PASSWORD, password2=PASSWORD)
    nominated.sign_in("otkazova@example.com", PASSWORD)
    look(nominated)
    pk = ground.called.pk
    follow(nominated, "reserve:apply", pk, to=f"/{pk}/apply/about/")
    says(nominated, "Ведёт воспитательную работу")
    tell_of_oneself(nominated, ground)
    return finish_application(nominated, ground)


def admit(ministry: Visitor, ground: Ground, *applications: Application) -> None:
    """Look through each application's papers and admit it."""
    follow(ministry, "reserve:competitions")
    follow(ministry, "reserve:competition", ground.called.pk)
    for application in applications:
        follow(ministry, "reserve:application", application.pk)
        follow(ministry, "reserve:application_admit", application.pk)
        for code in REQUIRED:
            ministry.page.locator(f'[name=ticked][value="{code}"]').check()
        send(ministry)
        application.refresh_from_db()
        assert application.status == Application.Status.ADMITTED
        follow(ministry, "reserve:competition", ground.called.pk)
    confirm(ministry, "reserve:competition_begin", ground.called.pk)


def add_experts(ministry: Visitor, ground: Ground) -> None:
    """Ask four experts, one of them from the candidates' municipality."""
    follow(ministry, "reserve:competition_experts", ground.called.pk)
    places = [ground.other_place] * 3 + [ground.place]
    for user, place in zip(ground.experts, places, strict=True):
        choose(ministry, "user", user.last_name)
        put(ministry, "unit", place.pk)
        ministry.press('form:has([name="user"]) [type=submit]')
    look(ministry)
    says(ministry, *(user.last_name for user in ground.experts))
    barred = ministry.page.locator("main .reasons li.no")
    expect(barred).to_have_count(1)
    expect(barred).to_contain_text("Г")
