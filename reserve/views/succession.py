"""The succession map: municipalities, their posts, and both as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import access, journal, workbooks
from portal.access import Can
from portal.charts import place
from portal.http import Request, download
from portal.listing import page_of
from portal.models import Unit
from reserve import succession_sheets
from reserve import succession_words as words
from reserve.forms.succession import MapFilter
from reserve.reading import effective, graduates
from reserve.reading import succession as reading
from reserve.reading.kept import Kept
from reserve.reading.succession import Lens, Line, Ready, Row


@dataclass(frozen=True)
class Shown:
    """A municipality with the geometry of its bar, in percent as text."""

    row: Row
    full: str
    thin_x: str
    thin: str
    bare_x: str
    bare: str


@dataclass(frozen=True)
class Post:
    """A post with its words: why it will be free, who is ready, what to do."""

    line: Line
    reasons: Sequence[str]
    ready: Sequence[Ready]
    advice: str


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the map of one's branches."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    today = timezone.localdate()
    form = MapFilter(request.GET, today=today)
    lens = lens_of(form, today)
    found = reading.kept(Kept(request.user, today), request.user, lens)
    rows = [row for row in found.rows if row.bare or not _bare_only(request)]
    page = page_of(rows, request.GET)
    context = {
        "form": form,
        "lens": lens,
        "map": found,
        "page": page,
        "rows": _shown(list(page), found.rows),
        "growth": graduates.growth(request.user, effective.latest_cycle(request.user)),
        "bare_only": _bare_only(request),
        "section": "succession",
    }
    return render(request, "reserve/succession/index.html", context)


@require_safe
def unit(request: Request, pk: int) -> HttpResponse:
    """Show the posts of a municipality that will be free."""
    seen = access.scope(request.user, Can.SEE_RESERVE, path="path")
    found = get_object_or_404(Unit.objects.filter(seen).municipalities(), pk=pk)
    today = timezone.localdate()
    form = MapFilter(request.GET, today=today)
    lens = lens_of(form, today)
    lines = reading.lines(request.user, lens, found.pk)
    page = page_of(lines, request.GET)
    context = {
        "unit": found,
        "form": form,
        "lens": lens,
        "page": page,
        "bare": sum(1 for line in lines if not line.fits),
        "posts": _posts(request, lens, list(page)),
        "may_declare": access.may(request.user, Can.RUN_RESERVE, found),
        "section": "succession",
    }
    return render(request, "reserve/succession/unit.html", context)


@require_safe
def export(request: Request) -> HttpResponse:
    """Serve the map and its posts as XLSX; it is put on record."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    today = timezone.localdate()
    lens = lens_of(MapFilter(request.GET, today=today), today)
    lines = reading.lines(request.user, lens)
    ready = reading.ready(request.user, lens, [line.unit_id for line in lines])
    home = access.home_unit(request.user)
    if home is not None:
        journal.write("reserve_succession_exported", home, by=request.user, unit=home)
    content = workbooks.workbook(
        [
            succession_sheets.municipalities(
                reading.of_region(request.user, lens), lens
            ),
            succession_sheets.posts(lines, ready, lens),
        ]
    )
    return download(content, f"{_('Succession map')}.xlsx")


def lens_of(form: MapFilter, today: dt.date) -> Lens:
    """Return which posts the filters ask for."""
    return Lens(today, form.year, form.chosen("type"), form.chosen("reason"))


def _bare_only(request: Request) -> bool:
    return request.GET.get("bare") == "yes"


def _shown(rows: Sequence[Row], every: Sequence[Row]) -> list[Shown]:
    widest = max([row.free for row in every] + [1])

    def part(count: int) -> str:
        return place(100 * count / widest)

    return [
        Shown(
            row,
            full=part(row.full),
            thin_x=part(row.full),
            thin=part(row.thin),
            bare_x=part(row.full + row.thin),
            bare=part(row.bare),
        )
        for row in rows
    ]


def _posts(request: Request, lens: Lens, lines: Sequence[Line]) -> list[Post]:
    ready = reading.ready(request.user, lens, [line.unit_id for line in lines])
    return [
        Post(
            line,
            [_reason(code, line) for code in line.reasons],
            ready.get(line.unit_id, ()),
            str(words.ADVICE[line.advice]),
        )
        for line in lines
    ]


def _reason(code: str, line: Line) -> str:
    if code == "risk" and line.risk_years:
        return _("risk group, years in a row: %(years)s") % {"years": line.risk_years}
    return str(words.REASONS[code])
