"""Competitions: defaults, what may be announced, the draft's page, the announcement."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.errors import Refused
from portal.models import JournalEntry, Notification, Unit, User
from reserve.models import Competition, Level, Stage
from reserve.services import competition_content, competitions, dictionaries
from tests.reserve import factories

Status = Competition.Status


def drafted(unit: Unit, by: User, **fields: object) -> Competition:
    """A new draft that could be announced."""
    today = timezone.localdate()
    return competitions.add(
        Competition(
            unit=unit,
            **{
                "name": "Конкурс",
                "opens_on": today,
                "closes_on": today + dt.timedelta(days=20),
                "decides_on": today + dt.timedelta(days=50),
                "announcement": "Приглашаем.",
                **fields,
            },
        ),
        by=by,
    )


def posted(client: Client, competition: Competition, **changes: str) -> dict[str, str]:
    """What the browser would send from the draft's page, with changes."""
    url = reverse("reserve:competition_edit", args=[competition.pk])
    forms = client.get(url).context["forms"]
    parts = [forms.main, forms.ties, forms.requirements]
    sets = [forms.stages, forms.documents, *forms.criteria]
    for formset in sets:
        parts += [formset.management_form, *formset]
    data: dict[str, str] = {}
    for part in parts:
        for field in part:
            value = field.value()
            if value is not None and value is not False and value != "":
                data[field.html_name] = "on" if value is True else value
    return {**data, **changes}


def test_a_draft_starts_with_what_is_usual(region: Unit, ministry: User) -> None:
    made = drafted(region, ministry)

    stages = list(made.stages.all())
    assert [stage.kind for stage in stages] == Stage.Kind.values
    assert sum(stage.weight for stage in stages) == 1
    assert made.level == Level.REGIONAL
    assert made.tie_stages == ["defense", "interview", "test"]
    assert made.stages.get(kind="defense").maximum == Decimal(30)
    assert made.requirements.count() == 5
    assert made.documents.filter(is_required=True).count() == 3
    assert competition_content.faults(made) == []


def test_a_municipality_holds_its_own(officer: User, municipality: Unit) -> None:
    made = drafted(municipality, officer)

    assert made.level == Level.MUNICIPAL
    competitions.announce(made.pk, by=officer)


def test_nobody_holds_one_elsewhere_and_no_school_does(
    region: Unit, school: Unit, officer: User, head: User, ministry: User
) -> None:
    for user, unit in ((officer, region), (head, school)):
        with pytest.raises(PermissionDenied):
            drafted(unit, user)
    with pytest.raises(Refused):
        drafted(school, ministry)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made.stages.filter(kind="test").update(weight=Decimal("0.5")),
        lambda made: made.stages.get(kind="defense").criteria.all().delete(),
        lambda made: made.stages.filter(kind__in=Stage.EXPERT).delete(),
        lambda made: made.stages.filter(kind="test").update(pass_mark=101),
        lambda made: made.stages.filter(kind="test").update(
            starts_on=dt.date(2020, 1, 1)
        ),
        lambda made: Competition.objects.filter(pk=made.pk).update(announcement=" "),
        lambda made: Competition.objects.filter(pk=made.pk).update(
            opens_on=dt.date(2020, 1, 1), closes_on=dt.date(2020, 2, 1)
        ),
    ],
    ids=["weights", "criteria", "experts", "mark", "days", "text", "past"],
)
def test_what_is_wrong_keeps_it_from_being_announced(
    region: Unit, ministry: User, spoil: object
) -> None:
    made = drafted(region, ministry)
    spoil(made)  # type: ignore[operator]

    with pytest.raises(Refused):
        competitions.announce(made.pk, by=ministry)

    assert Competition.objects.get(pk=made.pk).status == Status.DRAFT


def test_announcing_takes_the_text_in_force_and_tells_who_may_nominate(
    region: Unit, ministry: User, officer: User, head: User, operator: User
) -> None:
    made = drafted(region, ministry)
    text = dictionaries.renew_text(
        region,
        "processing",
        text="Вторая версия",
        valid_from=timezone.localdate(),
        by=ministry,
    )

    competitions.announce(made.pk, by=ministry)

    made.refresh_from_db()
    assert (made.status, made.consent_text) == (Status.ANNOUNCED, text)
    told = {row.user for row in Notification.objects.filter(key__contains=made.pk)}
    assert told == {officer, head}


def test_an_announced_competition_no_longer_changes(
    region: Unit, ministry: User
) -> None:
    made = factories.competition(region, ministry)

    with pytest.raises(Refused):
        competitions.change(made.pk, save=pytest.fail, by=ministry)
    with pytest.raises(Refused):
        competitions.add_stage(made.pk, "commission", by=ministry)


