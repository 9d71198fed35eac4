"""Plans of events: queries and times at one municipality and at all of the country.

Each size has a database of its own with the same program; the plan of occurrences is
made by publishing it. Half of what is over is marked as held.
"""

from __future__ import annotations

import json
import os

from bench.pages import Row, made, queries, run, settled, times

MUNICIPALITIES = int(os.environ.get("BENCH_MUNICIPALITIES", "2330"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "50"))

Asked = dict[str, dict[str, float]]


def bench() -> list[Row]:
    """Return a row of queries and a row of times for each page."""
    small, large = measured("bench_plan_small", 1), measured("bench_plan_large")
    print(f"{large.pop('')} against {small.pop('')}")
    rows: list[Row] = []
    for name, there in large.items():
        here = small[name]
        size = f"{MUNICIPALITIES:,} municipalities"
        counts = queries(name, int(here["queries"]), int(there["queries"]))
        rows.append({**counts, "name": f"{name}: queries at {size}"})
        pace = times(name, here["p95"], there["p95"])
        rows.append({**pace, "name": f"{name}: p95 at {size}"})
    return rows


def measured(database: str, municipalities: int = MUNICIPALITIES) -> Asked:
    """Load the plan of the size and ask every page; its sizes stand under ""."""
    address = made(database)
    environment = {**os.environ, "DATABASE_URL": address}
    run(["manage.py", "migrate", "--verbosity", "0"], environment)
    size = [str(municipalities), str(EVENTS)]
    run(["-m", "bench.programs_load", *size], environment)
    settled(address)
    return dict(json.loads(run(["-m", "bench.programs_child"], environment)))
