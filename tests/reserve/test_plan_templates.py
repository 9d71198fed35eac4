"""Templates of plans: changed on a page, by whom, and what plans begin with."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.errors import Refused
from portal.models import JournalEntry, Unit, User
from reserve.models import PlanTemplate
from reserve.services import plan_templates, plans
from reserve.services.plan_templates import Line
from tests import factories as portal_rows
from tests.meanwhile import meanwhile
from tests.reserve import factories, growth

LINE = {"kind": "project", "name": "Проект", "hours": "40", "month": "1"}


@pytest.fixture
def template(region: Unit) -> PlanTemplate:
    """A template with one activity."""
    return growth.template(region, factories.readiness(region))


def client_of(user: User) -> Client:
    """A client signed in as the user."""
    client = Client()
    client.force_login(user)
    return client


def names(template: PlanTemplate) -> list[str]:
    """The activities in their order."""
    return [item.name for item in template.items.all()]


def test_a_template_is_made_and_filled_on_pages(region: Unit, operator: User) -> None:
    readiness = factories.readiness(region)
    client = client_of(operator)

    client.post(
        reverse("reserve:plan_template_add"),
        {"name": "Новый шаблон", "readiness": readiness.pk},
    )
    made = PlanTemplate.objects.get()
    client.post(reverse("reserve:template_item_add", args=[made.pk]), LINE)
    page = client.get(reverse("reserve:plan_templates")).content.decode()

    assert (made.owner, made.readiness) == (region, readiness)
    assert names(made) == ["Проект"]
    assert "Новый шаблон" in page
    assert "Проект" in page
    steps = JournalEntry.objects.filter(subject_id=made.pk).order_by("pk")
    assert [entry.action for entry in steps] == [
        "reserve_plan_template_added",
        "reserve_plan_template_changed",
    ]


def test_a_template_and_its_activity_are_changed_and_removed(
    template: PlanTemplate, ministry: User
) -> None:
    client = client_of(ministry)
    item = template.items.get()
    year = factories.readiness(template.owner, "year", name="Готов через год")

    client.post(
        reverse("reserve:plan_template_edit", args=[template.pk]),
        {"name": "Другое имя", "readiness": year.pk},
    )
    client.post(reverse("reserve:template_item", args=[item.pk]), LINE)
    template.refresh_from_db()
    item.refresh_from_db()
    assert (template.name, template.readiness) == ("Другое имя", year)
    assert (item.kind, item.hours, item.month) == ("project", 40, 1)

    client.post(reverse("reserve:template_item_remove", args=[item.pk]))
    assert names(template) == []
    client.post(reverse("reserve:plan_template_remove", args=[template.pk]))
    assert not PlanTemplate.objects.exists()
    assert JournalEntry.objects.filter(
        action="reserve_plan_template_removed", subject_id=template.pk
    ).exists()


def test_activities_stand_in_the_order_of_their_months(
    template: PlanTemplate, ministry: User
) -> None:
    for name, month in (("Поздно", 9), ("Рано", 1), ("Вместе с курсом", 2)):
        line = Line(kind="course", name=name, hours=8, month=month)
        plan_templates.add_item(template.pk, line=line, by=ministry)

    assert names(template) == ["Рано", "Курс", "Вместе с курсом", "Поздно"]


def test_a_plan_begins_with_the_template_as_it_was_changed(
    template: PlanTemplate, school: Unit, ministry: User
) -> None:
    member = factories.member(school)
    line = Line(kind="contest", name="Конкурс", hours=10, month=4)
    plan_templates.add_item(template.pk, line=line, by=ministry)

    plan = plans.begin(
        member.pk, by=ministry, starts_on=dt.date(2026, 11, 20), template=template
    )
    plan_templates.remove(template.pk, by=ministry)

    found = [(row.name, row.hours, row.starts_on) for row in plan.items.all()]
    assert found == [
        ("Курс", 36, dt.date(2026, 12, 20)),
        ("Конкурс", 10, dt.date(2027, 2, 20)),
    ]


def test_a_municipality_reads_and_does_not_change(
    template: PlanTemplate, officer: User
) -> None:
    client = client_of(officer)

    page = client.get(reverse("reserve:plan_templates"))

    assert template.name in page.content.decode()
    assert reverse("reserve:plan_template_add") not in page.content.decode()
    line = Line(kind="course", name="Чужое", hours=8, month=1)
    with pytest.raises(PermissionDenied):
        plan_templates.add_item(template.pk, line=line, by=officer)
    with pytest.raises(PermissionDenied):
        plan_templates.remove(template.pk, by=officer)


def test_a_region_does_not_see_the_templates_of_another(
    template: PlanTemplate, outsider: User
) -> None:
    client = client_of(outsider)

    url = reverse("reserve:plan_template_edit", args=[template.pk])

    assert client.get(url).status_code == 404
    body = client.get(reverse("reserve:plan_templates")).content.decode()
    assert template.name not in body


def test_names_are_one_of_a_kind_and_readiness_is_the_regions_own(
    template: PlanTemplate, region: Unit, ministry: User
) -> None:
    readiness = factories.readiness(region)
    with pytest.raises(Refused):
        plan_templates.add(
            region, name=f" {template.name} ", readiness=readiness, by=ministry
        )
    elsewhere = factories.readiness(portal_rows.region())
    with pytest.raises(Refused):
        plan_templates.add(region, name="Иное", readiness=elsewhere, by=ministry)


@pytest.mark.parametrize(
    ("field", "value"), [("hours", "0"), ("month", "13"), ("month", "0"), ("name", "")]
)
def test_an_activity_has_hours_and_a_month_of_the_year(
    template: PlanTemplate, ministry: User, field: str, value: str
) -> None:
    url = reverse("reserve:template_item_add", args=[template.pk])

    page = client_of(ministry).post(url, {**LINE, field: value})

    assert field in page.context["form"].errors
    assert names(template) == ["Курс"]


def test_more_templates_take_no_more_queries(
    template: PlanTemplate, region: Unit, ministry: User
) -> None:
    client = client_of(ministry)
    url = reverse("reserve:plan_templates")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _ in range(5):
        growth.template(region, template.readiness)

    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)


# Two people at once


def test_two_change_an_activity(
    template: PlanTemplate, ministry: User, operator: User
) -> None:
    row = template.items.get()
    page = reverse("reserve:template_item", args=[row.pk])
    first, second = client_of(ministry), client_of(operator)
    form = first.get(page).context["form"]
    seen = {name: form[name].value() for name in form.fields}
    second.post(page, seen | {"name": "Иначе"})

    refused = first.post(page, seen | {"hours": "40"})

    row.refresh_from_db()
    assert "Иначе" in str(refused.context["form"].errors["name"])
    assert row.name == "Иначе"


@pytest.mark.django_db(transaction=True)
def test_two_templates_of_one_name_at_once(region: Unit, ministry: User) -> None:
    readiness = factories.readiness(region)

    def add() -> PlanTemplate:
        return plan_templates.add(region, name="Год", readiness=readiness, by=ministry)

    def add_twice() -> None:
        with meanwhile(add) as pause:
            add()
            pause()

    with pytest.raises(Refused):
        add_twice()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["remove", "remove_item"])
def test_two_clicks_take_away_once(
    template: PlanTemplate, ministry: User, step: str
) -> None:
    pk = template.items.get().pk if step == "remove_item" else template.pk

    def act() -> None:
        getattr(plan_templates, step)(pk, by=ministry)

    def twice() -> None:
        with meanwhile(act) as pause:
            PlanTemplate.objects.select_for_update().get(pk=template.pk)
            pause()
            act()

    with pytest.raises(Refused):
        twice()
