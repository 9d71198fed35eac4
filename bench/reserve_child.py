"""Asks every page of the reserve in one database; prints one line of JSON."""

from __future__ import annotations

import json
import os
from importlib import import_module
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
os.environ["STATICFILES_STORAGE"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ["ALLOWED_HOSTS"] = "testserver"
import_module("portal.config.wsgi")  # a process as the site's

from django.core.cache import cache  # noqa: E402 - after set-up
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.pages_child import ask  # noqa: E402
from monitoring.models import Cycle  # noqa: E402
from portal.models import User  # noqa: E402
from reserve.models import Member, PlanItem, Vacancy  # noqa: E402


def addresses() -> dict[str, str]:
    """Return the pages that a ministry opens; each row is alike at both sizes."""
    cycle = Cycle.objects.get(status=Cycle.Status.COLLECTING)
    share = cycle.methodology.indicators.get(code="2.3")
    whole = {"plans__isnull": False, "mentorships__isnull": False}
    members = Member.objects.ready().filter(**whole, nominations=None, application=None)
    anywhere = Member.objects.ready().filter(post="head", organization_types=[])
    vacancy = (
        Vacancy.objects.open()
        .filter(
            nominations=None,
            position__kind="head",
            position__unit__parent__in=anywhere.values("unit__parent"),
        )
        .order_by("pk")[0]
    )
    behind = reverse(
        "monitoring:counted_rows", args=[cycle.pk, cycle.owner_id, share.pk]
    )
    return {
        "reserve board": reverse("reserve:home"),
        "members": reverse("reserve:members"),
        "member": reverse("reserve:member", args=[members.order_by("pk")[0].pk]),
        "competitions": reverse("reserve:competitions"),
        "vacancies": reverse("reserve:vacancies"),
        "matching": reverse("reserve:vacancy", args=[vacancy.pk]),
        "succession map": reverse("reserve:succession"),
        "health of the reserve": reverse("reserve:health"),
        "records behind a number": behind,
    }


def main() -> None:
    """Ask all pages as the ministry."""
    client = Client()
    client.force_login(User.objects.get(username="ministry"))
    client.get("/")
    told: dict[str, object] = {}
    for name, url in addresses().items():
        cache.key_prefix = f"{uuid4()}"  # no page is spared a query by the one before
        told[name] = ask(client, url)
    told[""] = f"{Member.objects.count():,} members, {PlanItem.objects.count():,} items"
    print(json.dumps(told))


if __name__ == "__main__":
    main()
