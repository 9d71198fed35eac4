"""Asks every page in one database; prints {page: {queries, p95}} as one line."""

from __future__ import annotations

import json
import os
import statistics
import time
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
os.environ["STATICFILES_STORAGE"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ["ALLOWED_HOSTS"] = "testserver"
import_module("portal.config.wsgi")  # a process as the site's

from django.db import connection  # noqa: E402 - after set-up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from monitoring.models import Cycle, Result  # noqa: E402
from portal.models import Unit, User  # noqa: E402

TIMES = 60


def addresses() -> dict[str, str]:
    """Return the pages that a ministry opens, with rows of the middle of the tree."""
    collecting = Cycle.objects.get(status=Cycle.Status.COLLECTING)
    done = Cycle.objects.with_results().latest_first()[0]
    municipality = Unit.objects.within(done.owner).municipalities().by_name()[0]
    school = Unit.objects.within(municipality).organizations().by_name()[0]
    row = Result.objects.filter(cycle=done, unit=school).first()
    if row is None:
        raise SystemExit("the demo has no results")
    results = {
        "region results": ("results", ()),
        "heat map": ("heat_map", ()),
        "indicator": ("indicator_result", (row.indicator_id,)),
        "municipality": ("unit_result", (municipality.pk,)),
        "organization": ("unit_result", (school.pk,)),
        "explanation": ("explain", (school.pk, row.indicator_id)),
        "risk group": ("risk", ()),
    }
    entry = {
        "entry grid": reverse(
            "monitoring:entry", args=[collecting.pk, municipality.pk]
        ),
        "collection": reverse("monitoring:collection", args=[collecting.pk]),
    }
    return entry | {
        name: reverse(f"monitoring:{page}", args=[done.pk, *ids])
        for name, (page, ids) in results.items()
    }


def ask(client: Client, address: str) -> dict[str, float]:
    """Return the number of queries of a page and the slow end of its times, ms."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    count = len(queries)  # the next request empties the log
    if status != 200:
        raise SystemExit(f"{address} answers {status}")
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    return {"queries": count, "p95": statistics.quantiles(times, n=20)[-1]}


def main() -> None:
    """Ask all pages as the ministry."""
    client = Client()
    client.force_login(User.objects.get(username="ministry"))
    client.get("/")
    print(json.dumps({name: ask(client, url) for name, url in addresses().items()}))


if __name__ == "__main__":
    main()
