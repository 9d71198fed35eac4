"""Compares the store with the database; removes leftovers when asked to."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from portal import stored_files


class Command(BaseCommand):
    """List files without rows and rows without files."""

    help = "Compare stored files with the rows that name them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to delete."""
        parser.add_argument(
            "--delete",
            action="store_true",
            help="delete the files without rows that are older than a day",
        )

    def handle(self, **options: object) -> None:
        """Print what does not match, put it on record, delete if asked to."""
        found = stored_files.compared()
        for path in found.orphans:
            self.stdout.write(f"no row   {path}")
        for row, path in found.lost:
            self.stdout.write(f"no file  {path} ({row})")
        deleted = stored_files.delete(found) if options["delete"] else 0
        stored_files.report(found, deleted)
        self.stdout.write(
            f"{len(found.orphans)} files without a row, {deleted} deleted;"
            f" {len(found.lost)} rows without a file."
        )
