"""Brings up whatever of PostgreSQL and Redis the environment does not name."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launch import postgres, valkey
from launch.place import Place
from launch.processes import Child


@dataclass(frozen=True)
class Services:
    """Addresses of the services and the children that serve them."""

    addresses: dict[str, str]
    children: tuple[Child, ...]


@contextlib.contextmanager
def running(place: Place, lock: int, *, careless: bool = False) -> Iterator[Services]:
    """Yield running services; careless ones are fast and keep nothing over a crash."""
    with contextlib.ExitStack() as stack:
        sockets = _sockets()
        stack.callback(shutil.rmtree, sockets, ignore_errors=True)
        addresses, children = {"SOCKETS": str(sockets)}, []
        if "DATABASE_URL" not in os.environ:
            cluster = postgres.prepare(place, sockets)
            extra = postgres.CARELESS if careless else {}
            children.append(
                postgres.start(cluster, place.log / "postgres.log", lock, extra)
            )
            stack.callback(children[-1].stop)
            addresses["DATABASE_URL"] = cluster.url
        if "REDIS_URL" not in os.environ:
            data = None if careless else place.root / "valkey"
            log = place.log / "valkey.log"
            children.append(valkey.start(sockets, log, lock, data))
            stack.callback(children[-1].stop)
            addresses["REDIS_URL"] = valkey.url(sockets)
        yield Services(addresses, tuple(children))


def _sockets() -> Path:
    """Return a new private directory; a socket's whole path ends at 107 bytes."""
    return Path(tempfile.mkdtemp(prefix="pd-", dir="/tmp"))
