"""Write the results of a cycle to standard output or a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from monitoring import exports
from monitoring.models import Cycle


class Command(BaseCommand):
    """`export_results CYCLE --format xlsx|json [--output FILE]`."""

    help = "Write the results of a cycle (its id or year) as XLSX or JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the cycle, the format and the file."""
        parser.add_argument("cycle", type=int)
        parser.add_argument("--format", choices=["xlsx", "json"], default="json")
        parser.add_argument("--output", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        """Write all results, unscoped: whoever runs commands holds the database."""
        cycle = self.find(int(str(options["cycle"])))
        if options["format"] == "xlsx":
            content = exports.as_xlsx(cycle, Q())
        else:
            content = "".join(exports.as_json(cycle, Q())).encode()
        target = options["output"]
        if isinstance(target, Path):
            target.write_bytes(content)
        else:
            sys.stdout.buffer.write(content)

    def find(self, number: int) -> Cycle:
        """Return the cycle by its id, or the annual one of the year."""
        found = (
            Cycle.objects.filter(Q(pk=number) | Q(year=number))
            .with_results()
            .latest_first()
        )
        cycle = found.first()
        if cycle is None:
            raise CommandError(f"no computed cycle {number}")
        return cycle
