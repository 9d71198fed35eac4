"""The store against the database: leftovers and losses are told, old ones deleted."""

from __future__ import annotations

import datetime as dt
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portal import files, stored_files, tasks
from portal.models import Attachment, JournalEntry, Notification
from portal.services import attachments
from tests import factories, paper
from tests.world import _method

OLD = (dt.datetime.now(dt.UTC) - dt.timedelta(days=2)).timestamp()


@pytest.fixture
def kept(region, school, head) -> Attachment:
    """An attached file."""
    method, _indicator = _method(region)
    row = factories.submission(factories.cycle(method, region, year=2026), school)
    return attachments.attach(paper.upload("Приказ.pdf", paper.PDF), to=row, by=head)


def left(tmp_path: Path, *, when: float | None = OLD, data: bytes = b"x") -> Path:
    """Leave a file that no row names."""
    place = tmp_path / "files" / files.write_once("letters/1", data, ".pdf").path
    if when:
        os.utime(place, (when, when))
    return place


def swept(*options: str) -> str:
    out = StringIO()
    call_command("sweep_files", *options, stdout=out)
    return out.getvalue()


def test_nothing_is_said_while_all_is_well(kept, administrator):
    assert stored_files.compared().is_clean
    assert tasks.sweep_files() == 0
    assert not JournalEntry.objects.filter(action="files_swept").exists()
    assert not Notification.objects.exists()


def test_a_file_with_a_row_is_kept_however_old(kept, tmp_path):
    os.utime(tmp_path / "files" / kept.path, (OLD, OLD))

    swept("--delete")

    assert files.is_intact(kept.path, kept.sha256)


def test_a_young_leftover_is_left_alone(db, tmp_path):
    place = left(tmp_path, when=None)

    swept("--delete")

    assert place.exists()


def test_an_old_leftover_is_told_and_deleted_only_when_asked(administrator, tmp_path):
    place = left(tmp_path)

    assert "1 files without a row, 0 deleted" in swept()
    assert place.exists()
    assert Notification.objects.get().user == administrator

    assert "1 files without a row, 1 deleted" in swept("--delete")
    assert not place.exists()
    entry = JournalEntry.objects.filter(action="files_swept").latest("pk")
    assert (entry.details["orphans"], entry.details["deleted"]) == (1, 1)


def test_half_a_file_of_a_dead_process_is_a_leftover(db, tmp_path):
    folder = tmp_path / "files" / "letters" / "1"
    folder.mkdir(parents=True)
    place = folder / ".new-abc"
    place.write_bytes(b"x")
    os.utime(place, (OLD, OLD))

    swept("--delete")

    assert not place.exists()


def test_a_leftover_written_anew_meanwhile_stays(db, tmp_path):
    place = left(tmp_path)
    found = stored_files.compared()
    left(tmp_path, when=None)

    assert stored_files.delete(found) == 0
    assert place.exists()


def test_a_lost_file_is_told_with_its_row(kept, administrator, ministry, tmp_path):
    (tmp_path / "files" / kept.path).unlink()

    assert tasks.sweep_files() == 1

    entry = JournalEntry.objects.get(action="files_swept")
    assert entry.details["rows"] == [f"portal.attachment {kept.pk}"]
    assert Notification.objects.get().user == administrator


def test_the_same_finding_is_told_once(administrator, tmp_path):
    left(tmp_path)

    tasks.sweep_files()
    tasks.sweep_files()

    assert JournalEntry.objects.filter(action="files_swept").count() == 1
    assert Notification.objects.count() == 1


def test_no_store_yet_is_no_trouble(db):
    assert stored_files.compared().is_clean
