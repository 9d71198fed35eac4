"""The way of a submission: submit, take back, accept, return; and its pages."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from monitoring.models import Cycle, Indicator, Submission
from monitoring.services import submissions
from portal.errors import Refused
from portal.models import JournalEntry, Membership, Notification, Unit, User
from tests import factories

Status = Submission.Status
SENT = {"status": Status.SUBMITTED, "submitted_at": "2026-11-20T00:00Z"}


@pytest.fixture
def method(region: Unit):
    return factories.methodology(region)


@pytest.fixture
def share(method) -> Indicator:
    return factories.indicator(method, "1.1")


@pytest.fixture
def cycle(method, share: Indicator, region: Unit) -> Cycle:
    return factories.cycle(method, region)


@pytest.fixture
def draft(cycle: Cycle, school: Unit, share: Indicator) -> Submission:
    """A filled submission nobody has handed in."""
    factories.value(cycle, school, share, 9, 14)
    return Submission.objects.get(cycle=cycle, unit=school)


@pytest.fixture
def sent(draft: Submission, head: User) -> Submission:
    """A submission that its head has handed in."""
    return submissions.submit(draft.pk, by=head)


def actions() -> list[str]:
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


# Submit


def test_a_head_submits(draft, head) -> None:
    submissions.submit(draft.pk, by=head)

    draft.refresh_from_db()
    assert (draft.status, draft.submitted_by) == (Status.SUBMITTED, head)
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.by, entry.unit) == (
        "submission_submitted",
        head,
        draft.unit,
    )
    assert entry.details == {"filled": 1, "missing": 0}


def test_missing_values_have_to_be_confirmed(draft, method, head) -> None:
    factories.indicator(method, "1.2")

    with pytest.raises(Refused):
        submissions.submit(draft.pk, by=head)
    submissions.submit(draft.pk, with_missing=True, by=head)

    assert JournalEntry.objects.get().details == {"filled": 1, "missing": 1}


def test_half_a_pair_cannot_be_submitted(draft, method, cycle, school, head) -> None:
    factories.value(cycle, school, factories.indicator(method, "1.2"), 5)

    with pytest.raises(Refused, match=r"1\.2"):
        submissions.submit(draft.pk, with_missing=True, by=head)


def test_it_cannot_be_submitted_twice_or_by_a_reader(sent, head, administrator) -> None:
    with pytest.raises(Refused):
        submissions.submit(sent.pk, by=head)
    with pytest.raises(PermissionDenied):
        submissions.submit(sent.pk, by=administrator)


def test_after_the_collection_nothing_is_submitted(draft, head) -> None:
    Cycle.objects.update(status=Cycle.Status.VERIFYING)

    with pytest.raises(Refused):
        submissions.submit(draft.pk, by=head)


def test_many_are_submitted_and_the_others_named(
    cycle, method, share, municipality, officer
) -> None:
    full, empty, half = (factories.organization(municipality) for _ in range(3))
    factories.value(cycle, full, share, 1, 2)
    factories.submission(cycle, empty)
    factories.value(cycle, half, share, 1)

    tally = submissions.submit_many(cycle.pk, [full.pk, empty.pk, half.pk], by=officer)

    assert tally.done == 1
    assert [unit for unit, _reason in tally.refused] == [empty, half]
    assert Submission.objects.get(status=Status.SUBMITTED).unit == full


def test_many_of_others_are_refused_one_by_one(
    cycle, share, school, other_school, head
):
    for unit in (school, other_school):
        factories.value(cycle, unit, share, 1, 2)

    tally = submissions.submit_many(cycle.pk, [school.pk, other_school.pk], by=head)

    assert (tally.done, [unit for unit, _ in tally.refused]) == (1, [other_school])


def test_submitting_nothing_is_no_error(cycle, officer) -> None:
    assert submissions.submit_many(cycle.pk, [], by=officer).done == 0


# Take back


def test_the_submitter_takes_it_back(sent, head) -> None:
    submissions.withdraw(sent.pk, by=head)

    sent.refresh_from_db()
    assert sent.status == Status.DRAFT
    assert actions() == ["submission_submitted", "submission_withdrawn"]


def test_nobody_else_takes_it_back(sent, officer, administrator) -> None:
    with pytest.raises(Refused):
        submissions.withdraw(sent.pk, by=officer)
    with pytest.raises(PermissionDenied):
        submissions.withdraw(sent.pk, by=administrator)


def test_after_the_decision_it_is_not_taken_back(sent, head, officer) -> None:
    submissions.accept(sent.pk, by=officer)

    with pytest.raises(Refused):
        submissions.withdraw(sent.pk, by=head)


# Accept


def test_an_officer_accepts_and_the_head_is_told(sent, head, officer) -> None:
    submissions.accept(sent.pk, by=officer)

    sent.refresh_from_db()
    assert (sent.status, sent.decided_by) == (Status.ACCEPTED, officer)
    assert actions()[-1] == "submission_accepted"
    assert Notification.objects.get().user == head


def test_four_eyes(draft, officer, ministry) -> None:
    submissions.submit(draft.pk, by=officer)

    with pytest.raises(Refused):
        submissions.accept(draft.pk, by=officer)
    assert submissions.accept(draft.pk, by=ministry).status == Status.ACCEPTED


def test_a_draft_is_not_accepted(draft, officer) -> None:
    with pytest.raises(Refused):
        submissions.accept(draft.pk, by=officer)


def test_a_head_does_not_accept(sent, head, outsider) -> None:
    for user in (head, outsider):
        with pytest.raises(PermissionDenied):
            submissions.accept(sent.pk, by=user)


def test_it_can_be_accepted_while_verifying_but_not_later(sent, officer) -> None:
    Cycle.objects.update(status=Cycle.Status.COMPUTED)
    with pytest.raises(Refused):
        submissions.accept(sent.pk, by=officer)

    Cycle.objects.update(status=Cycle.Status.VERIFYING)
    assert submissions.accept(sent.pk, by=officer).status == Status.ACCEPTED


def test_many_are_accepted_and_the_others_named(
    cycle, share, municipality, officer, head
) -> None:
    units = [factories.organization(municipality) for _ in range(3)]
    factories.submission(cycle, units[0], submitted_by=head, **SENT)
    factories.submission(cycle, units[1], submitted_by=officer, **SENT)
    factories.submission(cycle, units[2])

    tally = submissions.accept_many(cycle.pk, [unit.pk for unit in units], by=officer)

    assert (tally.done, len(tally.refused)) == (1, 2)


# Return


def test_a_return_opens_the_values_and_tells_why(sent, head, officer) -> None:
    submissions.return_(sent.pk, reason="Проверьте К", by=officer)

    sent.refresh_from_db()
    assert (sent.status, sent.return_reason) == (Status.RETURNED, "Проверьте К")
    assert JournalEntry.objects.latest("pk").reason == "Проверьте К"
    notice = Notification.objects.get()
    assert notice.user == head
    assert "Проверьте К" in notice.text


def test_a_long_reason_still_fits_the_notice(sent, head, officer) -> None:
    submissions.return_(sent.pk, reason="ю" * 1000, by=officer)

    assert len(Notification.objects.get().text) == 300


def test_an_accepted_submission_can_be_returned(sent, officer) -> None:
    submissions.accept(sent.pk, by=officer)

    assert submissions.return_(sent.pk, reason="Опечатка", by=officer).is_editable


def test_a_return_needs_a_reason_a_right_and_an_open_collection(
    sent, head, officer
) -> None:
    with pytest.raises(Refused):
        submissions.return_(sent.pk, reason="  ", by=officer)
    with pytest.raises(PermissionDenied):
        submissions.return_(sent.pk, reason="Нет", by=head)
    Cycle.objects.update(status=Cycle.Status.VERIFYING)
    with pytest.raises(Refused):
        submissions.return_(sent.pk, reason="Нет", by=officer)


def test_a_draft_is_not_returned(draft, officer) -> None:
    with pytest.raises(Refused):
        submissions.return_(draft.pk, reason="Нет", by=officer)


def test_a_returned_submission_is_submitted_anew(sent, head, officer) -> None:
    submissions.return_(sent.pk, reason="Проверьте", by=officer)

    again = submissions.submit(sent.pk, by=head)

    assert (again.status, again.return_reason, again.decided_by) == (
        Status.SUBMITTED,
        "",
        None,
    )


# Pages


STEPS = ["submit", "accept", "return", "withdraw"]


def test_the_page_shows_values_findings_and_history(
    client, cycle, method, region, school, share, head, officer
) -> None:
    past = factories.cycle(method, region, year=2025, status=Cycle.Status.PUBLISHED)
    Cycle.objects.filter(pk=cycle.pk).update(previous=past)
    past.results.create(
        unit=school, indicator=share, numerator=1, denominator=10, value=10,
        level="low", state="counted", reported=1, expected=1,
    )  # fmt: skip
    factories.value(cycle, school, share, 9, 14, comment="Новый приказ")
    made = Submission.objects.get(cycle=cycle, unit=school)
    submissions.submit(made.pk, by=head)
    client.force_login(officer)

    page = client.get(reverse("monitoring:submission", args=[made.pk]))

    text = page.content.decode()
    assert "64,3" in text
    assert "finding--warning" in text
    assert "Новый приказ" in text
    assert reverse("monitoring:submission_accept", args=[made.pk]) in text
    assert reverse("monitoring:submission_withdraw", args=[made.pk]) not in text


def test_the_page_takes_a_constant_number_of_queries(
    client, cycle, method, school, officer, django_assert_max_num_queries
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(8):
            factories.value(cycle, school, factories.indicator(method), 1, 2)
        made = Submission.objects.get(cycle=cycle, unit=school)
        client.force_login(officer)
        url = reverse("monitoring:submission", args=[made.pk])
        client.get(url)
        with django_assert_max_num_queries(25) as queries:
            client.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_steps_are_done_by_their_pages(client, draft, head, officer) -> None:
    def post(step: str, user: User, **data: str) -> str:
        client.force_login(user)
        client.post(reverse(f"monitoring:submission_{step}", args=[draft.pk]), data)
        draft.refresh_from_db()
        return draft.status

    assert post("submit", head) == Status.SUBMITTED
    assert post("withdraw", head) == Status.DRAFT
    assert post("submit", head) == Status.SUBMITTED
    assert post("return", officer, reason="") == Status.SUBMITTED
    assert post("return", officer, reason="Проверьте") == Status.RETURNED
    assert post("submit", head) == Status.SUBMITTED
    assert post("accept", officer) == Status.ACCEPTED
    assert post("accept", officer) == Status.ACCEPTED


def test_the_question_names_what_is_missing(client, draft, method, head) -> None:
    factories.indicator(method, "1.2", name="Показатель без значения")
    client.force_login(head)
    url = reverse("monitoring:submission_submit", args=[draft.pk])

    page = client.get(url).content.decode()

    assert "Показатель без значения" in page
    assert "with_missing" in page
    client.post(url)
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_errors_are_named_instead_of_the_question(
    client, cycle, share, school, head
) -> None:
    factories.value(cycle, school, share, 9)
    made = Submission.objects.get(cycle=cycle, unit=school)
    client.force_login(head)

    page = client.get(reverse("monitoring:submission_submit", args=[made.pk]))

    assert share.name in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("step", STEPS)
def test_a_question_changes_nothing(step, client, sent, head, officer) -> None:
    before = actions()
    for user in (head, officer):
        client.force_login(user)
        client.get(reverse(f"monitoring:submission_{step}", args=[sent.pk]))

    sent.refresh_from_db()
    assert (sent.status, actions()) == (Status.SUBMITTED, before)


@pytest.mark.parametrize("step", STEPS)
def test_a_foreign_submission_does_not_exist(
    step, client, cycle, other_school, head, outsider
) -> None:
    made = factories.submission(cycle, other_school, **SENT)
    url = reverse(f"monitoring:submission_{step}", args=[made.pk])

    for user in (head, outsider):
        client.force_login(user)
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


@pytest.mark.parametrize("step", ["accept", "return"])
def test_a_head_may_not_decide(step, client, sent, head) -> None:
    client.force_login(head)
    url = reverse(f"monitoring:submission_{step}", args=[sent.pk])

    assert client.get(url).status_code == 403
    assert client.post(url, {"reason": "Нет"}).status_code == 403


def test_a_branch_is_submitted_by_its_page(
    client, cycle, share, municipality, officer
) -> None:
    full, empty = (factories.organization(municipality) for _ in range(2))
    factories.value(cycle, full, share, 1, 2)
    factories.submission(cycle, empty)
    client.force_login(officer)
    url = reverse("monitoring:entry_submit", args=[cycle.pk, municipality.pk])

    page = client.get(url)
    client.post(url)

    assert empty.short_name in page.content.decode()
    assert Submission.objects.get(unit=full).status == Status.SUBMITTED
    assert Submission.objects.get(unit=empty).status == Status.DRAFT

    client.post(url, {"with_missing": "yes"})
    assert Submission.objects.get(unit=empty).status == Status.SUBMITTED


def test_a_role_taken_away_hides_the_submission(client, sent, officer) -> None:
    client.force_login(officer)
    Membership.objects.filter(user=officer).delete()

    url = reverse("monitoring:submission", args=[sent.pk])
    assert client.get(url).status_code == 404
