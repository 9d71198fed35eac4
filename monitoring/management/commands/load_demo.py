"""Loads the demo region."""

import os
import time
from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from monitoring.demo import accounts, first_letters, loading, names, network
from monitoring.demo.loading import Size
from portal.accounts import robot
from portal.models import Unit


class Command(BaseCommand):
    """Load an invented region with its cycles and five accounts."""

    help = "Load the demo: an invented region, always the same for the same seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer other sizes than the full network."""
        parser.add_argument("--organizations", type=int, default=network.FULL)
        parser.add_argument("--cycles", type=int, default=3, help="closed ones")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument(
            "--no-letters",
            action="store_true",
            help="leave out the last cycle's letters",
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where a demo is loaded"
        )

    def handle(self, **options: object) -> None:
        """Load the demo and the methods of the documents."""
        if Unit.objects.filter(kind=Unit.Kind.REGION, name=names.REGION).exists():
            if options["if_empty"]:
                return
            raise CommandError("The demo is loaded already.")
        self._load(_size(options), with_letters=not options["no_letters"])

    @transaction.atomic
    def _load(self, size: Size, *, with_letters: bool) -> None:
        """Load all in one transaction, so that a load cut short leaves nothing."""
        self.stdout.write(f"Loading the demo: {size.organizations} organizations…")
        started = time.monotonic()
        password = os.environ.get("DEMO_PASSWORD") or accounts.PASSWORD
        call_command("load_methods", stdout=self.stdout)
        by = robot()
        loaded = loading.load(size, password=password, by=by)
        if with_letters and loaded.last_closed:
            first_letters.begin(loaded.last_closed, loaded.head.unit, by=by)
        self.stdout.write(f"Loaded in {time.monotonic() - started:.0f} s.")


def _size(options: dict[str, object]) -> Size:
    size = Size(
        organizations=int(str(options["organizations"])),
        closed_cycles=int(str(options["cycles"])),
        seed=int(str(options["seed"])),
    )
    if size.organizations < 40 or not 0 <= size.closed_cycles <= 10:
        raise CommandError("At least 40 organizations and at most 10 closed cycles.")
    return size
