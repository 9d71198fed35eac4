"""`make lint`: every check of the code, one line each, all of them every time."""

import subprocess
import sys
import time
from collections.abc import Mapping

from launch import environment
from launch.processes import PROJECT
from launch.terminal import say

CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "."],
    "style": ["-m", "ruff", "check", "."],
    "types": ["-m", "mypy", "."],
    "templates": ["-m", "djlint", "--check", "--lint", "--quiet", "templates"],
    "imports": ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
    "migrations": [
        "-W",
        "ignore",
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
    ],
    "deployment": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "translations": ["manage.py", "translations", "--check"],
}


def lint() -> int:
    """Run every check; return 1 if any failed."""
    env = environment.for_checks()
    results = [_passes(name, command, env) for name, command in CHECKS.items()]
    return 0 if all(results) else 1


def _passes(name: str, command: list[str], env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the commands above
        [sys.executable, *command],
        cwd=PROJECT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    seconds = time.monotonic() - began
    say(f"{'ok    ' if passed else 'FAILED'}  {name:<13} {seconds:5.1f} s")
    if not passed:
        say(done.stdout)
    return passed
