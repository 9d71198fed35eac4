"""The expert's pages: the list of own sheets, one sheet, its documents."""

from __future__ import annotations

from typing import IO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import files, journal
from portal.asking import attempt
from portal.errors import Refused
from portal.http import Request
from reserve import anonymous_files
from reserve.forms.sheets import RecusalForm, SheetForm
from reserve.models import Competition, Sheet
from reserve.reading import sheets as reading
from reserve.services import scores, sheets

CLOSED = "default-src 'none'; frame-ancestors 'none'; sandbox"


@require_safe
def own(request: Request) -> HttpResponse:
    """List the sheets given to the user, those that wait first."""
    lines = reading.own(request.user, timezone.localdate())
    waiting = sum(line.is_open for line in lines)
    context = {"lines": lines, "waiting": waiting}
    return render(request, "reserve/sheet/own.html", context)


@require_http_methods(["GET", "POST"])
def sheet(request: Request, pk: int) -> HttpResponse:
    """Show the sheet; on POST keep a draft or hand it in."""
    row = get_object_or_404(reading.of_user(request.user), pk=pk)
    asked = reading.questions(row)
    form = SheetForm(
        request.POST or None,
        questions=asked,
        initial={"strengths": row.strengths, "advice": row.advice},
    )
    if request.method == "POST" and form.is_valid():
        if _kept(request, row, form):
            return redirect("reserve:sheets")
        return redirect("reserve:sheet", pk=pk)
    if not row.stage.competition.is_blind:
        _note(request, row)
    note, others = reading.discussion(row)
    context = {
        "sheet": row,
        "competition": row.stage.competition,
        "questions": asked,
        "form": form,
        "sum": reading.sum_of(asked),
        "best": reading.best(asked),
        "papers": reading.papers(row),
        "project": reading.project(row),
        "may_change": scores.may_change(row, timezone.localdate()),
        "note": note,
        "others": others,
    }
    return render(request, "reserve/sheet/sheet.html", context)


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Keep what is filled in so far; the page's script asks for it."""
    row = get_object_or_404(reading.of_user(request.user), pk=pk)
    form = SheetForm(request.POST, questions=reading.questions(row))
    if not form.is_valid():
        return JsonResponse({"error": _("Not saved: look at the fields.")}, status=400)
    try:
        scores.save(pk, filling=form.filling(), by=request.user)
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    return JsonResponse({"saved": _("Draft saved")})


@require_http_methods(["GET", "POST"])
def recuse(request: Request, pk: int) -> HttpResponse:
    """Ask why, then take the sheet off its expert and give it to another."""
    row, is_own = _reachable(request, pk)
    others = row.stage.competition.experts.exclude(pk=row.expert_id).order_by("label")
    form = RecusalForm(request.POST or None, experts=None if is_own else others)
    back = _back(row, is_own=is_own)
    if request.method == "POST" and form.is_valid():
        expert = form.cleaned_data.get("expert")
        if attempt(
            request,
            lambda: sheets.recuse(
                pk,
                reason=form.cleaned_data["reason"],
                expert_id=expert.pk if expert else None,
                by=request.user,
            ),
            _("The sheet is taken off the expert; the next one is told."),
        ):
            return redirect(back)
    context = {
        "title": _("№ %(number)s: somebody else should judge?")
        % {"number": row.application.number},
        "text": _(
            "Points given so far are removed. The reason stays on record and is seen by"
            " the secretary of the commission."
        ),
        "form": form,
        "action": _("Give to another expert"),
        "action_url": request.path,
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


@require_safe
def document(request: Request, pk: int, number: int) -> FileResponse:
    """Serve a document of the application, in blind mode under a number."""
    row = get_object_or_404(reading.of_user(request.user), pk=pk)
    papers = {paper.number: paper for paper in reading.papers(row)}
    paper = papers.get(number)
    if paper is None or not files.is_intact(paper.file.path, paper.file.sha256):
        raise Http404
    _note(request, row, file=paper.file.pk)
    name = paper.name
    content: IO[bytes] = files.open_stored(paper.file.path)
    if row.stage.competition.is_blind:
        suffix = paper.file.path.rpartition(".")[2]
        name = f"{row.application.number}-{number}.{suffix}"
        content = anonymous_files.nameless(content, paper.file.content_type)
    return FileResponse(
        content,
        as_attachment=True,
        filename=name,
        headers={
            "Content-Type": paper.file.content_type,
            "Content-Security-Policy": CLOSED,
            "X-Content-Type-Options": "nosniff",
        },
    )


def _kept(request: Request, row: Sheet, form: SheetForm) -> bool:
    """Hand in or keep the draft; tell whether the sheet is handed in."""
    hands_in = "hand_in" in request.POST
    try:
        if hands_in:
            scores.hand_in(row.pk, filling=form.filling(), by=request.user)
            messages.success(
                request,
                _("№ %(number)s: the sheet is handed in.")
                % {"number": row.application.number},
            )
        else:
            scores.save(row.pk, filling=form.filling(), by=request.user)
            messages.success(request, _("The draft is saved."))
    except Refused as refusal:
        _keep_draft(request, row, form)
        messages.error(request, str(refusal))
        return False
    return hands_in


def _keep_draft(request: Request, row: Sheet, form: SheetForm) -> None:
    """Lose nothing of what was filled in when handing in is refused."""
    if row.status in Sheet.OPEN and scores.may_change(row, timezone.localdate()):
        scores.save(row.pk, filling=form.filling(), by=request.user)


def _note(request: Request, row: Sheet, *, file: int | None = None) -> None:
    journal.write(
        "reserve_file_opened",
        row.application,
        by=request.user,
        unit=row.stage.competition.unit,
        sheet=row.pk,
        file=file,
    )


def _reachable(request: Request, pk: int) -> tuple[Sheet, bool]:
    """Return a sheet of the user's own, or of a competition they run."""
    mine = reading.of_user(request.user).filter(pk=pk).first()
    if mine is not None:
        return mine, True
    run = Sheet.objects.filter(
        stage__competition__in=Competition.objects.run_by(request.user)
    )
    rows = run.exclude(status=Sheet.Status.RECUSED).select_related(
        "stage__competition__unit", "application"
    )
    return get_object_or_404(rows, pk=pk), False


def _back(row: Sheet, *, is_own: bool) -> str:
    if is_own:
        return reverse("reserve:sheets")
    url = reverse("reserve:competition_sheets", args=[row.stage.competition_id])
    return f"{url}?stage={row.stage_id}"
