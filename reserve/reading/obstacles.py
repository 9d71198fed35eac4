"""What keeps a protocol from being signed, and what to know before one signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reserve.models import Application, Competition, Protocol, Sheet
from reserve.ranking import Ranked
from reserve.reading import standing

Status = Application.Status


def of(protocol: Protocol) -> list[str]:
    """Return what keeps the protocol from being signed, as sentences."""
    competition = protocol.competition
    found = [*_unchecked(competition), *_unscored(competition)]
    if _is_stale(protocol, standing.ranked(competition)):
        found.append(
            _("Places have changed since the decisions were written: check them.")
        )
    return found


def warnings(protocol: Protocol) -> list[str]:
    """Return what the commission should know before it signs, as sentences."""
    waiting = {
        step.stage
        for row in standing.ranked(protocol.competition)
        for step in row.explanation
        if step.kind == "waiting"
    }
    return [
        _("The stage «%(stage)s» does not count: not everybody has points.")
        % {"stage": name}
        for name in sorted(waiting)
    ]


def _unchecked(competition: Competition) -> Iterator[str]:
    waiting = competition.applications.filter(status=Status.SUBMITTED).count()
    if waiting:
        text = ngettext(
            "%(count)s application waits for the check of documents.",
            "%(count)s applications wait for the check of documents.",
            waiting,
        )
        yield text % {"count": waiting}


def _unscored(competition: Competition) -> Iterator[str]:
    open_sheets = Sheet.objects.filter(
        status__in=Sheet.OPEN, application__in=standing.in_play(competition)
    ).count()
    if open_sheets:
        text = ngettext(
            "%(count)s score sheet is not handed in.",
            "%(count)s score sheets are not handed in.",
            open_sheets,
        )
        yield text % {"count": open_sheets}


def _is_stale(protocol: Protocol, ranked: Iterable[Ranked]) -> bool:
    """Whether the decisions stand for other applications, places or totals."""
    now = {(row.key, row.place, row.total) for row in ranked}
    columns = ("application", "place", "total")
    return now != set(protocol.decisions.values_list(*columns))
