"""The data directory: its lock, its key and its record."""

import os
import socket
import subprocess

import pytest

from launch.place import Busy, Place


def test_second_holder_is_refused_and_told_the_first(here: Place) -> None:
    with here.locked(), pytest.raises(Busy, match=str(os.getpid())), here.locked():
        pass


def test_place_is_free_again_after_its_holder(here: Place) -> None:
    with here.locked():
        pass
    with here.locked():
        assert (here.root / "lock").read_text() == str(os.getpid())


def test_secret_key_is_made_once_for_the_owner_alone(here: Place) -> None:
    here.make()

    key = here.secret_key()

    assert len(key) >= 50
    assert here.secret_key() == key
    assert (here.root / "secret_key").stat().st_mode & 0o777 == 0o600


def test_record_is_gone_with_its_holder(here: Place) -> None:
    with here.locked():
        here.publish({"REDIS_URL": "unix:///v.sock"})
        assert here.published() == {"REDIS_URL": "unix:///v.sock"}
        assert here.record.stat().st_mode & 0o777 == 0o600

    assert not here.record.exists()


def test_second_run_on_a_place_is_refused(
    here: Place, holder: subprocess.Popen[str], start
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    second = start("-m", "launch", "run", PORT=port)

    said, _ = second.communicate(timeout=30)

    assert second.returncode == 1
    assert f"process {holder.pid}" in said
