"""`make run`: services, data, web server, worker and beat, until somebody stops it."""

import contextlib
import http
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from launch import environment, place, services, system
from launch.processes import PROJECT, Child, Orders, must, stop_all
from launch.terminal import Trouble, notice, say

PYTHON = sys.executable
WEB_SECONDS = 60
STEADY_SECONDS = 60
LONGEST_PAUSE = 30
ACCOUNTS = {
    "ministry": "the ministry",
    "operator": "the regional operator",
    "municipal": "a municipal authority",
    "head": "a head of a school",
    "admin": "the administrator",
    "candidate": "a candidate for the reserve",
    "expert": "an expert of the reserve",
}


class Helper:
    """A child that is started again when it ends: the portal works on meanwhile."""

    def __init__(self, start: Callable[[], Child]) -> None:
        """Start it for the first time."""
        self.start = start
        self.pause = 1
        self.due: float | None = None
        self._begin()

    def look_after(self) -> None:
        """Notice its end, and start it again after a pause that grows."""
        if self.due is None and not self.child.is_alive():
            if time.monotonic() - self.began > STEADY_SECONDS:
                self.pause = 1
            self.child.stop()  # whatever it has left behind
            notice(f"{self.child.obituary()}\nStarting it again in {self.pause} s.")
            self.due = time.monotonic() + self.pause
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
        elif self.due is not None and time.monotonic() >= self.due:
            self._begin()

    def _begin(self) -> None:
        self.due, self.began = None, time.monotonic()
        self.child = self.start()


def run() -> int:
    """Bring everything up and watch over it."""
    port = environment.port()
    _refuse_taken(port)
    system.need_libraries()
    here = place.from_environment()
    with here.locked() as lock, services.running(here, lock) as up:
        env = environment.for_portal(here, up.addresses)
        here.publish(up.addresses | {"SITE_URL": env["SITE_URL"]})
        must("Preparing the portal", [PYTHON, "manage.py", "prepare", "--demo"], env)
        with contextlib.ExitStack() as stack:
            crew = _Crew(here, lock, env)
            web = crew.start_web(port)
            helpers: list[Helper] = []
            stack.callback(lambda: stop_all([web, *(each.child for each in helpers)]))
            helpers += [Helper(crew.start_worker), Helper(crew.start_beat)]
            _wait_for_web(port, web)
            _announce(here, env)
            _watch([web, *up.children], helpers)
    return 0


class _Crew:
    """Starts the three kinds of processes that the portal is made of."""

    def __init__(self, here: place.Place, lock: int, env: Mapping[str, str]) -> None:
        self.here, self.lock, self.env = here, lock, env

    def start_web(self, port: int) -> Child:
        """Start gunicorn on the loopback address."""
        options = [f"--bind=127.0.0.1:{port}", "--worker-class=gthread", "--workers=2"]
        options += [
            "--threads=4",
            "--timeout=60",
            "--graceful-timeout=5",
            "--no-control-socket",
        ]
        if Path("/dev/shm").is_dir():  # noqa: S108 - a heartbeat must not wait for a disk
            options.append("--worker-tmp-dir=/dev/shm")
        command = [PYTHON, "-m", "gunicorn", *options, "portal.config.wsgi"]
        return Child("The web server", command, self._orders("web"))

    def start_worker(self) -> Child:
        """Start the Celery worker.

        Without its launcher it has no broker either and would wait for it, so it
        is killed then: leases of jobs in the database are made for that.
        """
        options = ["--pool=prefork", "--concurrency=2", "--prefetch-multiplier=1"]
        options += ["--queues=default,letters", "--without-gossip", "--without-mingle"]
        command = [PYTHON, "-m", "celery", "-A", "portal.config.celery", "worker"]
        return Child(
            "The worker",
            [*command, *options, "--loglevel=INFO"],
            self._orders("worker", death_signal=signal.SIGKILL),
        )

    def start_beat(self) -> Child:
        """Start Celery beat; the directory's lock already says that there is one."""
        command = [PYTHON, "-m", "celery", "-A", "portal.config.celery", "beat"]
        options = [
            "--scheduler=django_celery_beat.schedulers:DatabaseScheduler",
            "--pidfile=",
        ]
        return Child(
            "Beat", [*command, *options, "--loglevel=INFO"], self._orders("beat")
        )

    def _orders(
        self, name: str, death_signal: signal.Signals = signal.SIGTERM
    ) -> Orders:
        return Orders(
            log=self.here.log / f"{name}.log",
            env=self.env,
            death_signal=death_signal,
            keep=(self.lock,),
        )


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen(1)
        except OSError as error:
            raise Trouble(
                f"Port {port} cannot be used ({error.strerror}). Stop what uses it, or"
                f" take another: make run PORT={port + 1}"
            ) from error


def _wait_for_web(port: int, web: Child) -> None:
    deadline = time.monotonic() + WEB_SECONDS
    while not _answers(port):
        if not web.is_alive() or time.monotonic() > deadline:
            raise Trouble(f"The portal does not come up. {web.obituary()}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/live", timeout=5).close()
    except urllib.error.HTTPError as answer:
        return answer.code < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    return True


def _announce(here: place.Place, env: Mapping[str, str]) -> None:
    say(f"\nThe portal is at {env['SITE_URL']}/")
    say(f"Demo accounts, password {env['DEMO_PASSWORD']}")
    for name, role in ACCOUNTS.items():
        say(f"    {name:<10} {role}")
    say(f"Data and logs: {_short(here.root)}. Ctrl-C stops all and leaves the data.")


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(PROJECT) else str(path)


def _watch(vital: Iterable[Child], helpers: Iterable[Helper]) -> None:
    while True:
        for child in vital:
            if not child.is_alive():
                raise Trouble(child.obituary())
        for helper in helpers:
            helper.look_after()
        time.sleep(0.5)
