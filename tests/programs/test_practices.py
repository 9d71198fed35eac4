"""Practices: who may do what, four eyes, two years, who took them over."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from monitoring import engine
from monitoring.models import Cycle, Submission
from portal.errors import Refused
from portal.models import Membership, Notification
from portal.services import attachments
from portal.years import years_later
from programs.models import Practice
from programs.reading import practices as reading
from programs.services import practice_notices, practices
from tests import factories, paper
from tests.programs import factories as rows

pytestmark = pytest.mark.django_db
Role = Membership.Role
Status = Practice.Status


@pytest.fixture
def region():
    return factories.region()


@pytest.fixture
def school(region):
    return factories.organization(factories.municipality(region))


@pytest.fixture
def head(school):
    return factories.user("head", Role.HEAD, school)


@pytest.fixture
def operator(region):
    return factories.user("operator", Role.OPERATOR, region)


@pytest.fixture
def waiting(school, head):
    return rows.practice(school, status=Status.SUBMITTED, created_by=head)


def test_a_practice_without_proof_is_not_reviewed(school, head):
    practice = rows.practice(school, created_by=head)

    with pytest.raises(Refused):
        practices.submit(practice.pk, by=head)


@pytest.mark.parametrize("proof", ["figures", "file"])
def test_figures_or_a_file_prove(school, head, operator, proof):
    practice = rows.practice(school, created_by=head)
    if proof == "figures":
        indicator = factories.indicator(factories.methodology(school))
        values = {"indicator": indicator, "value_before": 50, "value_after": 70}
        practices.change(practice.pk, values=values, by=head)
    else:
        paper_file = paper.upload("Протокол.pdf", paper.PDF)
        attachments.attach(paper_file, to=practice, by=head)

    practices.submit(practice.pk, by=head)

    practice.refresh_from_db()
    assert practice.status == Status.SUBMITTED
    assert Notification.objects.filter(user=operator).count() == 1


def test_publishing_gives_two_years(waiting, operator, head):
    practices.publish(waiting.pk, words="Цифры сверены.", by=operator)

    waiting.refresh_from_db()
    assert waiting.status == Status.PUBLISHED
    assert waiting.expires_on == years_later(timezone.localdate(), 2)
    assert Practice.objects.published(timezone.localdate()).get() == waiting
    assert Notification.objects.filter(user=head).count() == 1


def test_years_in_the_wrong_order_are_said_on_the_form(client, school, head):
    client.force_login(head)
    values = {
        "unit": school.pk,
        "title": "Педсовет",
        "problem": "Провалы",
        "actions": "Цифры",
        "contact": "Заместитель",
        "year_before": 2026,
        "year_after": 2025,
    }

    answer = client.post(reverse("programs:practice_add"), values)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not Practice.objects.exists()


def test_nobody_publishes_their_own(region, school, operator):
    own = rows.practice(school, status=Status.SUBMITTED, created_by=operator)

    with pytest.raises(Refused):
        practices.publish(own.pk, by=operator)


def test_a_head_does_not_review(waiting, school):
    other = factories.user("deputy", Role.HEAD, school)

    with pytest.raises(PermissionDenied):
        practices.publish(waiting.pk, by=other)


def test_a_returned_practice_is_changed_and_sent_again(waiting, operator, head):
    practices.give_back(waiting.pk, reason="Нужны цифры за два года.", by=operator)
    practices.change(waiting.pk, values={"title": "Новое имя"}, by=head)

    waiting.refresh_from_db()
    assert (waiting.status, waiting.title) == (Status.RETURNED, "Новое имя")
    with pytest.raises(Refused):
        practices.give_back(waiting.pk, reason=" ", by=operator)


def test_what_is_in_review_does_not_change(waiting, head):
    with pytest.raises(Refused):
        practices.change(waiting.pk, values={"title": "Иначе"}, by=head)


def test_unconfirmed_practices_leave_the_bank(client, waiting, operator, head):
    practices.publish(waiting.pk, by=operator)
    Practice.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))

    assert client.get(reverse("open_practice", args=[waiting.pk])).status_code == 404
    with pytest.raises(Refused):
        practices.adopt(
            waiting.pk, unit=waiting.unit, on=timezone.localdate(), by=operator
        )

    practices.confirm(waiting.pk, by=operator)

    assert client.get(reverse("open_practice", args=[waiting.pk])).status_code == 200


def test_reminders_come_once_before_the_end(waiting, operator, head):
    practices.publish(waiting.pk, by=operator)
    today = timezone.localdate()
    Practice.objects.update(expires_on=today + dt.timedelta(days=20))
    before = Notification.objects.count()

    assert practice_notices.remind(today) == 1
    assert practice_notices.remind(today) == 0

    assert Notification.objects.count() == before + 2  # the head and the operator


def test_a_practice_is_taken_over_once(region, waiting, operator):
    practices.publish(waiting.pk, by=operator)
    other = factories.organization(factories.municipality(region))
    user = factories.user("other", Role.HEAD, other)
    today = timezone.localdate()

    made = practices.adopt(waiting.pk, unit=other, on=today, by=user)
    with pytest.raises(Refused):
        practices.adopt(waiting.pk, unit=other, on=today, by=user)
    practices.tell(made.pk, note="Стало лучше", helped=True, by=user)

    made.refresh_from_db()
    assert made.helped is True
    assert reading.bank(today).get().adopted == 1


def test_nobody_takes_over_for_a_school_elsewhere(region, waiting, operator, head):
    practices.publish(waiting.pk, by=operator)
    other = factories.organization(factories.municipality(region))

    with pytest.raises(PermissionDenied):
        practices.adopt(waiting.pk, unit=other, on=timezone.localdate(), by=head)


def test_effect_is_sums_of_both_sides(region, school, head, operator):
    """Adopters: 6/10 → 9/10; the others: 11/20 → 12/20, by hand 55.0 → 60.0."""
    method = factories.methodology(region)
    indicator = factories.indicator(method)
    others = [factories.organization(school.parent) for _ in range(2)]
    was = factories.cycle(method, region, year=2025)
    now = factories.cycle(method, region, year=2026, previous=was)
    figures = {was: (6, 5, 6), now: (9, 5, 7)}
    for cycle, counts in figures.items():
        for unit, count in zip([school, *others], counts, strict=True):
            factories.value(cycle, unit, indicator, count, 10)
        Submission.objects.filter(cycle=cycle).update(
            status=Submission.Status.ACCEPTED, submitted_at="2026-11-02T00:00:00Z"
        )
        Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.COMPUTED)
        engine.compute(cycle.pk)
        Cycle.objects.filter(pk=cycle.pk).update(status=Cycle.Status.PUBLISHED)
    practice = rows.practice(school, indicator=indicator)
    after = now.closes_on + dt.timedelta(days=1)  # too late to have moved the figures
    rows.adoption(practice, others[0], adopted_on=after)

    found = reading.effect(practice)

    assert (found.adopters.organizations, found.others.organizations) == (1, 2)
    assert (found.adopters.before, found.adopters.after) == (Decimal(60), Decimal(90))
    assert (found.others.before, found.others.after) == (Decimal(55), Decimal(60))
    assert (found.is_small, found.later) == (True, 1)
    practice.adoptions.update(adopted_on=now.closes_on)
    found = reading.effect(practice)
    assert (found.adopters.organizations, found.later) == (2, 0)


def test_less_is_better_counts_as_growth_in_the_order(region, school, operator):
    method = factories.methodology(region)
    ups = factories.indicator(method)
    downs = factories.indicator(method, higher_is_better=False)
    figures = {"year_before": 2025, "year_after": 2026, "status": Status.PUBLISHED}
    moved = {"up": (ups, 50, 60), "less": (downs, 40, 10), "more": (downs, 10, 40)}
    for title, (indicator, before, after) in moved.items():
        rows.practice(
            school,
            title=title,
            indicator=indicator,
            value_before=before,
            value_after=after,
            published_on=timezone.localdate(),
            confirmed_on=timezone.localdate(),
            expires_on=years_later(timezone.localdate(), 2),
            **figures,
        )

    found = reading.of_user(operator)

    assert [row.title for row in found] == ["less", "up", "more"]


def test_the_public_page_names_no_adopter_and_few_have_no_figures(
    client, region, waiting, operator
):
    practices.publish(waiting.pk, by=operator)
    other = factories.organization(
        factories.municipality(region), short_name="Тайная школа"
    )
    rows.adoption(waiting, other)

    page = client.get(reverse("open_practice", args=[waiting.pk])).content.decode()

    assert "Тайная школа" not in page
    assert waiting.contact in page


def test_a_head_need_not_choose_the_only_school(client, school, head):
    client.force_login(head)

    page = client.get(reverse("programs:practice_add"))

    assert page.context["form"]["unit"].value() == school.pk
