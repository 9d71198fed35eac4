"""What a step of a cycle will do, and to how many rows, before it is done."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring import coverage, expected
from monitoring.models import Cycle, Letter


def opening(cycle: Cycle) -> dict[str, object]:
    """Return the question before the collection opens."""
    count = expected.asked_units(cycle).count()
    asked = ngettext(
        "%(count)s unit will be asked for values.",
        "%(count)s units will be asked for values.",
        count,
    )
    return _page(
        cycle, _("Open the collection?"), _("Open the collection"), asked, count
    )


def closing(cycle: Cycle) -> dict[str, object]:
    """Return the question before the collection closes."""
    done = coverage.of(cycle, cycle.owner.path)
    lost = ngettext(
        "%(count)s submission is not handed in: its values will not be counted.",
        "%(count)s submissions are not handed in: their values will not be counted.",
        done.missing,
    )
    page = _page(
        cycle,
        _("Close the collection?"),
        _("Close the collection"),
        lost,
        done.missing,
    )
    if cycle.counts_from == Cycle.CountsFrom.ACCEPTED and done.waiting:
        unseen = ngettext(
            "%(count)s submission is handed in but not accepted:"
            " it will not be counted either.",
            "%(count)s submissions are handed in but not accepted:"
            " they will not be counted either.",
            done.waiting,
        )
        page["lines"] = [unseen % {"count": done.waiting}]
    return page


def run(cycle: Cycle) -> dict[str, object]:
    """Return the question before the results are computed."""
    count = coverage.of(cycle, cycle.owner.path).submitted
    text = ngettext(
        "Results will be computed from %(count)s submission, then recommendations"
        " and letters to heads are made.",
        "Results will be computed from %(count)s submissions, then recommendations"
        " and letters to heads are made.",
        count,
    )
    page = _page(cycle, _("Compute the results?"), _("Compute"), text, count)
    page["lines"] = [
        _("Letters wait until somebody sends them.")
        if cycle.holds_letters
        else _("Heads get their letters as soon as all of them are made.")
    ]
    return page


def publishing(cycle: Cycle) -> dict[str, object]:
    """Return the question before the results become final."""
    count = Letter.objects.filter(cycle=cycle, issued_at__isnull=False).count()
    text = ngettext(
        "The results become final and can no longer be computed anew."
        " %(count)s letter is sent.",
        "The results become final and can no longer be computed anew."
        " %(count)s letters are sent.",
        count,
    )
    return _page(cycle, _("Publish the results?"), _("Publish"), text, count)


def reopening(cycle: Cycle) -> dict[str, object]:
    """Return the question before the collection opens again."""
    text = _("Values can be entered again until the collection is closed once more.")
    return _page(cycle, _("Reopen the collection?"), _("Reopen"), text, 0)


def _page(
    cycle: Cycle, title: str, action: str, text: str, count: int
) -> dict[str, object]:
    return {
        "title": title,
        "text": text % {"count": count},
        "action": action,
        "cancel": _("Back to the cycle"),
        "cancel_url": reverse("monitoring:cycle", args=[cycle.pk]),
        "crumb": cycle.name,
    }
