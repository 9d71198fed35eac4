"""The collection's progress by municipality, and the acceptance of many at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from monitoring import collection, sources
from monitoring.collection import Counted, Tally
from monitoring.forms.entry import CollectionForm
from monitoring.models import Cycle, Submission
from monitoring.services import submissions
from portal import access, listing
from portal.access import Can
from portal.http import Request, id_of, page_or_part
from portal.models import Unit
from portal.remembered import remembered

SORTS: dict[str, Callable[[Tally], Decimal | int]] = {
    "filled": lambda tally: tally.share or 0,
    "submitted": lambda tally: tally.submitted,
    "accepted": lambda tally: tally.accepted,
    "late": lambda tally: tally.late,
}
KEPT_SECONDS = 30  # a change that was under way is seen after that at the latest
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
    access.require_anywhere(request.user, Can.ACCEPT)
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
    rows = _rows(request, cycle, chosen)
    counted = _counted(request, cycle, chosen)
    page = _page(request, counted.places)
    places = counted.places
    only = next(iter(places)) if len(places) == 1 else 0
    opened = only or id_of(request.GET.get("open"))
    return {
        "cycle": cycle,
        "filters": form,
        "page": page,
        "groups": collection.groups(rows, list(page), places, opened),
        "opened": opened,
        "total": counted.total,
        "coverage": _whole(request, cycle, chosen, counted.total),
        "may_accept": access.anywhere(request.user, Can.ACCEPT),
        "may_count": cycle.is_collecting
        and access.may(request.user, Can.RUN, cycle.owner)
        and sources.has_any(cycle),
    }


def _rows(
    request: Request, cycle: Cycle, chosen: Mapping[str, str]
) -> collection.Followed:
    visible = collection.within_sight(request.user, cycle)
    rows = collection.followed(cycle, visible, timezone.localdate())
    if chosen.get("type"):
        rows = rows.filter(unit__organization__type=chosen["type"])
    return collection.in_state(rows, chosen.get("state", ""))


def _counted(request: Request, cycle: Cycle, chosen: Mapping[str, str]) -> Counted:
    """Counts by municipality; those of a whole region are kept until a change."""
    rows = _rows(request, cycle, chosen)
    if not access.may(request.user, Can.VIEW, cycle.owner):
        return collection.counted(rows)
    parts = (
        cycle.pk,
        collection.last_change(),
        timezone.localdate(),
        *(chosen.get(name, "") for name in ("type", "state")),
    )
    key = ":".join(["collection", *map(str, parts)])
    return remembered(key, lambda: collection.counted(rows), KEPT_SECONDS)


def _page(request: Request, counted: Mapping[int, Tally]) -> Page[int]:
    """One page of ids of the municipalities counted by name, in the order asked."""
    ids = list(counted)
    sort = request.GET.get("sort", "")
    key = SORTS.get(sort.removeprefix("-"))
    if key is not None:
        ids.sort(key=lambda pk: key(counted[pk]), reverse=sort.startswith("-"))
    elif sort == "-name":
        ids.reverse()
    return listing.page_of(ids, request.GET, listing.WHOLE)


def _whole(
    request: Request, cycle: Cycle, chosen: Mapping[str, str], total: Tally
) -> Tally:
    """What the heading speaks of: all that is seen, whatever the filters."""
    if not any(chosen.values()):
        return total
    return _counted(request, cycle, {}).total


def _waiting(request: Request, cycle: Cycle) -> list[Submission]:
    """Submitted values of the marked municipalities and units, by name."""
    asked = request.POST if request.method == "POST" else request.GET
    branches = [id_of(text) for text in asked.getlist("branch")]
    units = [id_of(text) for text in asked.getlist("unit")]
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


def _say(request: Request, tally: submissions.Tally) -> None:
    if tally.done:
        words = ngettext(
            "%(count)s submission is accepted.",
            "%(count)s submissions are accepted.",
            tally.done,
        )
        messages.success(request, words % {"count": tally.done})
    for unit, reason in tally.refused[:NAMED]:
        messages.warning(request, f"{unit.short_name}: {reason}")
