"""Areas of cells that a workbook names: each becomes cells, so they are counted first.

A merged range or a link over a whole sheet is a line in the file and gigabytes once
the book is loaded.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.xml.functions import iterparse

MOST_CELLS = 500_000
NAMING = ("mergeCell", "hyperlink")


def are_too_wide(data: bytes) -> bool:
    """Tell whether the areas of the book together have more cells than are read."""
    book = load_workbook(io.BytesIO(data), read_only=True)
    try:
        total = 0
        for page in book.worksheets:
            for area in _areas(page):
                total += _cells(area)
                if total > MOST_CELLS:
                    return True
    finally:
        book.close()
    return False


def _areas(page: Any) -> Iterator[str]:
    with page._get_source() as source:
        for _event, element in iterparse(source):
            if element.tag.rpartition("}")[2] in NAMING:
                yield element.get("ref", "")
            element.clear()


def _cells(area: str) -> int:
    """Count the cells; what is not two corners is refused when the book is loaded."""
    if ":" not in area:
        return 1
    left, top, right, bottom = range_boundaries(area)
    return (int(right or 0) - int(left or 0) + 1) * (
        int(bottom or 0) - int(top or 0) + 1
    )
