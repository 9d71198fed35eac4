"""Brings files and database to the state of the code, before a start."""

import hashlib
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

FINGERPRINT = ".fingerprint"
STEPS = ("files", "static", "database")
# Parts of Bootstrap that no page loads; packing them took longer than all the rest.
UNUSED = ["*.rtl.*", "*.esm.*", "bootstrap-*"]


class Command(BaseCommand):
    """Build files, collect static files, migrate and, if asked, load the demo."""

    help = "Bring files and database to the state of the code; quick if they are."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to do less or more than a server needs."""
        parser.add_argument("--until", choices=STEPS, default="database")
        parser.add_argument("--demo", action="store_true", help="load the demo region")

    def handle(self, **options: object) -> None:
        """Take the steps in order; each does nothing where nothing has changed."""
        call_command("build_assets", stdout=self.stdout)
        call_command("translations", compile=True)
        if options["until"] == "files":
            return
        self._collect_static()
        if options["until"] == "static":
            return
        self.check()
        call_command("migrate", interactive=False, verbosity=0)
        if options["demo"]:
            call_command("load_demo", if_empty=True, stdout=self.stdout)

    def _collect_static(self) -> None:
        mark = Path(settings.STATIC_ROOT) / FINGERPRINT
        fingerprint = _fingerprint()
        if mark.exists() and mark.read_text() == fingerprint:
            return
        self.stdout.write("Collecting static files…")
        call_command(
            "collectstatic",
            interactive=False,
            clear=True,
            ignore_patterns=UNUSED,
            verbosity=0,
        )
        mark.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for line in sorted(_static_files()):
        digest.update(line.encode())
    return digest.hexdigest()


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            yield f"{name} {facts.st_size} {facts.st_mtime_ns}\n"
