"""Registration by a link and presence by a QR code: for officers, then for people."""

from __future__ import annotations

import datetime as dt

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.asking import attempt
from portal.http import Request
from programs.forms.participation import RegistrationForm
from programs.models import Occurrence, Participation, Program
from programs.services import attendance, participation
from programs.views.occurrence_steps import SECTION, seen, tracked
from programs.views.participation import trail

State = Participation.State


@require_http_methods(["GET", "POST"])
def registration(request: Request, pk: int) -> HttpResponse:
    """Show the secret address of registration with its QR code; open it on POST."""
    row = tracked(request, pk)
    last = row.registration_until or max(
        row.starts_on - dt.timedelta(days=1), timezone.localdate()
    )
    form = RegistrationForm(request.POST or None, initial={"until": last})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        if attempt(
            request,
            lambda: attendance.open_registration(pk, until=until, by=request.user),
        ):
            return redirect("programs:registration", pk)
    link = _link(request, "programs:register", row.registration_token)
    context = _context(row, link) | {
        "form": form,
        "is_open": attendance.registers(row),
    }
    return render(request, "programs/participation/registration.html", context)


@require_POST
def registration_close(request: Request, pk: int) -> HttpResponse:
    """Withdraw the address of registration."""
    tracked(request, pk)
    attempt(request, lambda: attendance.close_registration(pk, by=request.user))
    return redirect("programs:registration", pk)


@require_http_methods(["GET", "POST"])
def presence(request: Request, pk: int) -> HttpResponse:
    """Show the QR code that those present scan; make a new one on POST."""
    row = tracked(request, pk)
    if request.method == "POST":
        attempt(request, lambda: attendance.open_attendance(pk, by=request.user))
        return redirect("programs:presence", pk)
    link = _link(request, "programs:attend", row.attendance_token)
    today = timezone.localdate()
    context = _context(row, link) | {
        "is_today": row.starts_on <= today <= row.due_on,
        "present": row.participations.filter(state=State.ATTENDED).count(),
    }
    return render(request, "programs/participation/presence.html", context)


@require_POST
def presence_close(request: Request, pk: int) -> HttpResponse:
    """Withdraw the QR code."""
    tracked(request, pk)
    attempt(request, lambda: attendance.close_attendance(pk, by=request.user))
    return redirect("programs:presence", pk)


@require_http_methods(["GET", "POST"])
def register(request: Request, token: str) -> HttpResponse:
    """Let the one who has the address put themselves on the list, or off it."""
    row = _by_token(registration_token=token)
    if request.method == "POST":
        leaves = "leave" in request.POST
        act = attendance.withdraw if leaves else attendance.register
        attempt(request, lambda: act(token, by=request.user))
        return redirect("programs:register", token)
    is_open = attendance.registers(row) and row.status == Occurrence.Status.PLANNED
    return _door(request, row, is_open=is_open, is_presence=False)


@require_http_methods(["GET", "POST"])
def attend(request: Request, token: str) -> HttpResponse:
    """Let the one who scanned the code say that they are here."""
    row = _by_token(attendance_token=token)
    if request.method == "POST":
        attempt(request, lambda: attendance.attend(token, by=request.user))
        return redirect("programs:attend", token)
    is_today = row.starts_on <= timezone.localdate() <= row.due_on
    return _door(request, row, is_open=is_today, is_presence=True)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Write down whether the reader, who is on the list, will come."""
    row = seen(request, pk)
    get_object_or_404(row.participations, person=request.user.person_id or 0)
    comes = "leave" not in request.POST
    done = _("You will come: the organizers see it.")
    if not comes:
        done = _("You will not come: the organizers see it.")
    attempt(request, lambda: attendance.answer(pk, comes=comes, by=request.user), done)
    return redirect("programs:occurrence", row.pk)


def _door(
    request: Request, row: Occurrence, *, is_open: bool, is_presence: bool
) -> HttpResponse:
    own = row.participations.filter(person=request.user.person_id or 0).first()
    context = {
        "row": row,
        "own": own,
        "is_open": is_open and participation.is_open(row),
        "is_presence": is_presence,
        "works_at": attendance.unit_of(request.user)
        if request.user.person_id
        else None,
    }
    return render(request, "programs/participation/door.html", context)


def _by_token(**by_token: str) -> Occurrence:
    rows = Occurrence.objects.filter(
        event__program__status=Program.Status.PUBLISHED, **by_token
    )
    return get_object_or_404(rows.select_related("event__program", "unit"))


def _context(row: Occurrence, link: str) -> dict[str, object]:
    return {
        "row": row,
        "link": link,
        "code": qr_code(link) if link else "",
        "may_open": participation.is_open(row),
        "trail": trail(row, inside=True),
        "section": SECTION,
    }


def _link(request: Request, name: str, token: str | None) -> str:
    return request.build_absolute_uri(reverse(name, args=[token])) if token else ""


def qr_code(link: str) -> SafeString:
    """Return the address as an SVG that grows with its place."""
    code = segno.make(link, error="m", micro=False)
    svg = code.svg_inline(border=2, omitsize=True, svgclass="qr", title=_("QR code"))
    return mark_safe(svg)  # noqa: S308 - a path and our own title, no foreign text
