"""The ZIP of letters: whole where it can be, honest about what is not in it."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from monitoring import letter_archive
from monitoring.models import Letter
from monitoring.services import letter_drafts
from portal import files
from portal.models import JournalEntry
from tests.monitoring import letter_rows

LIST = "not included.txt"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def letters(region) -> list[Letter]:
    """Three letters with files of a few bytes."""
    made = letter_rows.network(region)
    letter_drafts.prepare(made.cycle.pk)
    for letter in made.letters():
        stored = files.write_once("letters/1", f"%PDF {letter.pk}".encode(), ".pdf")
        Letter.objects.filter(pk=letter.pk).update(
            status=Letter.Status.READY, path=stored.path, sha256=stored.sha256
        )
    return made.letters()


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_letters_are_in_the_archive(letters):
    packed = letter_archive.zipped(letters)
    with packed.file as file:
        inside = opened(file.read())

    assert packed.missing == 0
    assert sorted(inside.values()) == sorted(b"%%PDF %d" % one.pk for one in letters)


@pytest.mark.parametrize("damage", ["lost", "damaged"])
def test_a_lost_file_does_not_stop_the_others(letters, tmp_path, damage):
    place = tmp_path / "files" / letters[1].path
    place.unlink() if damage == "lost" else place.write_bytes(b"%PDF 0")

    packed = letter_archive.zipped(letters)
    with packed.file as file:
        inside = opened(file.read())

    assert packed.missing == 1
    assert len(inside) == 3
    told = inside[LIST].decode("utf-8-sig")
    assert letters[1].number in told
    assert letters[0].number not in told


def test_the_page_and_the_journal_say_what_is_missing(letters, ministry, tmp_path):
    (tmp_path / "files" / letters[1].path).unlink()
    ministry.language = "en"
    ministry.save()
    client = Client()
    client.force_login(ministry)
    cycle = letters[0].cycle_id

    response = client.get(reverse("monitoring:letters_zip", args=[cycle]))

    assert LIST in opened(response.getvalue())
    entry = JournalEntry.objects.get(action="letters_exported")
    assert (entry.details["letters"], entry.details["missing"]) == (2, 1)
    page = client.get(reverse("monitoring:letters", args=[cycle]))
    assert "1 letter is not in the archive" in page.text
