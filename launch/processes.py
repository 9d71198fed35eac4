"""Children of the launcher: started with a log, stopped in order, never left behind."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.terminal import Trouble, tail

PROJECT = Path(__file__).resolve().parent.parent
LOG_LIMIT = 5 * 1024 * 1024
SET_DEATH_SIGNAL = 1

# Loaded before any fork: a child that has changed its user may not read it any more.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Orders:
    """How to start a child and how to end it."""

    log: Path
    env: Mapping[str, str]
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGTERM
    user: pwd.struct_passwd | None = None
    keep: tuple[int, ...] = ()
    patience: float = 15


class Child:
    """One process in a session of its own, so that Ctrl-C reaches only the launcher."""

    def __init__(self, name: str, command: Sequence[str], orders: Orders) -> None:
        """Start the command at once."""
        self.name = name
        self.orders = orders
        self.asked = False
        _keep_log_small(orders.log)
        with orders.log.open("ab") as out:
            self.process = _start(command, orders, out.fileno())

    def is_alive(self) -> bool:
        """Tell whether the process still runs."""
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the stop signal, once."""
        if self.is_alive() and not self.asked:
            self.asked = True
            self.process.send_signal(self.orders.stop_signal)

    def stop(self) -> None:
        """End the process and whatever it has left in its group."""
        self.ask_to_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(self.orders.patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def obituary(self) -> str:
        """Return the state of the process and the end of its log, for the terminal."""
        state = "runs" if self.is_alive() else f"ended (code {self.process.returncode})"
        return f"{self.name} {state}. Last of its log:\n{tail(self.orders.log)}"


def stop_all(children: Iterable[Child]) -> None:
    """End several children at the same time."""
    for child in (stopping := list(children)):
        child.ask_to_stop()
    for child in stopping:
        child.stop()


def die_with_parent(death_signal: signal.Signals, parent: int) -> None:
    """Ask the kernel for a signal when the parent ends, however it ends."""
    if _libc is None:
        return
    _libc.prctl(SET_DEATH_SIGNAL, death_signal)
    if os.getppid() != parent:
        os.kill(os.getpid(), death_signal)


def run_step(
    command: Sequence[str], env: Mapping[str, str], *, interactive: bool = False
) -> int:
    """Run a command with its output on the terminal and return its exit code.

    An interactive command gets Ctrl-C itself while the launcher waits; any other
    is ended by the launcher, which is the one to be interrupted.
    """
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command,
        env=env,
        cwd=PROJECT,
        start_new_session=not interactive,
        preexec_fn=_tied(signal.SIGTERM),
    )
    try:
        with interrupts_ignored() if interactive else contextlib.nullcontext():
            return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def must(what: str, command: Sequence[str], env: Mapping[str, str]) -> None:
    """Run a step; a failure ends the launcher and names the step."""
    if run_step(command, env) != 0:
        raise Trouble(f"{what} failed, see above.")


@contextlib.contextmanager
def interrupts_ignored() -> Iterator[None]:
    """Let Ctrl-C pass by for a while."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(command: Sequence[str], orders: Orders, out: int) -> subprocess.Popen[bytes]:
    user = orders.user
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        env=orders.env,
        cwd="/" if user else PROJECT,
        start_new_session=True,
        pass_fds=orders.keep,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
        preexec_fn=_tied(orders.death_signal),
    )


def _tied(death_signal: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()
    return lambda: die_with_parent(death_signal, parent)


def _keep_log_small(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
