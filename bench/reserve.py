"""Pages of the reserve at 23,000 members with more than 200,000 activities of plans.

As in bench.pages each size has a database of its own and a child process asks every
page as the ministry. The network of the large one has 8,000 organizations, which the
demo's loader writes in a few minutes; reserve.sql multiplies the members in it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import psycopg2

from bench.pages import SMALL, Row, made, queries, run, settled, times

ORGANIZATIONS = int(os.environ.get("BENCH_RESERVE_ORGANIZATIONS", "8000"))
MEMBERS = int(os.environ.get("BENCH_RESERVE_MEMBERS", "23000"))
MULTIPLY = Path(__file__).with_name("reserve.sql")

Asked = dict[str, dict[str, float]]


def bench() -> list[Row]:
    """Return a row of queries and a row of times for each page."""
    small = measured("bench_reserve_small", SMALL)
    large = measured("bench_reserve_large", ORGANIZATIONS, MEMBERS)
    print(f"{large.pop('')} against {small.pop('')}")
    size = f"{MEMBERS:,} members of {ORGANIZATIONS:,} organizations"
    rows: list[Row] = []
    for name, there in large.items():
        here = small[name]
        counts = queries(name, int(here["queries"]), int(there["queries"]))
        rows.append({**counts, "name": f"{name}: queries at {size}"})
        rows.append(
            {
                **times(name, here["p95"], there["p95"]),
                "name": f"{name}: p95 at {size}",
            }
        )
    return rows


def measured(database: str, organizations: int, members: int = 0) -> Asked:
    """Load the demo of the size and ask every page; its sizes stand under ""."""
    address = made(database)
    environment = {**os.environ, "DATABASE_URL": address}
    size = ["--organizations", str(organizations), "--cycles", "1", "--no-letters"]
    for command in (["migrate", "--verbosity", "0"], ["load_demo", *size]):
        run(["manage.py", *command], environment)
    multiply(address, members)
    settled(address)
    return dict(json.loads(run(["-m", "bench.reserve_child"], environment)))


def multiply(address: str, members: int) -> None:
    """Copy the demo's members until there are so many."""
    server = psycopg2.connect(address)
    with server, server.cursor() as cursor:
        cursor.execute(MULTIPLY.read_text("utf-8"), {"members": members})
    server.close()
