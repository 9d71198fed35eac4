"""Asks the pages of a plan in one database; prints one line of JSON."""

from __future__ import annotations

import json
import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
os.environ["STATICFILES_STORAGE"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
os.environ["ALLOWED_HOSTS"] = "testserver"
import_module("portal.config.wsgi")  # a process as the site's

from django.test import Client  # noqa: E402 - after set-up
from django.urls import reverse  # noqa: E402

from bench.pages_child import ask  # noqa: E402
from portal.models import User  # noqa: E402
from programs.models import Event, Occurrence, Program  # noqa: E402


def addresses() -> dict[str, str]:
    """Return the pages of a roadmap, whole and of one month or year."""
    event = Event.objects.in_order()[1]
    program = Program.objects.get()
    calendar = reverse("programs:calendar")
    return {
        "list of events": reverse("programs:events"),
        "board of events": reverse("programs:board"),
        "Gantt chart": reverse("programs:gantt"),
        "calendar, month": calendar,
        "calendar, year": f"{calendar}?year={program.starts_on.year}",
        "overdue": reverse("programs:overdue"),
        "event": reverse("programs:event", args=[event.pk]),
        "passport": reverse("programs:program", args=[program.pk]),
        "public roadmap": reverse("open_roadmap", args=[program.pk]),
    }


def main() -> None:
    """Ask all pages as the ministry, the roadmap as a municipal officer too."""
    told: dict[str, object] = {}
    for user in ("ministry", "municipal"):
        client = Client()
        client.force_login(User.objects.get(username=user))
        client.get("/")
        for name, url in addresses().items():
            told[f"{name}, {user}"] = ask(client, url)
    told[""] = f"{Occurrence.objects.count():,} occurrences"
    print(json.dumps(told))


if __name__ == "__main__":
    main()
