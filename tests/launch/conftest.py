"""Places for the launcher's tests, which never see the services of the test run."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from launch import place
from launch.processes import PROJECT

OURS = ("DATABASE_URL", "REDIS_URL", "DATA_DIR", "STATIC_ROOT", "SITE_URL", "PORT")
HOLD = """
import time
from launch import place, services
here = place.from_environment()
with here.locked() as lock, services.running(here, lock, careless=True) as up:
    here.publish(up.addresses)
    print("up", flush=True)
    time.sleep(600)
"""

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture(autouse=True)
def _own_services(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def here() -> Iterator[place.Place]:
    """An empty place that nobody holds."""
    with place.throwaway() as (throwaway, _lock):
        yield place.Place(throwaway.root / "place")


@pytest.fixture
def start(here: place.Place) -> Iterator[Start]:
    """Starts Python on the place, with the words of the command line."""
    started = []

    def run(*words: str, **env: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=PROJECT,
            env=os.environ | {"DATA_DIR": str(here.root)} | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()
    if here.root.exists():
        with here.locked():  # waits for what they started and removes its sockets
            pass


@pytest.fixture
def holder(start: Start) -> subprocess.Popen[str]:
    """A launcher with running services on the place."""
    process = start("-c", HOLD)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process
