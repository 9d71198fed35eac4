"""Takes over an existing reserve from an XLSX table."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError

from portal.accounts import robot
from portal.errors import Refused
from portal.models import Unit
from reserve import import_file
from reserve.services import imports


class Command(BaseCommand):
    """Show what is wrong with the table, or save the whole of it."""

    help = "Import an existing reserve from an XLSX table (see the template page)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, whose reserve it is, and whether only to look."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--owner",
            required=True,
            help="OKTMO code, id or short name of the region or municipality",
        )
        parser.add_argument("--dry-run", action="store_true", help="save nothing")

    def handle(
        self, *, file: Path, owner: str, dry_run: bool, **_options: object
    ) -> None:
        """Read, check and save."""
        unit = _owner(owner)
        try:
            raws = import_file.read(ContentFile(_bytes(file), name=file.name))
            found = imports.preview(raws, unit, by=robot())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._report(found)
        if found.faulty:
            raise CommandError(f"Rows with faults: {found.faulty}; nothing is saved.")
        if not dry_run:
            count = imports.save(raws, unit, by=robot())
            self.stdout.write(f"Members taken over: {count}")

    def _report(self, found: imports.Preview) -> None:
        for line in found.lines:
            for fault in line.faults:
                self.stdout.write(f"{line.number}: {fault}")
        self.stdout.write(
            f"Rows: {len(found.lines)}, new people: {found.new_people}, "
            f"with faults: {found.faulty}"
        )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"The file cannot be opened: {file}") from error


def _owner(named: str) -> Unit:
    rows = Unit.objects.exclude(kind=Unit.Kind.ORGANIZATION)
    found = rows.filter(code=named).exclude(code="") or rows.filter(short_name=named)
    if not found and named.isdecimal():
        found = rows.filter(pk=int(named))
    if len(found) != 1:
        raise CommandError(f"There is no single region or municipality: {named}")
    return found[0]
