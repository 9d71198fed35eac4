"""`make manage`: a management command against this place's services."""

import contextlib
import sys
from collections.abc import Iterator

from launch import environment, place, services
from launch.processes import run_step

COMMAND = [sys.executable, "manage.py"]


def manage(arguments: list[str]) -> int:
    """Run manage.py with these arguments and return its exit code."""
    here = place.from_environment()
    with _addresses(here) as addresses:
        env = environment.for_portal(here, addresses)
        return run_step([*COMMAND, *arguments], env, interactive=True)


@contextlib.contextmanager
def _addresses(here: place.Place) -> Iterator[dict[str, str]]:
    """Yield the addresses of running services, or of own ones for the while."""
    with contextlib.ExitStack() as stack:
        try:
            lock = stack.enter_context(here.locked())
        except place.Busy:
            addresses = here.published()
        else:
            addresses = stack.enter_context(services.running(here, lock)).addresses
            here.publish(addresses)
        yield addresses
