"""Rotation: whose term ends, and the decisions of one sitting of the commission."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import access, journal
from portal.access import Can
from portal.errors import Refused
from portal.http import Request, download, id_of
from portal.listing import page_of
from reserve import rotation_file
from reserve.forms.rotation import (
    RotationFilter,
    SittingForm,
    VerdictForm,
    verdict_forms,
)
from reserve.models import Member
from reserve.models.members import MemberQuerySet
from reserve.reading import rotation as reading
from reserve.services import rotation
from reserve.services.rotation import NotAll, Outcome

Forms = dict[int, VerdictForm]


@require_http_methods(["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """Show whose term ends; on POST take all the decisions, or none."""
    access.require_anywhere(request.user, Can.SEE_RESERVE)
    if request.method != "POST":
        return _shown(request, SittingForm(), {}, [])
    access.require_anywhere(request.user, Can.DECIDE_RESERVE)
    sitting = SittingForm(request.POST)
    forms = _posted(request)
    if not (sitting.is_valid() & all(form.is_valid() for form in forms.values())):
        return _shown(request, sitting, forms, [])
    try:
        verdicts = [form.verdict for form in forms.values()]
        outcome = rotation.decide(verdicts, sitting=sitting.sitting, by=request.user)
    except Refused as refusal:
        sitting.add_error(None, str(refusal))
        problems = refusal.problems if isinstance(refusal, NotAll) else []
        return _shown(request, sitting, forms, problems)
    messages.success(request, _done(outcome))
    return redirect(request.get_full_path())


@require_safe
def xlsx(request: Request) -> HttpResponse:
    """Serve the list for the sitting as a file, on record."""
    user = request.user
    if not (
        access.anywhere(user, Can.SEE_RESERVE) and access.anywhere(user, Can.EXPORT)
    ):
        raise PermissionDenied
    form = RotationFilter(request.GET or None, user=user)
    content, count = rotation_file.as_xlsx(_due(request, form), user)
    region = access.home_region(user)
    if region:
        journal.write(
            "reserve_rotation_exported", region, by=user, unit=region, count=count
        )
    return download(content, f"{_('Rotation')} {timezone.localdate():%Y-%m-%d}.xlsx")


def _due(request: Request, form: RotationFilter) -> MemberQuerySet:
    """Return those whose term ends within the horizon, who is first on top."""
    seen = form.filtered(Member.objects.visible_to(request.user))
    rows = reading.due(seen, timezone.localdate(), form.horizon)
    related = rows.select_related("person", "unit__parent", "owner", "readiness")
    return related.order_by("term_ends_on", "pk")


def _shown(
    request: Request,
    sitting: SittingForm,
    posted: Forms,
    problems: Sequence[rotation.Problem],
) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    form = RotationFilter(request.GET or None, user=user)
    page = page_of(_due(request, form), request.GET)
    lines = reading.lines(list(page.object_list), user, today)
    open_to = [line.member for line in lines if line.may_decide]
    forms = verdict_forms(open_to, reading.grounds(access.home_region(user))) | posted
    within = form.filtered(Member.objects.within(user))
    places = reading.places(within, today, form.horizon)
    context = {
        "form": form,
        "sitting": sitting,
        "page": page,
        "docket": [(line, forms.get(line.member.pk)) for line in lines],
        "faults": [(one.member, one.errors) for one in posted.values() if one.errors],
        "may_decide": bool(open_to),
        "places": places,
        "total": reading.total(places),
        "months": form.horizon,
        "problems": problems,
        "section": "reserve",
    }
    return render(request, "reserve/rotation/page.html", context)


def _posted(request: Request) -> Forms:
    """Return the decisions that were sent; Http404 for people out of sight."""
    ids = {id_of(text) for text in request.POST.getlist("row")[: rotation.MOST + 1]}
    rows = Member.objects.visible_to(request.user).filter(pk__in=ids)
    members = list(rows.select_related("person", "unit", "owner").order_by("pk"))
    if len(members) != len(ids):
        raise Http404
    grounds = reading.grounds(access.home_region(request.user))
    return verdict_forms(members, grounds, request.POST)


def _done(outcome: Outcome) -> str:
    text = _(
        "The decisions are taken: terms extended %(extended)s, excluded %(excluded)s."
    )
    return text % {"extended": outcome.extended, "excluded": outcome.excluded}
