"""The launcher's command line; the Makefile calls it."""

import os
import signal
import sys
from types import FrameType

from launch.lint import lint
from launch.manage import manage
from launch.processes import die_with_parent
from launch.run import run
from launch.terminal import Trouble, say
from launch.testing import bench, test

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
USAGE = "python -m launch [--stop-with-parent] run | test | manage | bench | lint …"


class Stopped(BaseException):
    """Somebody asked the launcher to stop; unwinds everything that was started."""

    def __init__(self, number: int) -> None:
        """Keep the signal's number."""
        super().__init__(number)
        self.number = number


class _Once:
    """Turns the first stop signal into Stopped; further ones do not disturb the end."""

    def __init__(self) -> None:
        self.stopping = False

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        if not self.stopping:
            self.stopping = True
            raise Stopped(number)


def main(words: list[str]) -> int:
    """Run one command of the launcher and return its exit code."""
    _listen_to_signals()
    if words[:1] == ["--stop-with-parent"]:
        die_with_parent(signal.SIGTERM, os.getppid())
        words = words[1:]
    try:
        return _dispatch(words)
    except Trouble as trouble:
        say(str(trouble))
    except PermissionError as error:
        say(f"No right to use {error.filename}: it belongs to another user.")
    except Stopped as stopped:
        if words[:1] == ["run"]:
            say("Stopped.")
            return 0
        return 128 + stopped.number
    return 1


def _dispatch(words: list[str]) -> int:
    match words:
        case ["run"]:
            return run()
        case ["test", *arguments]:
            return test(arguments)
        case ["manage", *arguments]:
            return manage(arguments)
        case ["bench", *arguments]:
            return bench(arguments)
        case ["lint"]:
            return lint()
    say(USAGE)
    return 2


def _listen_to_signals() -> None:
    once = _Once()
    for number in STOP_SIGNALS:
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # under nohup
        signal.signal(number, once)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
