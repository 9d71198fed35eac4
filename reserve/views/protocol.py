"""The commission's protocol: heading, decisions, signing, files."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal import access, journal
from portal.access import Can
from portal.asking import attempt
from portal.http import Request, download
from portal.pdf import PdfFault
from reserve.forms.protocol import DecisionForms, HeadingForm
from reserve.models import Competition, Decision, Protocol, Readiness
from reserve.protocol_files import docx as docx_file
from reserve.protocol_files import pdf as pdf_file
from reserve.reading import obstacles
from reserve.reading import protocol as reading
from reserve.reading.protocol import Paper
from reserve.services import protocols
from reserve.views.assessment import found

HEADING = ("number", "held_on", "chair", "secretary", "attendees")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "POST"])
def protocol(request: Request, pk: int) -> HttpResponse:
    """Show the protocol; on POST write its heading."""
    competition = found(request, pk)
    row = Protocol.objects.filter(competition=competition).first()
    form = _heading(request.POST or None, competition, row)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(
            request,
            lambda: protocols.draw_up(pk, heading=form.heading(), by=request.user),
            _("The heading is written; check the decisions below."),
        )
    ):
        return redirect("reserve:protocol", pk=pk)
    return _page(request, competition, row, form, None)


@require_http_methods(["GET", "POST"])
def decisions(request: Request, pk: int) -> HttpResponse:
    """Write the decisions line by line; a line with a fault is shown again."""
    competition, row = _drawn(request, pk)
    if request.method != "POST":
        return redirect("reserve:protocol", pk=pk)
    lines = _lines(request, row)
    if lines.is_valid() and attempt(
        request,
        lambda: protocols.decide(pk, choices=lines.choices(), by=request.user),
        _("The decisions are written."),
    ):
        return redirect("reserve:protocol", pk=pk)
    form = _heading(None, competition, row)
    return _page(request, competition, row, form, lines)


@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    """Propose the decisions anew by rank."""
    _drawn(request, pk)
    attempt(
        request,
        lambda: protocols.propose(pk, by=request.user),
        _("The decisions are proposed anew by rank and places."),
    )
    return redirect("reserve:protocol", pk=pk)


@require_http_methods(["GET", "POST"])
def sign(request: Request, pk: int) -> HttpResponse:
    """Ask, then sign the protocol and carry it out."""
    competition, row = _drawn(request, pk)
    access.require(request.user, Can.DECIDE_RESERVE, competition.unit)
    back = reverse("reserve:protocol", args=[pk])
    if request.method == "POST":
        attempt(
            request,
            lambda: protocols.sign(pk, by=request.user),
            _("The protocol is signed. Every candidate has a letter."),
        )
        return redirect(back)
    if row.signed_at:
        return redirect(back)
    return render(request, "confirm.html", _question(row, request.path, back))


@require_safe
def docx(request: Request, pk: int) -> HttpResponse:
    """Serve the protocol as DOCX; that it left the portal is on record."""
    return _file(request, pk, docx_file.rendered, "docx", DOCX)


@require_safe
def pdf(request: Request, pk: int) -> HttpResponse:
    """Serve the protocol as PDF; that it left the portal is on record."""
    return _file(request, pk, pdf_file.rendered, "pdf", "application/pdf")


def _drawn(request: Request, pk: int) -> tuple[Competition, Protocol]:
    competition = found(request, pk)
    row = get_object_or_404(Protocol, competition=competition)
    row.competition = competition
    return competition, row


def _page(
    request: Request,
    competition: Competition,
    row: Protocol | None,
    form: HeadingForm,
    lines: DecisionForms | None,
) -> HttpResponse:
    if row is not None:
        row.competition = competition
    is_open = competition.status == Competition.Status.ASSESSING
    context = {
        "competition": competition,
        "protocol": row,
        "form": form,
        "lines": (lines or _lines(request, row)).forms if row else [],
        "rows": list(reading.decisions(row)) if row else [],
        "is_open": is_open,
        "obstacles": obstacles.of(row) if row and is_open else [],
        "may_sign": access.may(request.user, Can.DECIDE_RESERVE, competition.unit),
    }
    return render(request, "reserve/protocol/page.html", context)


def _lines(request: Request, row: Protocol) -> DecisionForms:
    """Return the forms of the lines; only a POST to their own address fills them."""
    posted = request.method == "POST" and request.path.endswith("/decisions/")
    region = protocols.region_of(row.competition.unit)
    return DecisionForms(
        request.POST if posted else None,
        reading.decisions(row),
        Readiness._default_manager.filter(owner=region, is_active=True),
    )


def _heading(
    data: QueryDict | None, competition: Competition, row: Protocol | None
) -> HeadingForm:
    """Return the form of the heading: as it is stored, else on the day announced."""
    if row is None:
        return HeadingForm(data, initial={"held_on": competition.decides_on})
    return HeadingForm(data, stored={name: getattr(row, name) for name in HEADING})


def _question(row: Protocol, action: str, back: str) -> dict[str, object]:
    verdicts = list(row.decisions.values_list("verdict", flat=True))
    included = verdicts.count(Decision.Verdict.INCLUDE)
    declined = len(verdicts) - included
    return {
        "title": _("Sign protocol № %(number)s?") % {"number": row.number},
        "text": _(
            "A signed protocol does not change any more. Those included become members"
            " of the reserve, and every candidate gets a letter."
        ),
        "lines": [
            ngettext(
                "%(count)s person is included in the reserve",
                "%(count)s people are included in the reserve",
                included,
            )
            % {"count": included},
            ngettext(
                "%(count)s person is not included",
                "%(count)s people are not included",
                declined,
            )
            % {"count": declined},
            *obstacles.warnings(row),
            *obstacles.of(row),
        ],
        "action": _("Sign"),
        "action_url": action,
        "cancel_url": back,
    }


def _file(
    request: Request,
    pk: int,
    render_file: Callable[[Paper], bytes],
    suffix: str,
    content_type: str,
) -> HttpResponse:
    competition, row = _drawn(request, pk)
    try:
        data = render_file(reading.paper(row))
    except PdfFault as fault:
        raise Http404(str(fault)) from fault
    journal.write(
        "protocol_exported",
        row,
        by=request.user,
        unit=competition.unit,
        form=suffix,
    )
    return download(data, f"protocol-{pk}.{suffix}", content_type)
