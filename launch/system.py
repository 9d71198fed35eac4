"""System packages that no wheel brings: Pango for letters, Chromium for tests."""

import ctypes
import os
import shutil
import subprocess
import sys

from launch.terminal import Trouble, say

# What WeasyPrint loads, and the Debian and Ubuntu package that holds it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def need_libraries() -> None:
    """Make sure that letters can be drawn: install what is missing, or name it."""
    if sys.platform != "linux":
        return
    packages = _missing()
    if packages and _may_install():
        _install(packages, "which draw the letters")
        packages = _missing()
    if packages:
        raise Trouble(
            "Letters are drawn by system libraries that are missing. Install them:\n"
            f"    apt-get install {' '.join(packages)}\n"
            "(or the packages of the same libraries on your system) and start again."
        )


def browser() -> str:
    """Return the path of a Chromium, installed if it may be; empty without one."""
    if not _found() and _may_install():
        _install(["chromium"], "for the tests in a browser")
    return _found()


def _found() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)), "")


def _missing() -> list[str]:
    return [package for library, package in LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _may_install() -> bool:
    return os.getuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str], why: str) -> None:
    say(f"Installing {', '.join(packages)}, {why} (apt-get)…")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    for command in (["apt-get", "update"], install):
        done = subprocess.run(  # noqa: S603 - package names of ours
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            say(f"{' '.join(command[:2])} failed:\n{done.stdout[-2000:]}")
