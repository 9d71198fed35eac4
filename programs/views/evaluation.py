"""The evaluation of a year or of a whole program: page, conclusion, files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, asking, workbooks
from portal.access import Can
from portal.asking import Step
from portal.http import Request, download, id_of
from programs import evaluation_pdf, evaluation_sheets
from programs.evaluation_words import RULES, SOURCES, STATES, TONES
from programs.forms.evaluation import ConclusionForm, HandValueForm
from programs.models import Evaluation, HandValue, Program, TargetIndicator
from programs.reading import evaluation as reading
from programs.reading import event_facts, target_facts, warning
from programs.reading.target_facts import ProgramFacts
from programs.services import evaluations, hand_values
from programs.views import documents_steps as steps

FINAL = "final"
SECTION = steps.SECTION


@require_safe
def page(request: Request, pk: int) -> HttpResponse:
    """Show the evaluation of the year that the address names, or of the present one."""
    program = _issued(request, pk)
    year = _year(request, program)
    row = _readable(request, program, year)
    facts = None if row.signed_at else reading.facts_of(program, year)
    manages = access.may(request.user, Can.MANAGE_PROGRAMS, program.unit)
    context = {
        "program": program,
        "year": year,
        "years": target_facts.years_of(program),
        "evaluation": row,
        "figures": _toned(_figures(program, row, facts)),
        "outlook": _outlook(program, year, facts) if facts else None,
        "may_write": manages and not row.signed_at,
        "may_sign": not row.signed_at
        and access.may(request.user, Can.PUBLISH_PROGRAMS, program.unit),
        "query": _query(year),
        "rules": RULES,
        "trail": steps.trail(program),
        "section": SECTION,
    }
    return render(request, "programs/evaluation/page.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Write the conclusion and the proposals."""
    program = _managed(request, pk, Can.MANAGE_PROGRAMS)
    year = _year(request, program)
    form = ConclusionForm(request.POST or None, instance=_evaluation(program, year))
    step = _step(program, year, _("Conclusion and proposals"), _("Save"))
    return asking.ask(
        request,
        step,
        form,
        lambda data: evaluations.write(pk, year=year, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def sign(request: Request, pk: int) -> HttpResponse:
    """Ask, then sign: the figures do not change any more."""
    program = _managed(request, pk, Can.PUBLISH_PROGRAMS)
    year = _year(request, program)
    text = _(
        "The figures of today are kept with the conclusion. What is signed cannot be"
        " changed."
    )
    step = _step(program, year, _("Sign the evaluation?"), _("Sign"), text)
    return asking.confirm(
        request, step, lambda: evaluations.sign(pk, year=year, by=request.user)
    )


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """Serve the evaluation as a PDF."""
    program = _issued(request, pk)
    year = _year(request, program)
    row = _readable(request, program, year)
    content = evaluation_pdf.made(program, row, _toned(_figures(program, row)))
    return download(content, _("Evaluation") + ".pdf", "application/pdf")


@require_safe
def export(request: Request, pk: int) -> HttpResponse:
    """Serve the evaluation's tables as XLSX."""
    program = _issued(request, pk)
    row = _evaluation(program, _year(request, program))
    sheets = evaluation_sheets.sheets(program, _figures(program, row))
    return download(workbooks.workbook(sheets), _("Evaluation") + ".xlsx")


@require_http_methods(["GET", "POST"])
def hand_value(request: Request, pk: int, year: int) -> HttpResponse:
    """Enter the fact of an indicator by hand, with its source."""
    indicator = _indicator(request, pk, year)
    found = HandValue.objects.filter(indicator=indicator, year=year).first()
    form = HandValueForm(request.POST or None, instance=found)
    title = _("Fact of %(year)s") % {"year": year}
    step = _step(indicator.program, year, title, _("Save"), indicator.name)
    return asking.ask(
        request,
        step,
        form,
        lambda data: hand_values.write(pk, year=year, by=request.user, **data),
    )


@require_http_methods(["GET", "POST"])
def hand_value_remove(request: Request, pk: int, year: int) -> HttpResponse:
    """Ask, then take a fact entered by hand back."""
    indicator = _indicator(request, pk, year)
    title = _("Take the entered fact back?")
    step = _step(indicator.program, year, title, _("Take back"), indicator.name)
    return asking.confirm(
        request, step, lambda: hand_values.remove(pk, year=year, by=request.user)
    )


def _issued(request: Request, pk: int) -> Program:
    program = steps.seen(request, pk)
    if program.is_draft:
        raise Http404
    return program


def _managed(request: Request, pk: int, can: Can) -> Program:
    program = steps.managed(request, pk, can)
    if program.is_draft:
        raise Http404
    return program


def _indicator(request: Request, pk: int, year: int) -> TargetIndicator:
    seen = Program.objects.visible_to(request.user).public()
    rows = TargetIndicator.objects.filter(program__in=seen)
    row = get_object_or_404(rows.select_related("program__unit"), pk=pk)
    access.require(request.user, Can.MANAGE_PROGRAMS, row.program.unit)
    if year not in target_facts.years_of(row.program):
        raise Http404
    return row


def _year(request: Request, program: Program) -> int | None:
    """Return the asked year; None is the final evaluation, 404 for other years."""
    asked = request.GET.get("year", "")
    if asked == FINAL:
        return None
    years = target_facts.years_of(program)
    if not asked:
        today = event_facts.year_of(program, timezone.localdate()).first.year
        return min(max(today, years[0]), years[-1])
    if id_of(asked) not in years:
        raise Http404
    return id_of(asked)


def _query(year: int | None) -> str:
    return f"?year={year or FINAL}"


def _evaluation(program: Program, year: int | None) -> Evaluation:
    return reading.found(program, year) or Evaluation(program=program, year=year)


def _readable(request: Request, program: Program, year: int | None) -> Evaluation:
    """Return the evaluation; until it is signed only its writers read its words."""
    row = _evaluation(program, year)
    if row.signed_at or access.may(request.user, Can.MANAGE_PROGRAMS, program.unit):
        return row
    return Evaluation(program=program, year=year)


def _figures(
    program: Program, row: Evaluation, facts: ProgramFacts | None = None
) -> dict[str, Any]:
    """Return the signed figures, else those of today, by facts counted already."""
    if row.signed_at is not None:
        signed: dict[str, Any] = row.figures
        return signed
    found = facts or reading.facts_of(program, row.year)
    return reading.figures_from(program, row.year, found)


def _toned(figures: dict[str, Any]) -> dict[str, Any]:
    found = reading.shown(figures)
    for name in ("indicators", "targets"):
        found[name] = [
            {
                **row,
                "tone": TONES[row["state"]],
                "words": STATES[row["state"]],
                "source_words": SOURCES[row.get("source", "")],
            }
            for row in found[name]
        ]
    return found


def _outlook(
    program: Program, year: int | None, facts: ProgramFacts
) -> warning.Outlook | None:
    """Foretell the present year only: a past one has its facts."""
    if year is None or not program.is_in_force:
        return None
    days = event_facts.days_of_year(program, year)
    if not days.first <= timezone.localdate() <= days.last:
        return None
    return warning.outlook(program, facts)


def _step(
    program: Program, year: int | None, title: str, action: str, text: str = ""
) -> Step:
    back = reverse("programs:evaluation", args=[program.pk]) + _query(year)
    trail = steps.trail(program, (_("Evaluation"), back))
    done = _("The evaluation is saved.")
    return Step(title, action, back, done, trail, SECTION, text)
