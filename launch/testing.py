"""`make test` and `make bench`: pytest and the benchmark on throw-away services."""

import sys
from collections.abc import Mapping

from launch import environment, place, services, system
from launch.processes import must, run_step
from launch.terminal import say

PYTHON = sys.executable
NOTHING_COLLECTED = 5


def test(arguments: list[str]) -> int:
    """Run the tests on every core; those that stop and start workers one by one."""
    system.need_libraries()
    browser = system.browser()
    with (
        place.throwaway() as (here, lock),
        services.running(here, lock, careless=True) as up,
    ):
        env = environment.for_tests(here, up.addresses) | _for_browser(browser)
        must("Preparing files", [PYTHON, "manage.py", "prepare", "--until=files"], env)
        parallel = ["-n", "auto", "--dist", "loadgroup", *arguments]
        codes = {
            "tests": _pytest(["-m", "not browser and not worker", *parallel], env),
            "tests of workers": _pytest(["-m", "worker", *arguments], env),
        }
        if browser:
            codes["browser tests"] = _pytest(["-m", "browser", *parallel], env)
    if not browser:
        _lament()
    return _verdict(codes)


def bench(arguments: list[str]) -> int:
    """Run the benchmark on services that are set up as the portal's own."""
    system.need_libraries()
    with place.throwaway() as (here, lock), services.running(here, lock) as up:
        env = environment.for_tests(here, up.addresses)
        must("Preparing the portal", [PYTHON, "manage.py", "prepare"], env)
        return run_step([PYTHON, "-m", "bench", *arguments], env, interactive=True)


def _for_browser(browser: str) -> dict[str, str]:
    return {"CHROMIUM": browser} if browser else {"SKIP_BROWSER": "1"}


def _pytest(options: list[str], env: Mapping[str, str]) -> int:
    return run_step([PYTHON, "-m", "pytest", *options], env, interactive=True)


def _verdict(codes: dict[str, int]) -> int:
    """Return 0 if a part ran and none failed; name what failed further up."""
    failed = [
        part for part, code in codes.items() if code not in (0, NOTHING_COLLECTED)
    ]
    if failed:
        say(f"FAILED: {', '.join(failed)}")
        return 1
    return 0 if 0 in codes.values() else NOTHING_COLLECTED


def _lament() -> None:
    say("=" * 72)
    say("SKIPPED: every test in a browser, for there is no Chromium here.")
    say("Install it (apt-get install chromium) and run make test again.")
    say("=" * 72)
