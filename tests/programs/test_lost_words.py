"""Two people write the same meeting, practice or draft: nobody's words are lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from portal.errors import Refused
from portal.models import Unit, User
from programs.models import Evaluation, Meeting, Practice, TargetValue
from programs.services import (
    decisions,
    draft_events,
    draft_parts,
    drafts,
    findings,
    meetings,
)
from tests.meanwhile import meanwhile
from tests.programs import factories

Post = Callable[..., object]


@pytest.fixture(autouse=True)
def _no_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What checks find is tested apart."""
    monkeypatch.setattr(findings, "check", lambda _program: None)


@pytest.fixture
def meeting(region: Unit) -> Meeting:
    """A held meeting with two questions, of which nothing is written yet."""
    made = factories.meeting(region, status=Meeting.Status.HELD)
    for position, topic in enumerate(("Итоги", "Планы"), 1):
        made.agenda.create(topic=topic, position=position)
    return made


def client_of(user: User) -> Client:
    """A client signed in."""
    client = Client()
    client.force_login(user)
    return client


def form_of(client: Client, page: str) -> dict[str, object]:
    """What the form of the page would send as it is."""
    form = client.get(page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None}


def race(
    page: str, first: User, second: User, theirs: dict[str, object], mine: dict
) -> object:
    """Both open the page; the second saves, then the first; return the answer."""
    one, other = client_of(first), client_of(second)
    seen, shown = form_of(one, page), form_of(other, page)
    assert other.post(page, shown | theirs).status_code == 302
    return one.post(page, seen | mine)


# Meetings


def test_two_write_down_what_was_heard(
    meeting: Meeting, ministry: User, operator: User
) -> None:
    page = reverse("programs:meeting_hold", args=[meeting.pk])
    first, second = (
        f"heard_{pk}" for pk in meeting.agenda.values_list("pk", flat=True)
    )
    here = {"attendees": "Директор"}

    answer = race(
        page,
        ministry,
        operator,
        here | {first: "Справка принята"},
        here | {second: "План утверждён"},
    )

    assert set(answer.context["form"].errors) == {first}
    assert meeting.agenda.first().heard == "Справка принята"


def test_a_question_added_meanwhile_keeps_what_was_heard_on_it(
    meeting: Meeting, ministry: User
) -> None:
    client = client_of(ministry)
    page = reverse("programs:meeting_hold", args=[meeting.pk])
    shown = form_of(client, page) | {"attendees": "Директор"}
    added = meeting.agenda.create(topic="Разное", position=3, heard="Принято")

    client.post(page, shown)

    added.refresh_from_db()
    assert added.heard == "Принято"


def test_two_change_a_meeting(meeting: Meeting, ministry: User, operator: User) -> None:
    page = reverse("programs:meeting_edit", args=[meeting.pk])

    answer = race(page, ministry, operator, {"place": "Зал"}, {"chair": "Министр"})

    meeting.refresh_from_db()
    assert set(answer.context["form"].errors) == {"place"}
    assert meeting.place == "Зал"


def test_two_change_a_question(
    meeting: Meeting, ministry: User, operator: User
) -> None:
    row = meeting.agenda.first()
    page = reverse("programs:agenda_item", args=[row.pk])

    answer = race(page, ministry, operator, {"topic": "Иначе"}, {"speaker": "Ректор"})

    row.refresh_from_db()
    assert "Иначе" in str(answer.context["form"].errors["topic"])
    assert (row.topic, row.speaker) == ("Иначе", "")


def test_two_change_a_decision(
    meeting: Meeting, region: Unit, ministry: User, operator: User
) -> None:
    row = factories.decision(meeting, region)
    page = reverse("programs:decision", args=[row.pk])

    answer = race(page, ministry, operator, {"text": "Иначе"}, {"owner": "Ректор"})

    row.refresh_from_db()
    assert "text" in answer.context["form"].errors
    assert row.text == "Иначе"


def test_decisions_keep_the_program_whose_bodies_they_name(
    region: Unit, ministry: User
) -> None:
    """Bodies of another program have the same keys, and are others."""
    programs = [factories.program(region, published_by=ministry) for _ in range(2)]
    made = factories.meeting(region, status=Meeting.Status.HELD, program=programs[0])
    row = factories.decision(made, region, body=factories.body(programs[0]))

    with pytest.raises(Refused):
        meetings.change(made.pk, values={"program": programs[1]}, by=ministry)
    decisions.change(row.pk, values={"body": None}, by=ministry)
    meetings.change(made.pk, values={"program": programs[1]}, by=ministry)

    made.refresh_from_db()
    assert made.program == programs[1]


# Practices


def test_two_write_a_practice(school: Unit, head: User, operator: User) -> None:
    row = factories.practice(school, created_by=head)
    page = reverse("programs:practice_edit", args=[row.pk])

    answer = race(page, head, operator, {"proof": "Протоколы"}, {"title": "Иначе"})

    row.refresh_from_db()
    assert set(answer.context["form"].errors) == {"proof"}
    assert (row.title, row.proof) == (Practice.objects.get().title, "Протоколы")


# Documents


def test_two_name_a_body_otherwise(
    region: Unit, ministry: User, operator: User
) -> None:
    body = factories.body(factories.program(region))
    page = reverse("programs:body_edit", args=[body.pk])

    answer = race(page, ministry, operator, {"words": "Институт"}, {"office": "Ректор"})

    body.refresh_from_db()
    assert set(answer.context["form"].errors) == {"words"}
    assert body.aliases == ["Институт"]


