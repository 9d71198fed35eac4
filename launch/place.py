"""The data directory: what lies where, who holds it, where its services are."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from launch.processes import PROJECT
from launch.terminal import Trouble

ENDING_SECONDS = 40
STARTING_SECONDS = 120
THROWAWAY = "portal-throwaway-"


class Busy(Trouble):
    """Another launcher holds this data directory."""


@dataclass(frozen=True)
class Place:
    """One data directory; `root` is absolute."""

    root: Path

    @property
    def log(self) -> Path:
        """The directory of the children's logs."""
        return self.root / "log"

    @property
    def record(self) -> Path:
        """The file that tells `make manage` where the services are."""
        return self.root / "services.json"

    def make(self) -> None:
        """Create the directory; passable for the user PostgreSQL runs as."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o711)
        for private in (self.log, self.root / "files"):
            private.mkdir(mode=0o700, exist_ok=True)

    def secret_key(self) -> str:
        """Return the key for signing, made once and readable by the owner only."""
        path = self.root / "secret_key"
        with contextlib.suppress(FileExistsError):
            key = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(key, "w") as out:
                out.write(secrets.token_urlsafe(60))
        return path.read_text().strip()

    @contextlib.contextmanager
    def locked(self) -> Iterator[int]:
        """Hold the directory; the yielded descriptor goes to every child.

        Children inherit the lock, so it is free only when the last of them has
        ended, also after a launcher that was killed. Raises Busy.
        """
        self.make()
        with (self.root / "lock").open("a+") as lock:
            self._take(lock.fileno())
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            self._forget()
            try:
                yield lock.fileno()
            finally:
                self._forget()

    def publish(self, facts: dict[str, str]) -> None:
        """Tell other launchers of this directory where the services are."""
        draft = self.record.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(facts))
        draft.replace(self.record)

    def published(self) -> dict[str, str]:
        """Return what the holder published, waiting while it is still starting."""
        deadline = time.monotonic() + STARTING_SECONDS
        while not self.record.exists():
            if time.monotonic() > deadline:
                raise Trouble(f"The services of {self.root} do not come up.")
            time.sleep(0.2)
        return dict(json.loads(self.record.read_text()))

    def _take(self, lock: int) -> None:
        deadline = time.monotonic() + ENDING_SECONDS
        while not _locks(lock):
            holder = self._holder()
            if _is_running(holder) or time.monotonic() > deadline:
                raise Busy(
                    f"The portal already runs on {self.root} (process {holder}):"
                    " stop it"
                    " or start a second copy: make run PORT=8001 DATA_DIR=.data2"
                )
            time.sleep(0.2)

    def _holder(self) -> int:
        text = (self.root / "lock").read_text().strip()
        return int(text) if text.isdigit() else 0

    def _forget(self) -> None:
        if not self.record.exists():
            return
        with contextlib.suppress(ValueError):
            sockets = json.loads(self.record.read_text()).get("SOCKETS", "")
            shutil.rmtree(sockets, ignore_errors=True)
        self.record.unlink()


def from_environment() -> Place:
    """Return the place that DATA_DIR names, `.data` in the project by default."""
    return Place((PROJECT / os.environ.get("DATA_DIR", ".data")).resolve())


@contextlib.contextmanager
def throwaway() -> Iterator[tuple[Place, int]]:
    """Yield an empty place and its lock, and remove it afterwards."""
    sweep()
    place = Place(Path(tempfile.mkdtemp(prefix=THROWAWAY, dir="/tmp")))
    try:
        with place.locked() as lock:
            yield place, lock
    finally:
        shutil.rmtree(place.root, ignore_errors=True)


def sweep() -> None:
    """Remove throw-away places whose launcher was killed."""
    for root in Path("/tmp").glob(f"{THROWAWAY}*"):  # noqa: S108 - see throwaway
        # Another launcher may remove the same place, or its own, meanwhile.
        with contextlib.suppress(FileNotFoundError):
            _sweep(root)


def _sweep(root: Path) -> None:
    made = root.stat()
    if made.st_uid != os.getuid() or time.time() - made.st_mtime < STARTING_SECONDS:
        return  # somebody else's, or just made and about to be locked
    with (root / "lock").open("r+") as lock:
        if _locks(lock.fileno()):
            shutil.rmtree(root, ignore_errors=True)


def _locks(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_running(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
