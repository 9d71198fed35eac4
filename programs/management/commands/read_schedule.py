"""Reads deadlines from standard input."""

from __future__ import annotations

import datetime as dt
import json
import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from programs.schedules import Period, Schedule, occurrences, read, to_json

SHOWN = (
    "original",
    "kind",
    "start",
    "end",
    "months",
    "years",
    "continuous",
    "inferred",
    "ref",
    "spans",
    "findings",
)
WRONG_DATES = 2  # exit code, as for any wrong argument


class Command(BaseCommand):
    """`read_schedule --start 2023-01-01 --end 2024-12-31 [--school-year] < lines`."""

    help = (
        "Read deadlines, one a line, in the period of a program; "
        "write what was understood, one JSON object a line. Needs no database."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period."""
        parser.add_argument("--start", required=True, help="first day, YYYY-MM-DD")
        parser.add_argument("--end", required=True, help="last day, YYYY-MM-DD")
        parser.add_argument("--school-year", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        """Write a line of JSON for each line read; an empty line has no deadline."""
        start, end = day(str(options["start"])), day(str(options["end"]))
        if end < start:
            raise CommandError(f"{end} is before {start}", returncode=WRONG_DATES)
        period = Period(start, end, bool(options["school_year"]))
        for line in sys.stdin:
            self.stdout.write(as_line(read(line.rstrip("\r\n"), period), period))


def day(text: str) -> dt.date:
    """Return the day; a wrong one ends the command with exit code 2."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as problem:
        message = f"“{text}” is no day; write it as 2023-01-31"
        raise CommandError(message, returncode=WRONG_DATES) from problem


def as_line(schedule: Schedule, period: Period) -> str:
    """Return the schedule and its occurrences as one line of JSON."""
    data = to_json(schedule)
    shown = {name: data[name] for name in SHOWN}
    spans = occurrences(schedule, period)
    shown["occurrences"] = [[str(span.start), str(span.end)] for span in spans]
    return json.dumps(shown, ensure_ascii=False)
