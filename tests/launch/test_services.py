"""The embedded services: what they keep, what they know, and that they end."""

import os
import subprocess
import time
from pathlib import Path

import psycopg2
import redis

from launch import place, services
from launch.place import Place


def query(url: str, sql: str) -> object:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def processes_of(root: Path) -> list[str]:
    lines = [
        path.read_bytes()
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if is_file(path)
    ]
    return [
        line.decode() for line in lines if str(root) in line.decode(errors="replace")
    ]


def is_file(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


def test_second_start_keeps_rows_and_messages(here: Place) -> None:
    with here.locked() as lock, services.running(here, lock) as first:
        query(
            first.addresses["DATABASE_URL"], "CREATE TABLE kept AS SELECT 7 AS number"
        )
        with redis.Redis.from_url(first.addresses["REDIS_URL"]) as client:
            client.set("kept", "yes")

    with here.locked() as lock, services.running(here, lock) as second:
        number = query(second.addresses["DATABASE_URL"], "SELECT number FROM kept")
        with redis.Redis.from_url(second.addresses["REDIS_URL"]) as client:
            word = client.get("kept")

    assert (number, word) == (7, b"yes")
    assert processes_of(here.root) == []


def test_database_knows_cyrillic_letters(here: Place) -> None:
    with here.locked() as lock, services.running(here, lock, careless=True) as up:
        url = up.addresses["DATABASE_URL"]
        lower = query(url, "SELECT lower('ЁЖ')")
        query(url, "CREATE EXTENSION pg_trgm")
        likeness = query(url, "SELECT similarity('Иванов', 'Иваново')")

    assert lower == "ёж"
    assert likeness > 0.5


def test_services_that_are_named_are_not_started(here: Place, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://portal@database.example/portal")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")

    with here.locked() as lock, services.running(here, lock) as up:
        assert up.children == ()
        assert up.addresses.keys() == {"SOCKETS"}


def test_killed_launcher_leaves_no_process(
    here: Place, holder: subprocess.Popen[str]
) -> None:
    assert len(processes_of(here.root)) > 0
    sockets = Path(here.published()["SOCKETS"])

    holder.kill()
    holder.wait()

    deadline = time.monotonic() + 30
    while processes_of(here.root) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(here.root) == []
    with here.locked():
        assert not sockets.exists()


def test_throwaway_place_of_a_killed_launcher_is_swept(here: Place) -> None:
    with place.throwaway() as (left, _lock):
        place.sweep()
        assert left.root.exists()

    left.make()
    (left.root / "lock").touch()
    place.sweep()
    assert left.root.exists(), "a place just made may be about to be locked"

    an_hour_ago = time.time() - 3600
    os.utime(left.root, (an_hour_ago, an_hour_ago))
    place.sweep()
    assert not left.root.exists()


def test_sweeping_survives_places_that_vanish(here: Place, monkeypatch) -> None:
    gone = Path("/tmp/portal-throwaway-gone")  # noqa: S108 - where they are made
    monkeypatch.setattr(Path, "glob", lambda *_: iter([gone]))

    place.sweep()

    assert not gone.exists()
