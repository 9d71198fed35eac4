"""Files of the store: whole, under their own hash, never outside."""

import hashlib
import os
from pathlib import Path

import pytest

from portal import files


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_write_once_keeps_the_bytes_under_their_hash(tmp_path):
    stored = files.write_once("letters/5", b"%PDF", ".pdf")

    sha256 = hashlib.sha256(b"%PDF").hexdigest()
    assert stored == files.Stored(f"letters/5/{sha256[:2]}/{sha256}.pdf", sha256, 4)
    assert (tmp_path / "files" / stored.path).read_bytes() == b"%PDF"


def test_write_once_again_only_refreshes_the_time(tmp_path):
    first = files.write_once("letters/5", b"%PDF", ".pdf")
    place = tmp_path / "files" / first.path
    before = place.stat().st_ino
    os.utime(place, (0, 0))

    assert files.write_once("letters/5", b"%PDF", ".pdf") == first
    assert place.stat().st_ino == before
    assert place.stat().st_mtime > 0
    assert names(tmp_path) == [place.name]


def test_write_once_mends_a_file_of_the_wrong_size(tmp_path):
    stored = files.write_once("letters/5", b"%PDF", ".pdf")
    (tmp_path / "files" / stored.path).write_bytes(b"%P")

    files.write_once("letters/5", b"%PDF", ".pdf")

    assert files.is_intact(stored.path, stored.sha256)


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        files.write_once("letters/5", b"%PDF", ".pdf")
    assert names(tmp_path) == []


@pytest.mark.parametrize("folder", ["../etc", "letters/../..", "/etc", "", "a b", "П"])
def test_write_once_takes_only_folders_of_our_making(folder):
    with pytest.raises(ValueError, match=r".*"):
        files.write_once(folder, b"", ".pdf")


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../secret", ""])
def test_open_stored_does_not_lead_out(tmp_path, path):
    (tmp_path / "secret").write_text("x")

    with pytest.raises(ValueError, match=r".*"):
        files.open_stored(path)


def test_open_stored_reads_what_was_written():
    stored = files.write_once("letters/5", b"%PDF", ".pdf")

    with files.open_stored(stored.path) as file:
        assert file.read() == b"%PDF"


def test_is_intact_sees_damage_and_loss(tmp_path):
    stored = files.write_once("letters/5", b"%PDF", ".pdf")
    assert files.is_intact(stored.path, stored.sha256)

    (tmp_path / "files" / stored.path).write_bytes(b"%pdf")
    assert not files.is_intact(stored.path, stored.sha256)

    (tmp_path / "files" / stored.path).unlink()
    assert not files.is_intact(stored.path, stored.sha256)