def test_two_correct_a_deadline(region: Unit, ministry: User, operator: User) -> None:
    row = factories.event(factories.program(region))
    page = reverse("programs:event_correct", args=[row.pk])

    answer = race(
        page, ministry, operator, {"words": "май 2026"}, {"words": "июнь 2026"}
    )

    row.refresh_from_db()
    assert "май 2026" in str(answer.context["form"].errors["words"])
    assert row.schedule_corrected == "май 2026"


def test_the_same_row_sent_twice_is_saved_once(region: Unit, ministry: User) -> None:
    """Whoever presses the button twice is not told of another person."""
    body = factories.body(factories.program(region))
    client, page = client_of(ministry), reverse("programs:body_edit", args=[body.pk])
    typed = form_of(client, page) | {"office": "Ректор"}

    answers = [client.post(page, typed).status_code for _ in range(2)]

    assert answers == [302, 302]


def test_two_hand_an_event_over(region: Unit, ministry: User, operator: User) -> None:
    program = factories.program(region, published_by=ministry)
    row = factories.event(program)
    others = [factories.body(program, key, name=key) for key in ("school", "ministry")]
    page = reverse("programs:event_responsible", args=[row.pk])
    theirs, mine = ({"bodies": [body.pk], "reason": "Передано"} for body in others)

    answer = race(page, ministry, operator, theirs, mine)

    assert "school" in str(answer.context["form"].errors["bodies"])
    assert [str(one) for one in row.bodies.in_charge()] == ["school"]


def test_two_conclude_a_year(region: Unit, ministry: User, operator: User) -> None:
    """The first of them begins the evaluation while the other writes it too."""
    program = factories.program(region, published_by=ministry)
    page = reverse("programs:evaluation_edit", args=[program.pk]) + "?year=2026"

    theirs, mine = {"conclusion": "Достигнуто"}, {"proposals": "Продолжать"}
    answer = race(page, ministry, operator, theirs, mine)

    assert set(answer.context["form"].errors) == {"conclusion"}
    assert Evaluation.objects.get().conclusion == "Достигнуто"


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_who_saves_while_another_is_saving_sees_their_words(
    region: Unit, ministry: User, operator: User
) -> None:
    row = factories.event(factories.program(region), name="Семинар")
    client, page = client_of(operator), reverse("programs:event_edit", args=[row.pk])
    typed = form_of(client, page) | {"notes": "Мои слова"}
    answers = []

    with meanwhile(lambda: answers.append(client.post(page, typed))) as pause:
        drafts.opened(row.program_id, ministry)
        pause()
        type(row).objects.filter(pk=row.pk).update(name="Вебинар")

    row.refresh_from_db()
    assert "Вебинар" in str(answers[0].context["form"].errors["name"])
    assert row.name == "Вебинар"


@pytest.mark.django_db(transaction=True)
def test_correcting_a_deadline_leaves_what_is_written_meanwhile(
    region: Unit, ministry: User, operator: User
) -> None:
    row = factories.event(factories.program(region))

    with meanwhile(
        lambda: drafts.correct_deadline(row.pk, "май 2026", by=operator)
    ) as pause:
        drafts.opened(row.program_id, ministry)
        pause()
        type(row).objects.filter(pk=row.pk).update(awaits_document="Приказ")

    row.refresh_from_db()
    assert (row.schedule_corrected, row.awaits_document) == ("май 2026", "Приказ")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [draft_events.to_plan, draft_events.remove])
def test_a_row_taken_out_meanwhile_is_said_to_be_gone(
    region: Unit, ministry: User, operator: User, step: Post
) -> None:
    row = factories.event(factories.program(region), form="recommendation")

    def remove_first() -> None:
        with meanwhile(lambda: step(row.pk, by=operator)) as pause:
            drafts.opened(row.program_id, ministry)
            pause()
            draft_events.remove(row.pk, by=ministry)

    with pytest.raises(Refused):
        remove_first()


@pytest.mark.django_db(transaction=True)
def test_a_draft_thrown_away_by_two_clicks(region: Unit, ministry: User) -> None:
    program = factories.program(region)

    def drop_first() -> None:
        with meanwhile(lambda: drafts.drop(program.pk, by=ministry)) as pause:
            drafts.opened(program.pk, ministry)
            pause()
            drafts.drop(program.pk, by=ministry)

    with pytest.raises(Refused):
        drop_first()


@pytest.mark.django_db(transaction=True)
def test_a_decision_taken_out_by_two_clicks(
    meeting: Meeting, region: Unit, ministry: User
) -> None:
    row = factories.decision(meeting, region)

    def remove_first() -> None:
        with meanwhile(lambda: decisions.remove(row.pk, by=ministry)) as pause:
            meetings.opened(meeting.pk, ministry)
            pause()
            decisions.remove(row.pk, by=ministry)

    with pytest.raises(Refused):
        remove_first()


@pytest.mark.django_db(transaction=True)
def test_one_target_of_a_year_is_in_force_after_a_choice_and_a_removal(
    region: Unit, ministry: User, operator: User
) -> None:
    row = factories.indicator(factories.program(region), goal=None)
    made = [
        TargetValue.objects.create(
            indicator=row, year=2026, value=10, variant=name, is_chosen=name == "а"
        )
        for name in "абв"
    ]

    with meanwhile(lambda: draft_parts.remove_value(made[0].pk, by=operator)) as pause:
        drafts.opened(row.program_id, ministry)
        pause()
        draft_parts.choose_value(made[2].pk, reason="По паспорту", by=ministry)

    chosen = TargetValue.objects.filter(indicator=row, is_chosen=True)
    assert [value.variant for value in chosen] == ["в"]
