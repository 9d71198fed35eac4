"""Letters for a second of processor time, ours beside naive markup of the same text."""

import json
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import django
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from monitoring.letter_pdf import content, render
from portal import typography
from portal.pdf import engine

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "monitoring" / "letter.json"
NAIVE = ROOT / "bench" / "naive.css"
ROUNDS = 9  # letters of each kind, taken in turns
IN_POOL = 8  # letters for each process
POOL_ROUNDS = 3
SPEED_TARGET = 2.0  # times the naive markup
POOL_TARGET = 1.6  # two processes over one


class Row(TypedDict):
    """One measured figure and the floor beside it."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    target: float
    met: bool


def bench() -> list[Row]:
    """Measure one letter against naive markup, then two processes against one."""
    _set_up()
    ours, naive = _cpu_seconds()
    one, two = _pool_seconds()
    return [
        _row("letter", "letters/CPU s", (1 / ours, 1 / naive), SPEED_TARGET),
        _row(
            "two processes",
            "letters/s",
            (2 * IN_POOL / two, IN_POOL / one),
            POOL_TARGET,
        ),
    ]


def _row(name: str, unit: str, pair: tuple[float, float], target: float) -> Row:
    value, floor = pair
    ratio = value / floor
    return Row(
        name=name,
        value=round(value, 2),
        unit=unit,
        floor=round(floor, 2),
        ratio=round(ratio, 2),
        target=target,
        met=ratio >= target,
    )


def _set_up() -> None:
    """Set Django up if nobody has: the letters need templates and no database."""
    if apps.ready:
        return
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        backend = "django.template.backends.django.DjangoTemplates"
        templates = [{"BACKEND": backend, "DIRS": [ROOT / "templates"]}]
        settings.configure(TEMPLATES=templates, USE_THOUSAND_SEPARATOR=False)
    django.setup()


def _cpu_seconds() -> tuple[float, float]:
    """Return the median processor time of a letter: ours, naive."""
    ours, naive = [], []
    for number in range(-1, ROUNDS):
        taken = _timed(_ours, number), _timed(_naive, number)
        if number >= 0:  # the first of each warms up
            ours.append(taken[0])
            naive.append(taken[1])
    return statistics.median(ours), statistics.median(naive)


def _pool_seconds() -> tuple[float, float]:
    """Return the shortest time in which one and two processes make their letters."""
    shortest = {1: float("inf"), 2: float("inf")}
    context = multiprocessing.get_context("fork")  # children start warm
    for _round in range(POOL_ROUNDS):
        for count in shortest:
            with context.Pool(count) as pool:
                began = time.perf_counter()
                pool.map(_batch, range(count), chunksize=1)
                shortest[count] = min(shortest[count], time.perf_counter() - began)
    return shortest[1], shortest[2]


def _timed(make: Callable[[int], None], number: int) -> float:
    began = time.process_time()
    make(number)
    return time.process_time() - began


def _batch(batch: int) -> None:
    for number in range(IN_POOL):
        _ours(batch * IN_POOL + number)


def _ours(number: int) -> None:
    render.letter_pdf(_letter(number))


def _naive(number: int) -> None:
    """Make the same letter as a first draft would: all styles inline, fonts anew."""
    styles = get_template("pdf/letter.css").render() + NAIVE.read_text()
    html = render.letter_html(_letter(number), 1)
    html = typography.typeset(html.replace("<style>", f"<style>{styles}", 1))
    document = HTML(string=html, base_url=f"{engine.FONTS_DIR.as_uri()}/")
    document.write_pdf(font_config=FontConfiguration(), **engine.TAGGED)


def _letter(number: int) -> content.LetterContent:
    """Return the sample letter for another school with other figures."""
    letter = content.from_json(json.loads(SAMPLE.read_text()))
    rows = tuple(
        replace(row, numerator=(row.numerator or Decimal(0)) + number + 2)
        for row in letter.indicators
    )
    name = letter.addressee.organization.replace("7", str(number + 10))
    addressee = replace(letter.addressee, organization=name)
    return replace(letter, addressee=addressee, indicators=rows)


if __name__ == "__main__":
    print(json.dumps(bench(), ensure_ascii=False, indent=1))
