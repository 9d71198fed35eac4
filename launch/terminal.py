"""What the person at the terminal reads."""

import time
from collections import deque
from pathlib import Path


class Trouble(Exception):  # noqa: N818 - a message for a person, not a fault of ours
    """Ends the command with this message and no traceback."""


def say(text: str) -> None:
    """Print one notice at once."""
    print(text, flush=True)


def notice(text: str) -> None:
    """Print one notice with the time of day, for things that happen later."""
    say(f"[{time.strftime('%H:%M:%S')}] {text}")


def tail(log: Path, lines: int = 20) -> str:
    """Return the last lines of a log, indented; empty where there is no log."""
    if not log.exists():
        return ""
    with log.open(encoding="utf-8", errors="replace") as text:
        return "".join(f"    {line}" for line in deque(text, maxlen=lines)).rstrip()
