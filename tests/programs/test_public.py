"""Programs for anybody: never a draft, never a name."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Unit, User
from programs.models import Clause, Participation, Program
from tests import factories as base
from tests.programs import factories


@pytest.fixture
def program(region: Unit, ministry: User) -> Program:
    """A program in force with one event."""
    found = factories.program(
        region, published_by=ministry, goal="Управлять лучше", code="open"
    )
    Clause.objects.create(program=found, kind="task", number="1", text="Научить")
    factories.event(found, section=factories.section(found), name="Семинар")
    return found


def page(client: Client, name: str, *args: object, **query: str) -> str:
    """What anybody reads."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("november")
def test_the_list_says_how_far_programs_are(
    client: Client, program: Program, officer: User
) -> None:
    event = program.events.get()
    factories.occurrence(
        event,
        status="held",
        held_on=dt.date(2026, 11, 5),
        held_by=officer,
        result="Провели",
    )

    answer = client.get(reverse("open_programs"))

    (row,) = answer.context["rows"]
    assert (row.counts.held, row.counts.total) == (1, 1)
    assert reverse("open_program", args=[program.pk]) in answer.content.decode()


def test_drafts_do_not_exist_for_the_public(client: Client, region: Unit) -> None:
    draft = factories.program(region)

    assert draft.short_name not in page(client, "open_programs")
    for name in ("open_program", "open_roadmap"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404


def test_the_passport_shows_goal_tasks_and_editions(
    client: Client, program: Program, ministry: User
) -> None:
    Program.objects.filter(pk=program.pk).update(status="replaced")
    later = factories.program(
        program.unit, published_by=ministry, code="open", edition=2, previous=program
    )

    old = page(client, "open_program", program.pk)

    assert "Управлять лучше" in old
    assert "Научить" in old
    assert reverse("open_program", args=[later.pk]) in old
    assert program.pk not in {
        row.program.pk for row in client.get(reverse("open_programs")).context["rows"]
    }


def test_the_roadmap_shows_states_and_counts_but_no_names(
    client: Client, program: Program, officer: User
) -> None:
    person = base.person(last_name="Тайнова")
    occurrence = factories.occurrence(
        program.events.get(),
        status="held",
        held_on=dt.date(2026, 11, 5),
        held_by=officer,
        result="Участвовала Тайнова",
    )
    Participation.objects.create(
        occurrence=occurrence,
        person=person,
        unit=program.unit,
        state=Participation.State.ATTENDED,
        source=Participation.Source.HAND,
    )

    shown = page(client, "open_roadmap", program.pk)

    assert "Семинар" in shown
    assert "Тайнова" not in shown
    assert "Тайнова" not in page(client, "open_program", program.pk)


def test_words_narrow_the_list(client: Client, program: Program) -> None:
    assert program.short_name in page(client, "open_programs", words="практика")
    assert program.short_name not in page(client, "open_programs", words="космос")


def test_the_list_takes_the_same_number_of_queries(
    client: Client, program: Program, ministry: User
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("open_programs"))
        return len(queries)

    few = count()
    for _number in range(5):
        other = factories.program(program.unit, published_by=ministry)
        factories.occurrence(factories.event(other))

    assert count() == few


def test_the_front_page_leads_to_programs(client: Client, region: Unit) -> None:
    assert reverse("open_programs") in page(client, "home")
