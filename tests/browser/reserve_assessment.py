"""From the experts' sheets to the signed protocol and the letters."""

from __future__ import annotations

import re

from django.utils import timezone
from playwright.sync_api import expect

from portal import figures
from reserve.models import Application, CandidateLetter, Competition, Member, Sheet
from tests.browser.conftest import Enter
from tests.browser.reserve_competition import NOMINATED
from tests.browser.reserve_ground import Ground
from tests.browser.visitor import Visitor
from tests.browser.walking import (
    confirm,
    docx_text,
    downloaded,
    fill,
    follow,
    look,
    on_phone,
    pdf_text,
    put,
    says,
    send,
    squeezed,
)

# points by the six criteria: the third expert is far from the first application,
# and all three find its last criterion weak
MARKS = {1: [(5, 5, 5, 5, 4, 1), (5, 5, 5, 5, 4, 2), (2, 2, 2, 3, 4, 1)]}
OTHERS = (3, 2, 3, 2, 3, 2)
AGREED = (5, 5, 5, 4, 4, 1)
BY_HAND = {"test": (80, 62), "interview": (18, 12)}
# test 80 of 100, defense (25 + 26 + 24) / 3 of 30, interview 18 of 20
TOTAL = "84,33"
ADVICE = "Показать, на чьи деньги откроется группа."


def give_sheets(ministry: Visitor, ground: Ground) -> None:
    """Give the sheets by rule; the one with a conflict gets none, even by hand."""
    follow(ministry, "reserve:competition_sheets", ground.called.pk)
    ministry.press('form[action$="/sheets/give/"] [type=submit]')
    look(ministry)
    sheets = Sheet.objects.filter(stage__kind="defense")
    assert sheets.count() == 6
    barred = ground.called.experts.get(user=ground.experts[3])
    assert not sheets.filter(expert=barred).exists()
    fill(ministry, application=sheets[0].application_id, expert=barred.pk)
    ministry.press('form:has([name="expert"]) [type=submit]')
    refusal = ministry.page.locator("main .alert", has_text="№ 1")
    expect(refusal).to_contain_text(f" {barred.label} ")
    assert sheets.count() == 6


def judge(enter: Enter, ground: Ground) -> list[Visitor]:
    """Three experts hand in their sheets on phones and see no name."""
    visitors = []
    for number, user in enumerate(ground.experts[:3]):
        expert = on_phone(enter(user.username))
        expert.visit("home")
        follow(expert, "reserve:sheets")
        for sheet in Sheet.objects.of_expert(user).order_by("application__number"):
            follow(expert, "reserve:sheet", sheet.pk)
            main = expert.page.locator("main")
            expect(main).not_to_contain_text(sheet.application.person.last_name)
            expect(main).not_to_contain_text(ground.workplace.short_name)
            rows = MARKS.get(sheet.application.number, [OTHERS] * 3)
            hand_in(expert, rows[number])
        visitors.append(expert)
    return visitors


def hand_in(expert: Visitor, points: tuple[int, ...]) -> None:
    """Choose the points by the criteria, write the texts, hand in."""
    sets = expert.page.locator("fieldset.score-set")
    expect(sets).to_have_count(len(points))
    for row, value in enumerate(points):
        sets.nth(row).locator(f'label:has([value="{value}"])').click()
    expect(expert.page.locator("#sheet-sum")).to_have_text(str(sum(points)))
    send(
        expert,
        "[name=hand_in]",
        strengths="Знает, чего хочет школа.",
        advice=ADVICE,
    )


def enter_points(ministry: Visitor, ground: Ground) -> None:
    """Write the points of the test and of the interview."""
    pk = ground.called.pk
    follow(ministry, "reserve:competition", pk)
    follow(ministry, "reserve:competition_points", pk)
    for kind, values in BY_HAND.items():
        stage = ground.called.stages.get(kind=kind)
        ministry.page.locator(f'main .tabs a[href="?stage={stage.pk}"]').click()
        ministry.page.wait_for_url(re.compile(f"stage={stage.pk}"))
        for number, points in enumerate(values, 1):
            put(ministry, f"points-{number}", points)
        send(ministry, "form:has([name=pasted]) [type=submit]")


def discuss(ministry: Visitor, experts: list[Visitor], ground: Ground) -> None:
    """Send the sheets that differ back; the third expert comes nearer."""
    pk = ground.called.pk
    first = ground.called.applications.get(number=1)
    defense = ground.called.stages.get(kind="defense")
    follow(ministry, "reserve:competition", pk)
    confirm(ministry, "reserve:sheets_discuss", first.pk, defense.pk)
    for number, expert in enumerate(experts):
        sheet = Sheet.objects.get(
            expert__user=ground.experts[number], application=first
        )
        assert sheet.status == Sheet.Status.DISCUSSION
        expert.page.reload()
        follow(expert, "reserve:sheet", sheet.pk)
        says(expert, "14, 25, 26")
        hand_in(expert, AGREED if number == 2 else MARKS[1][number])


def see_the_ranking(ministry: Visitor, ground: Ground) -> None:
    """The ranking shows the total and every number it comes from."""
    pk = ground.called.pk
    ministry.page.reload()
    follow(ministry, "reserve:ranking", pk)
    says(ministry, TOTAL)
    why = ministry.page.locator("#why")
    for number in ("25, 26, 24", "83,33", TOTAL):
        expect(why).to_contain_text(number)
    expect(ministry.page.locator("main")).not_to_contain_text(NOMINATED)


def sign(ministry: Visitor, ground: Ground) -> None:
    """Write the protocol with a decision on everybody, and sign it."""
    pk = ground.called.pk
    follow(ministry, "reserve:competition", pk)
    follow(ministry, "reserve:protocol", pk)
    send(
        ministry,
        "form:has([name=chair]) [type=submit]",
        number="4-к",
        held_on=timezone.localdate().isoformat(),
        chair="А. П. Лесная",
        secretary="Т. В. Тихая",
        attendees="И. С. Веснина, ректор института",
    )
    second = ground.called.applications.get(number=2)
    put(ministry, f"d{second.pk}-reason", "Не хватило одного места.")
    send(ministry, "button[form=decisions]")
    confirm(ministry, "reserve:protocol_sign", pk)
    ground.called.refresh_from_db()
    assert ground.called.status == Competition.Status.DECIDED


def read_the_protocol(ministry: Visitor, ground: Ground) -> None:
    """Both files say who is taken and why the other is not."""
    for text in (
        docx_text(downloaded(ministry, "reserve:protocol_docx", ground.called.pk)),
        pdf_text(downloaded(ministry, "reserve:protocol_pdf", ground.called.pk)),
    ):
        for words in (
            "4-к",
            figures.day(timezone.localdate()),
            ground.candidate.last_name,
            NOMINATED,
            TOTAL,
            "Не хватило одного места.",
            "Лесная",
            "Веснина",
        ):
            assert squeezed(words) in text, words


def read_the_letter(refused: Visitor, application: Application) -> None:
    """The refused one finds the letter with advice, and says that it is read."""
    letter = CandidateLetter.objects.get(application=application)
    follow(refused, "reserve:mine")
    follow(refused, "reserve:candidate_letter", letter.pk)
    says(refused, "Не хватило одного места.", ADVICE)
    refused.press('form[action$="/read/"] [type=submit]')
    look(refused)
    letter.refresh_from_db()
    assert letter.read_at


def member_of(ground: Ground) -> Member:
    """Return the member whom the protocol has made."""
    found = Member.objects.get()
    assert found.person == ground.candidate
    assert found.application
    return found
