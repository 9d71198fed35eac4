"""Attached files: who sees and changes them, what is kept, what is put on record."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.models import Cycle, Submission
from portal import attachment_list, checks, files
from portal.attachment_owners import label
from portal.errors import Refused
from portal.models import Attachment, JournalEntry, User
from portal.services import attachments
from tests import factories, paper
from tests.world import _method

EXE = b"MZ\x90\x00"


@pytest.fixture
def submission(region, school) -> Submission:
    """A draft of the school in an open collection."""
    method, _indicator = _method(region)
    return factories.submission(factories.cycle(method, region, year=2026), school)


@pytest.fixture
def kept(submission, head) -> Attachment:
    """A PDF the head has attached."""
    return attach(submission, head)


def attach(to: Submission, by: User, name: str = "Приказ.pdf", data: bytes = paper.PDF):
    return attachments.attach(paper.upload(name, data), to=to, by=by)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hand_in(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(
        status=Submission.Status.SUBMITTED,
        submitted_at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC),
    )


def add_url(submission: Submission) -> str:
    return reverse("file_add", args=[label(submission), submission.pk])


# What is kept


def test_a_file_is_kept_under_a_place_of_our_making(kept, submission, school, head):
    assert kept.path.startswith("attachments/")
    assert "Приказ" not in kept.path
    assert files.is_intact(kept.path, kept.sha256)
    assert (kept.name, kept.size) == ("Приказ.pdf", len(paper.PDF))
    assert (kept.content_type, kept.unit, kept.created_by) == (
        "application/pdf",
        school,
        head,
    )
    assert list(Attachment.objects.of(submission)) == [kept]


def test_attaching_is_put_on_record_without_the_name(kept, head):
    entry = JournalEntry.objects.get(action="file_attached")

    assert (entry.by, entry.subject_id) == (head, kept.pk)
    assert entry.details["sha256"] == kept.sha256
    assert "Приказ" not in str(entry.details)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b""), ("a.pdf", EXE), ("a.exe", EXE), ("a.docx", paper.PDF)],
)
def test_what_is_not_accepted_leaves_nothing(submission, head, tmp_path, name, data):
    with pytest.raises(Refused):
        attach(submission, head, name, data)

    assert not Attachment.objects.exists()
    assert not list(files.every())


def test_a_file_over_the_limit_is_refused(submission, head, settings):
    settings.ATTACHMENT_MEGABYTES = 1
    big = paper.PDF[:-6] + b"\x00" * attachments.MEGABYTE + b"%%EOF\n"

    with pytest.raises(Refused):
        attach(submission, head, data=big)


def test_no_more_files_than_allowed(kept, submission, head, settings):
    settings.ATTACHMENTS_AT_MOST = 1

    with pytest.raises(Refused):
        attach(submission, head, data=paper.PDF + b"\n")


def test_the_same_file_is_not_attached_twice(kept, submission, head):
    with pytest.raises(Refused):
        attach(submission, head, "Другое имя.pdf")

    assert Attachment.objects.count() == 1
    assert len(list(files.every())) == 1


def test_the_same_file_for_another_row_is_another_file(kept, submission, head, school):
    other = factories.submission(
        factories.cycle(
            submission.cycle.methodology, submission.cycle.owner, year=2024
        ),
        school,
    )
    twin = attach(other, head)

    attachments.remove(twin, by=head)

    assert files.is_intact(kept.path, kept.sha256)


def test_an_unknown_kind_is_a_mistake_of_the_program(submission, head):
    with pytest.raises(ValueError, match="order"):
        attachments.attach(
            paper.upload("a.pdf", paper.PDF), to=submission, by=head, kind="order"
        )


# Who may


def test_strangers_attach_and_remove_nothing(kept, submission, outsider):
    with pytest.raises(PermissionDenied):
        attach(submission, outsider)
    with pytest.raises(PermissionDenied):
        attachments.remove(kept, by=outsider)


def test_who_only_looks_attaches_nothing(submission, administrator):
    with pytest.raises(PermissionDenied):
        attach(submission, administrator)


@pytest.mark.parametrize("name", ["head", "officer", "ministry"])
def test_who_enters_values_attaches(submission, name, request):
    assert attach(submission, request.getfixturevalue(name)).pk


def test_what_is_handed_in_is_closed(kept, submission, head):
    hand_in(submission)

    with pytest.raises(Refused):
        attach(submission, head, data=paper.PDF + b"\n")
    with pytest.raises(Refused):
        attachments.remove(kept, by=head)


def test_files_are_closed_with_the_collection(kept, submission, head):
    Cycle.objects.filter(pk=submission.cycle_id).update(status=Cycle.Status.VERIFYING)

    with pytest.raises(Refused):
        attachments.remove(kept, by=head)


# Download


@pytest.mark.parametrize("name", ["head", "officer", "ministry", "administrator"])
def test_who_sees_the_row_downloads(kept, name, request):
    response = signed_in(request.getfixturevalue(name)).get(
        reverse("file", args=[kept.pk])
    )

    assert response.getvalue() == paper.PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_foreign_files_do_not_exist(kept, other_school, outsider):
    other = factories.head_user(other_school, username="other")

    for user in (other, outsider, factories.user("nobody")):
        client = signed_in(user)
        for name in ("file", "file_remove"):
            assert client.get(reverse(name, args=[kept.pk])).status_code == 404
        assert client.post(reverse("file_remove", args=[kept.pk])).status_code == 404
    assert Attachment.objects.filter(pk=kept.pk).exists()


def test_a_damaged_file_is_not_served(kept, head, tmp_path):
    (tmp_path / "files" / kept.path).write_bytes(b"%PDF-other")

    assert signed_in(head).get(reverse("file", args=[kept.pk])).status_code == 404


def test_a_name_of_many_signs_goes_into_the_header_safely(submission, head):
    kept = attach(submission, head, 'a"\r\nX-Evil: 1\u202eПриказ;.pdf')

    response = signed_in(head).get(reverse("file", args=[kept.pk]))

    assert response.getvalue() == paper.PDF
    assert "X-Evil" not in response.headers
    assert "\r" not in response.headers["Content-Disposition"]


# Pages


def test_a_file_is_attached_through_the_page(submission, head):
    client = signed_in(head)
    page = client.get(reverse("monitoring:submission", args=[submission.pk]))
    assert f'action="{add_url(submission)}"' in page.text

    response = client.post(
        add_url(submission), {"upload": paper.upload("Приказ.pdf", paper.PDF)}
    )

    assert response.url == reverse("monitoring:submission", args=[submission.pk])
    page = client.get(response.url)
    assert "Приказ.pdf" in page.text
    assert reverse("file", args=[Attachment.objects.get().pk]) in page.text


def test_a_wrong_file_is_explained_and_not_kept(submission, head):
    response = signed_in(head).post(
        add_url(submission), {"upload": paper.upload("a.pdf", EXE)}
    )

    assert response.status_code == 200
    assert "PDF, JPG, PNG" in response.text
    assert not Attachment.objects.exists()


def test_a_huge_upload_is_cut_and_explained(submission, head, settings):
    settings.ATTACHMENT_MEGABYTES = 3
    huge = paper.PDF[:-6] + b"\x00" * 9 * attachments.MEGABYTE + b"%%EOF\n"

    response = signed_in(head).post(
        add_url(submission), {"upload": paper.upload("a.pdf", huge)}
    )

    form = response.context["form"]
    assert "3" in str(form.errors["upload"])
    assert form.files["upload"].size == 3 * attachments.MEGABYTE + 1
    assert not Attachment.objects.exists()


def test_a_form_without_a_file_says_so(submission, head):
    assert signed_in(head).post(add_url(submission)).status_code == 200


def test_adding_to_what_is_handed_in_is_explained(submission, head):
    hand_in(submission)

    response = signed_in(head).post(
        add_url(submission), {"upload": paper.upload("a.pdf", paper.PDF)}
    )

    assert response.status_code == 200
    assert not Attachment.objects.exists()


def test_rows_without_files_have_no_address(head, school):
    client = signed_in(head)

    assert client.get(f"/files/portal.unit/{school.pk}/add/").status_code == 404
    assert client.get("/files/nothing/1/add/").status_code == 404


def test_a_file_is_removed_after_a_question(
    kept, head, django_capture_on_commit_callbacks
):
    client, url = signed_in(head), reverse("file_remove", args=[kept.pk])
    assert "Приказ.pdf" in client.get(url).text
    assert Attachment.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"reason": "Не тот приказ"})

    assert not Attachment.objects.exists()
    assert not files.exists(kept.path)
    entry = JournalEntry.objects.get(action="file_removed")
    assert (entry.reason, entry.subject_id) == ("Не тот приказ", kept.pk)
    assert client.get(reverse("file", args=[kept.pk])).status_code == 404


def test_the_form_is_shown_only_while_files_may_change(submission, head, administrator):
    assert attachment_list.of(submission, by=head).form
    assert attachment_list.of(submission, by=administrator).form is None

    hand_in(submission)
    submission.refresh_from_db()
    assert attachment_list.of(submission, by=head).form is None


def test_the_number_of_queries_does_not_grow_with_files(submission, head, kept):
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            list(attachment_list.of(submission, by=head).lines)
        return len(made)

    before = queries()
    for number in range(5):
        attach(submission, head, data=paper.PDF + b"\n" * (number + 1))

    assert queries() == before


# Settings


def test_owners_that_lead_nowhere_are_reported(settings):
    settings.ATTACHMENT_OWNERS = {"monitoring.nothing": "monitoring.evidence.NOTHING"}

    assert [fault.id for fault in checks.named_functions_exist(None)] == ["portal.E001"]
    assert [fault.id for fault in checks.owners_of_files_are_models(None)] == [
        "portal.E002"
    ]