def test_assessment_needs_an_application(region: Unit, ministry: User) -> None:
    made = factories.competition(region, ministry)

    with pytest.raises(Refused):
        competitions.begin(made.pk, by=ministry)


def test_cancelling_needs_a_reason_and_tells_the_applicants(
    region: Unit, school: Unit, ministry: User
) -> None:
    made = factories.competition(region, ministry)
    candidate = factories.candidate_user()
    factories.application(made, school, candidate.person)

    with pytest.raises(Refused):
        competitions.cancel(made.pk, reason=" ", by=ministry)
    competitions.cancel(made.pk, reason="Нет бюджета", by=ministry)

    (notice,) = Notification.objects.filter(user=candidate)
    assert "Нет бюджета" in notice.text
    entry = JournalEntry.objects.get(action="competition_cancelled")
    assert entry.reason == "Нет бюджета"


def test_the_whole_way_of_a_draft_by_its_pages(
    client: Client, region: Unit, ministry: User
) -> None:
    client.force_login(ministry)
    today = timezone.localdate()
    client.post(
        reverse("reserve:competition_add"),
        {
            "unit": region.pk,
            "name": "Конкурс школ",
            "post": "head",
            "opens_on": today,
            "closes_on": today + dt.timedelta(days=9),
            "decides_on": today + dt.timedelta(days=30),
            "places": 5,
            "term_years": 3,
            "announcement": "Приглашаем.",
            "experts_per_application": 3,
            "outlier_gap": 6,
        },
    )
    made = Competition.objects.get(name="Конкурс школ")
    url = reverse("reserve:competition_edit", args=[made.pk])
    test, defense = (made.stages.get(kind=kind) for kind in ("test", "defense"))

    answer = client.post(
        url,
        posted(
            client,
            made,
            **{
                "places": "7",
                "criteria-defense-6-name": "Бюджет",
                "criteria-defense-6-weight": "2",
                "criteria-defense-6-minimum": "0",
                "criteria-defense-6-maximum": "5",
                "documents-6-code": "program",
                "stages-1-pass_mark": "55",
            },
        ),
    )

    assert answer.status_code == 302
    made.refresh_from_db()
    test.refresh_from_db()
    defense.refresh_from_db()
    assert (made.places, test.pass_mark, defense.maximum) == (7, 55, 40)
    assert made.documents.get(code="program").name
    client.post(reverse("reserve:competition_announce", args=[made.pk]))
    assert Competition.objects.get(pk=made.pk).status == Status.ANNOUNCED


def test_a_stage_is_left_out_and_comes_back(
    client: Client, region: Unit, ministry: User
) -> None:
    client.force_login(ministry)
    made = drafted(region, ministry)
    url = reverse("reserve:competition_edit", args=[made.pk])

    client.post(url, posted(client, made, **{"stages-3-DELETE": "on"}))
    kinds = list(made.stages.values_list("kind", flat=True))
    client.post(
        reverse("reserve:competition_stage_add", args=[made.pk]), {"kind": "interview"}
    )

    assert "interview" not in kinds
    assert made.stages.get(kind="interview").criteria.count() == 4


def test_a_wrong_part_keeps_the_whole_draft_as_it_was(
    client: Client, region: Unit, ministry: User
) -> None:
    client.force_login(ministry)
    made = drafted(region, ministry)
    url = reverse("reserve:competition_edit", args=[made.pk])

    answer = client.post(
        url,
        posted(client, made, name="Другое", **{"criteria-defense-0-maximum": "0"}),
    )

    assert answer.status_code == 200
    assert Competition.objects.get(pk=made.pk).name == "Конкурс"


def test_the_announcement_is_open_and_a_draft_is_not(
    client: Client, region: Unit, ministry: User
) -> None:
    made = drafted(region, ministry)
    url = reverse("reserve:announcement", args=[made.pk])

    assert client.get(url).status_code == 404
    competitions.announce(made.pk, by=ministry)
    answer = client.get(url)

    assert answer.status_code == 200
    assert "Приглашаем." in answer.content.decode()


def test_the_list_offers_what_is_open(
    client: Client, region: Unit, ministry: User
) -> None:
    open_one = factories.competition(region, ministry)
    draft = factories.competition(region, ministry, status=Status.DRAFT)
    candidate = factories.candidate_user()
    client.force_login(candidate)

    body = client.get(reverse("reserve:competitions")).content.decode()

    assert open_one.name in body
    assert draft.name not in body
