"""The command that reads deadlines from standard input."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[3]
YEAR = ["--start", "2023-01-01", "--end", "2023-12-31"]


def run(lines, *arguments):
    """Run the command in its own process, with a database that isn't there."""
    environment = {
        **os.environ,
        "DATABASE_URL": "postgresql://nobody@/none?host=/nowhere",
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "read_schedule", *arguments],
        cwd=ROOT,
        env=environment,
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_each_line_is_answered_without_a_database():
    done = run("1 раз в квартал\n\nсм. п. 2.1\n", *YEAR)

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert [row["kind"] for row in rows] == ["quarterly", "undated", "unread"]
    assert rows[0]["occurrences"][0] == ["2023-01-01", "2023-03-31"]
    assert "1 раз в квартал" in done.stdout
    assert rows[2]["findings"] == [{"code": "UNREAD", "words": "см п 2 1"}]


def test_a_wrong_date_ends_with_2_and_says_why():
    done = run("", "--start", "2023-13-01", "--end", "2023-12-31")

    assert done.returncode == 2
    assert "2023-13-01" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_date_ends_with_2():
    assert run("", "--start", "2023-01-01").returncode == 2


def test_a_school_year_is_told(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("в течение года\r\n"))

    call_command(
        "read_schedule", "--start=2022-09-01", "--end=2023-08-31", "--school-year"
    )

    row = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["continuous"]) == ("academic_year", True)
    assert row["original"] == "в течение года"


def test_an_end_before_the_start_is_refused():
    with pytest.raises(CommandError) as refusal:
        call_command("read_schedule", "--start=2023-02-01", "--end=2023-01-01")

    assert refusal.value.returncode == 2
