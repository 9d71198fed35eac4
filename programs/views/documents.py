"""Program documents: side by side, the passport of one, its rows, its file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import access, file_names, listing, workbooks
from portal.access import Can
from portal.http import Request, download
from portal.models import User
from programs import document_sheets
from programs.forecasts import Forecast
from programs.forms.documents import DocumentFilter
from programs.models import Clause, Program
from programs.reading import (
    differences,
    documents,
    event_facts,
    redline,
    target_facts,
    warning,
)
from programs.reading import rows as plan
from programs.reading.differences import Difference
from programs.reading.passport import Passport, editions
from programs.reading.target_facts import ProgramFacts
from programs.views.documents_steps import SECTION, seen

Forecasts = dict[int, Forecast]

COLUMNS = {
    "name": "short_name",
    "kind": "kind",
    "act": "act_on",
    "territory": "unit__sort_name",
    "period": "starts_on",
    "level": "level",
    "state": "status",
}
MOST_DIFFERENCES = 4


@require_safe
def home(request: Request) -> HttpResponse:
    """Show the documents side by side."""
    form = _filter(request)
    found = form.found().order_by(*listing.ordering(request.GET, COLUMNS, "-period"))
    page = listing.page_of(found, request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": documents.rows_of(page),
        "is_filtered": any(form.cleaned_data.values()),
        "may_add": access.anywhere(request.user, Can.MANAGE_PROGRAMS),
        "section": SECTION,
    }
    return render(request, "programs/document/list.html", context)


@require_safe
def home_xlsx(request: Request) -> HttpResponse:
    """Serve the chosen documents as a workbook."""
    found = _filter(request).found().order_by("-starts_on", "pk")
    sheet = document_sheets.comparison(documents.rows_of(found))
    return download(workbooks.workbook([sheet]), _("Program documents") + ".xlsx")


@require_safe
def program(request: Request, pk: int) -> HttpResponse:
    """Show the passport: what blocks, how far, who answers, what it says."""
    found = seen(request, pk)
    context = {
        **_shown(request, found, *_facts(found, request.user)),
        "editions": list(editions(found, request.user)),
        "differences": (made := _differences(found)),
        "main_differences": redline.places(made[:MOST_DIFFERENCES]),
        "clause_kinds": Clause.Kind.choices,
        "tab": "passport",
    }
    return render(request, "programs/document/page.html", context)


@require_safe
def program_rows(request: Request, pk: int) -> HttpResponse:
    """Show the rows of the plan in the document's words, and how they are read."""
    found = seen(request, pk)
    context = {**_shown(request, found), **_plan(found), "tab": "rows"}
    return render(request, "programs/document/rows.html", context)


@require_safe
def program_print(request: Request, pk: int) -> HttpResponse:
    """Show the whole document on one page, for paper."""
    found = seen(request, pk)
    context = {**_shown(request, found), **_plan(found)}
    return render(request, "programs/document/print.html", context)


@require_safe
def program_xlsx(request: Request, pk: int) -> HttpResponse:
    """Serve the passport, the rows and the targets as a workbook."""
    found = seen(request, pk)
    passport = Passport(found, timezone.localdate())
    lines = plan.lines(found, plan.of(found))
    content = workbooks.workbook(document_sheets.whole(passport, lines))
    return download(content, file_names.shown(f"{found}"[:80] + ".xlsx"))


def _filter(request: Request) -> DocumentFilter:
    access.require_anywhere(request.user, Can.SEE_PROGRAMS)
    return DocumentFilter(request.GET, rows=documents.listed(request.user))


def _plan(found: Program) -> dict[str, object]:
    lines = plan.lines(found, plan.of(found))
    return {"lines": lines, "shows": plan.columns(lines)}


def _differences(found: Program) -> list[Difference]:
    if found.previous is None:
        return []
    return differences.between(found.previous, found)


def _facts(
    found: Program, user: User
) -> tuple[ProgramFacts | None, Forecasts, int | None]:
    """Return the facts of the last year that has any, what this year comes to, it."""
    if found.is_draft:
        return None, {}, None
    years = target_facts.years_of(found)
    now = event_facts.year_of(found, timezone.localdate()).first.year
    current = target_facts.of_program(found, now, user)
    forecasts = warning.of_indicators(found, current) if found.is_in_force else {}
    if now == years[0] or any(row.fact is not None for row in current.indicators):
        return current, forecasts, now
    return target_facts.of_program(found, now - 1, user), forecasts, now


def _shown(
    request: Request,
    found: Program,
    facts: ProgramFacts | None = None,
    forecasts: Forecasts | None = None,
    foretold: int | None = None,
) -> dict[str, object]:
    """Return what every page of one document needs."""
    unit = found.unit
    manages = access.may(request.user, Can.MANAGE_PROGRAMS, unit)
    return {
        "program": found,
        "passport": Passport(found, timezone.localdate(), facts, forecasts, foretold),
        "facts": facts,
        "tone": documents.TONES[found.status],
        "manages": manages,
        "writes": manages and found.is_draft,
        "publishes": access.may(request.user, Can.PUBLISH_PROGRAMS, unit),
        "section": SECTION,
    }
