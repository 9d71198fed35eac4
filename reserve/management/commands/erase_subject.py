"""Erases a person's reserve data."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import robot
from portal.errors import Refused
from portal.models import Person
from reserve.services import erasure


class Command(BaseCommand):
    """Count what an erasure does, or do it; what is kept is said."""

    help = "Erase what the reserve holds about a person (the id of the person)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the person, and whether only to count."""
        parser.add_argument("person", type=int)
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, person: int, dry_run: bool, **_options: object) -> None:
        """Count or erase."""
        found = Person.objects.filter(pk=person).first()
        if found is None:
            raise CommandError(f"There is no person {person}.")
        try:
            if dry_run:
                tally = erasure.counted(found, by=robot())
            else:
                tally = erasure.erase(person, by=robot())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for title, count in tally.erased.items():
            self.stdout.write(f"- {title}: {count}")
        for title, count in tally.kept.items():
            self.stdout.write(f"= {title}: {count}")
        self.stdout.write("Counted only." if dry_run else "Erased.")
