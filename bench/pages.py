"""Entry grid and results pages: queries and times at 400 and at 40,000 organizations.

Each size has a database of its own, made by the demo loader; a child process asks
every page as the ministry through the test client, so that nothing is shared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import psycopg2

SMALL = int(os.environ.get("BENCH_SMALL", "400"))
LARGE = int(os.environ.get("BENCH_ORGANIZATIONS", "40000"))
RATIO = 3.0

Pages = dict[str, dict[str, Any]]
Row = dict[str, object]


def bench() -> list[Row]:
    """Return a row of queries and a row of times for each page."""
    small, large = measured("bench_small", SMALL), measured("bench_large", LARGE)
    rows: list[Row] = []
    for name, there in large.items():
        here = small[name]
        rows.append(queries(name, here["queries"], there["queries"]))
        rows.append(times(name, here["p95"], there["p95"]))
    return rows


def queries(name: str, small: int, large: int) -> Row:
    """Compare the numbers of queries: equal is the target."""
    return {
        "name": f"{name}: queries at {LARGE:,} organizations",
        "value": large,
        "unit": "queries",
        "floor": small,
        "ratio": round(large / small, 2),
        "target": 1,
        "met": large == small,
    }


def times(name: str, small: float, large: float) -> Row:
    """Compare the slow ends of the times: at most three times is the target."""
    return {
        "name": f"{name}: p95 at {LARGE:,} organizations",
        "value": round(large, 1),
        "unit": "ms",
        "floor": round(small, 1),
        "ratio": round(large / small, 2),
        "target": RATIO,
        "met": large / small <= RATIO,
    }


def measured(database: str, organizations: int) -> Pages:
    """Load the demo of the size into its own database and ask every page."""
    address = made(database)
    environment = {**os.environ, "DATABASE_URL": address}
    for command in (
        ["migrate", "--verbosity", "0"],
        [
            "load_demo",
            "--organizations",
            str(organizations),
            "--cycles",
            "1",
            "--no-letters",
        ],
    ):
        run(["manage.py", *command], environment)
    settled(address)
    return dict(json.loads(run(["-m", "bench.pages_child"], environment)))


def settled(address: str) -> None:
    """Do what autovacuum would do soon, so that it does not run beside the pages."""
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    server.close()


def run(command: list[str], environment: dict[str, str]) -> str:
    """Run Python and return what it printed last."""
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, *command],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def made(database: str) -> str:
    """Create the database anew beside the present one and return its address."""
    address = os.environ["DATABASE_URL"]
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {database}")
    server.close()
    return urlsplit(address)._replace(path=f"/{database}").geturl()
