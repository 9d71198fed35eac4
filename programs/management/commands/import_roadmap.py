"""Adds a plan of events from a file to a draft of a program."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.accounts import robot
from portal.errors import Refused
from programs import event_days, importing
from programs.importing import columns, limits, outcome, report, rows
from programs.importing.columns import Mapping
from programs.importing.rows import Preview
from programs.importing.tables import Table
from programs.models import Program
from programs.reading import imports as reading
from programs.services import imports


class Command(BaseCommand):
    """Read the file, say what was understood, save the whole of it or nothing."""

    help = (
        "Import a plan of events from DOCX, XLSX or text into a draft program. "
        "Everything is saved or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the program, and how to report."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--program", required=True, help="id or code of the draft program"
        )
        parser.add_argument("--dry-run", action="store_true", help="save nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")
        parser.add_argument(
            "--keep-unread",
            action="store_true",
            help="save deadlines that cannot be read as they stand, marked as unread",
        )

    def handle(self, *, file: Path, program: str, **options: Any) -> None:
        """Read, check, save, report; exit non-zero where nothing could be saved."""
        try:
            self._import(file, _program(program), options)
        except Refused as refusal:
            if options["json"]:
                self._print({"error": str(refusal), "saved": 0})
            raise CommandError(str(refusal)) from refusal

    def _import(self, file: Path, program: Program, options: dict[str, Any]) -> None:
        tables = importing.read(file.name, _bytes(file))
        mappings = [columns.recognize(table) for table in tables]
        found = rows.preview(
            tables,
            mappings,
            known=reading.known(program),
            period=event_days.period_of(program),
            answers={},
        )
        refusal = _refusal(found, keeps_unread=options["keep_unread"])
        saved = 0
        if not refusal and not options["dry_run"]:
            keys = program.bodies.values_list("key", flat=True)
            made = imports.write(program, outcome.of(found.lines, keys), by=robot())
            saved = len(made)
        self._report(tables, mappings, found, refusal, saved, options)
        if refusal:
            raise CommandError(refusal)

    def _report(
        self,
        tables: list[Table],
        mappings: list[Mapping],
        found: Preview,
        refusal: str,
        saved: int,
        options: dict[str, Any],
    ) -> None:
        if options["json"]:
            facts = report.facts(tables, mappings, found)
            self._print({**facts, "error": refusal, "saved": saved})
            return
        for line in report.text(tables, mappings, found):
            self.stdout.write(line)
        self.stdout.write(_("Saved: %(count)s") % {"count": saved})

    def _print(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))


def _refusal(found: Preview, *, keeps_unread: bool) -> str:
    """Return why nothing may be saved, empty if it may."""
    if not found.lines:
        return _("No table of the file is a plan of events; nothing is saved.")
    for line in found.faulty:
        facts = {"place": line.place, "fault": line.faults[0]}
        return _("%(place)s: %(fault)s Nothing is saved.") % facts
    if found.unread and not keeps_unread:
        places = "; ".join(f"{line.place}: «{line.deadline}»" for line in found.unread)
        text = _("Deadlines that cannot be read, nothing is saved: %(places)s.")
        return text % {"places": places}
    return ""


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > limits.MOST_BYTES:
            limits.check_size(b"0" * (limits.MOST_BYTES + 1))
        return file.read_bytes()
    except OSError as error:
        text = _("The file cannot be opened: %(file)s")
        raise CommandError(text % {"file": file}) from error


def _program(named: str) -> Program:
    rows_ = Program.objects.select_related("unit")
    found = rows_.filter(code=named, status=Program.Status.DRAFT)
    if named.isdecimal():
        found = rows_.filter(pk=int(named))
    if len(found) != 1:
        raise CommandError(
            _("There is no such draft: %(program)s") % {"program": named}
        )
    if not found[0].is_draft:
        raise CommandError(
            _("An issued text does not change: make a new edition of it.")
        )
    return found[0]
