"""The collection's progress by municipality, and the acceptance of many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from monitoring import collection, coverage
from monitoring.collection import Group, Line
from monitoring.forms.entry import CollectionForm
from monitoring.models import Cycle, Submission
from monitoring.services import submissions
from monitoring.services.submissions import Tally
from portal import access
from portal.access import Can
from portal.http import Request, page_or_part
from portal.models import Unit

SORTS: dict[str, Callable[[Group], Decimal | int | str]] = {
    "name": lambda group: str(group.unit.sort_name),
    "filled": lambda group: group.tally.share or 0,
    "submitted": lambda group: group.tally.submitted,
    "accepted": lambda group: group.tally.accepted,
    "late": lambda group: group.tally.late,
}
NAMED = 12  # units that a confirmation lists by name


@require_safe
def matrix(request: Request, pk: int) -> HttpResponse:
    """Show who has filled, submitted and accepted; a head goes to their own form."""
    cycle = _cycle(request, pk)
    home = access.home_unit(request.user)
    if home is not None and home.kind == Unit.Kind.ORGANIZATION:
        return redirect("monitoring:entry", pk=cycle.pk, unit_pk=home.pk)
    return page_or_part(
        request,
        "monitoring/collection_page.html",
        "monitoring/_collection_matrix.html",
        _context(request, cycle),
    )


@require_http_methods(["GET", "POST"])
def accept(request: Request, pk: int) -> HttpResponse:
    """Say how many submissions will be accepted; on POST accept them."""
    cycle = _cycle(request, pk)
    if not access.anywhere(request.user, Can.ACCEPT):
        raise PermissionDenied
    chosen = _waiting(request, cycle)
    if request.method == "POST":
        units = [submission.unit_id for submission in chosen]
        tally = submissions.accept_many(cycle.pk, units, by=request.user)
        _say(request, tally)
        return redirect("monitoring:collection", pk=cycle.pk)
    return render(
        request, "monitoring/collection_accept.html", _question(cycle, chosen)
    )


def _cycle(request: Request, pk: int) -> Cycle:
    cycles = Cycle.objects.visible_to(request.user)
    return get_object_or_404(cycles.select_related("methodology", "owner"), pk=pk)


def _context(request: Request, cycle: Cycle) -> dict[str, object]:
    form = CollectionForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    everything = collection.groups(
        cycle, request.user, timezone.localdate(), chosen.get("type", "")
    )
    groups = _with_state(everything, chosen.get("state", ""))
    opened = request.GET.get("open", "")
    if len(groups) == 1 and not opened:
        opened = str(groups[0].unit.pk)
    return {
        "cycle": cycle,
        "filters": form,
        "groups": _sorted(groups, request.GET.get("sort", "")),
        "opened": int(opened) if opened.isdecimal() else 0,
        "total": collection.tally(line for group in groups for line in group.all),
        "coverage": coverage.of(cycle, _branch(request, cycle)),
        "may_accept": access.anywhere(request.user, Can.ACCEPT),
    }


def _branch(request: Request, cycle: Cycle) -> str:
    home = access.home_unit(request.user)
    return str(home.path if home is not None else cycle.owner.path)


def _with_state(groups: Iterable[Group], state: str) -> list[Group]:
    """The groups with only the lines of that state; empty groups are dropped."""
    if not state:
        return list(groups)
    kept = [
        Group(
            group.unit,
            group.own if group.own and _is(group.own, state) else None,
            [line for line in group.lines if _is(line, state)],
        )
        for group in groups
    ]
    return [group for group in kept if group.all]


def _is(line: Line, state: str) -> bool:
    return {
        "missing": not line.is_handed_in,
        "waiting": line.is_waiting,
        "returned": line.submission.status == Submission.Status.RETURNED,
        "late": line.is_late,
        "accepted": line.submission.status == Submission.Status.ACCEPTED,
    }[state]


def _sorted(groups: list[Group], sort: str) -> list[Group]:
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return groups
    return sorted(groups, key=key, reverse=sort.startswith("-"))


def _waiting(request: Request, cycle: Cycle) -> list[Submission]:
    """Submitted values of the marked municipalities and units, by name."""
    asked = request.POST if request.method == "POST" else request.GET
    branches = [int(pk) for pk in asked.getlist("branch") if pk.isdecimal()]
    units = [int(pk) for pk in asked.getlist("unit") if pk.isdecimal()]
    rows = (
        Submission.objects.visible_to(request.user)
        .filter(cycle=cycle)
        .waiting_for_acceptance()
        .select_related("unit")
        .order_by("unit__sort_name", "pk")
    )
    return list(
        rows.filter(Q(unit__in=[*branches, *units]) | Q(unit__parent__in=branches))
    )


def _question(cycle: Cycle, chosen: list[Submission]) -> dict[str, object]:
    title = ngettext(
        "Accept %(count)s submission?", "Accept %(count)s submissions?", len(chosen)
    )
    button = ngettext(
        "Accept %(count)s submission", "Accept %(count)s submissions", len(chosen)
    )
    names = [submission.unit.short_name for submission in chosen[:NAMED]]
    if len(chosen) > NAMED:
        more = _("and %(count)s more") % {"count": len(chosen) - NAMED}
        names.append(more)
    return {
        "cycle": cycle,
        "section": "collection",
        "title": title % {"count": len(chosen)},
        "action": button % {"count": len(chosen)},
        "names": names,
        "units": [submission.unit_id for submission in chosen],
        "cancel_url": reverse("monitoring:collection", args=[cycle.pk]),
    }


def _say(request: Request, tally: Tally) -> None:
    if tally.done:
        words = ngettext(
            "%(count)s submission is accepted.",
            "%(count)s submissions are accepted.",
            tally.done,
        )
        messages.success(request, words % {"count": tally.done})
    for unit, reason in tally.refused[:NAMED]:
        messages.warning(request, f"{unit.short_name}: {reason}")
