"""Runs every measurement, or those named, prints a table and writes bench.json."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
from pathlib import Path

import django

import bench

FILE = Path("bench.json")
COLUMNS = ("name", "value", "unit", "floor", "ratio", "target", "met")
Row = dict[str, object]


def main(wanted: list[str]) -> int:
    """Run them one after another; 1 if a target is missed or a name is unknown."""
    known = measurements()
    if unknown := set(wanted) - set(known):
        print(f"No such measurement: {', '.join(sorted(unknown))}")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    django.setup()
    rows: list[Row] = []
    for name in wanted or known:
        print(f"… {name}", flush=True)
        rows += importlib.import_module(f"bench.{name}").bench()
        FILE.write_text(json.dumps(rows, indent=2, ensure_ascii=False), "utf-8")
    print(table(rows))
    return 0 if all(row["met"] for row in rows) else 1


def measurements() -> list[str]:
    """Return the modules of this package that measure something."""
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__))
    sources = {name: Path(bench.__path__[0], f"{name}.py") for name in names}
    return [
        name
        for name, source in sources.items()
        if "\ndef bench(" in source.read_text("utf-8")
    ]


def table(rows: list[Row]) -> str:
    """Return the rows under each other, each column as wide as its widest cell."""
    cells = [[_cell(row[column]) for column in COLUMNS] for row in rows]
    widths = [max(map(len, column)) for column in zip(COLUMNS, *cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in [list(COLUMNS), *cells]
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "met" if value else "MISSED"
    return str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
