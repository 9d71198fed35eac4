"""Pages of the reserve at 20,000 members with 200,000 activities of plans.

As in bench.pages each size has a database of its own, made by the demo loader, and
a child process asks every page as the ministry.
"""

from __future__ import annotations

import json
import os

from bench.pages import LARGE, SMALL, Row, made, queries, run, times


def bench() -> list[Row]:
    """Return a row of queries and a row of times for each page."""
    small = measured("bench_reserve_small", SMALL)
    large = measured("bench_reserve_large", LARGE)
    print(f"{large.pop('')} against {small.pop('')}")
    rows: list[Row] = []
    for name, there in large.items():
        here = small[name]
        rows.append(queries(name, int(here["queries"]), int(there["queries"])))
        rows.append(times(name, here["p95"], there["p95"]))
    return rows


def measured(database: str, organizations: int) -> dict[str, dict[str, float]]:
    """Load the demo of the size and ask every page; its sizes stand under ""."""
    address = made(database)
    environment = {**os.environ, "DATABASE_URL": address}
    size = ["--organizations", str(organizations), "--cycles", "1", "--no-letters"]
    for command in (["migrate", "--verbosity", "0"], ["load_demo", *size]):
        run(["manage.py", *command], environment)
    return dict(json.loads(run(["-m", "bench.reserve_child"], environment)))
