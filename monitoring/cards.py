"""What monitoring puts on the home page: tasks first, then the cards of a role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring import coverage, cycle_steps
from monitoring.models import Cycle, Letter, RiskEntry, Submission, Summary
from portal import access
from portal.access import Can
from portal.home import Card, Task
from portal.models import Membership, Unit, User

Status = Cycle.Status
RISK_SHOWN = 5


def tasks(user: User) -> Iterator[Task]:
    """Yield what waits for the user in monitoring."""
    yield from _letters_to_read(user)
    collecting = list(
        Cycle.objects.visible_to(user).filter(status=Status.COLLECTING).latest_first()
    )
    for cycle in collecting:
        yield from _own_values(user, cycle)
        yield from _decisions(user, cycle)
    if access.anywhere(user, Can.RUN):
        yield from _steps(user)


def cards(user: User) -> Iterator[Card]:
    """Yield the cards of the user's roles: own result, the region, the risk group."""
    latest = Cycle.objects.visible_to(user).with_results().latest_first().first()
    if access.has_role(user, Membership.Role.HEAD) and latest:
        yield from _own_result(user, latest)
    if not access.anywhere(user, Can.READ_LETTERS):
        return
    current = Cycle.objects.visible_to(user).latest_first().first()
    if current:
        yield _cycle_card(user, current)
    if latest:
        yield from _branch_result(user, latest)
        yield _risk_card(user, latest)


def _letters_to_read(user: User) -> Iterator[Task]:
    rows = Letter.objects.filter(
        person__user=user, issued_at__isnull=False, confirmed_at=None
    ).current()
    for letter in rows.select_related("cycle", "unit"):
        yield Task(
            title=_("Read the letter with your recommendations"),
            url=reverse("monitoring:letter", args=[letter.pk]),
            action=_("Read"),
            icon="mail",
            meta=(letter.unit.short_name, letter.cycle.name),
            due_on=letter.cycle.reply_due_on,
        )


def _own_values(user: User, cycle: Cycle) -> Iterator[Task]:
    """Ask for the values of units in which the user works, not of those below."""
    paths = [path for role, path in user.held_roles if can_enter(role)]
    rows = Submission.objects.filter(cycle=cycle, unit__path__in=paths).editable()
    for row in rows.select_related("unit"):
        returned = row.status == Submission.Status.RETURNED
        yield Task(
            title=_("Correct the returned values")
            if returned
            else _("Enter the values"),
            url=reverse("monitoring:entry", args=[cycle.pk, row.unit_id]),
            action=_("Correct") if returned else _("Enter"),
            icon="grid",
            meta=(row.unit.short_name, row.return_reason or cycle.name),
            due_on=cycle.closes_on,
        )


def can_enter(role: str) -> bool:
    """Return whether the role enters values of its own unit."""
    return role in (Membership.Role.HEAD, Membership.Role.MUNICIPAL)


def _decisions(user: User, cycle: Cycle) -> Iterator[Task]:
    waiting = (
        Submission.objects.filter(access.scope(user, Can.ACCEPT), cycle=cycle)
        .waiting_for_acceptance()
        .exclude(submitted_by=user)
        .count()
    )
    if waiting:
        title = ngettext(
            "Accept or return %(count)s submission",
            "Accept or return %(count)s submissions",
            waiting,
        )
        place = reverse("monitoring:collection", args=[cycle.pk])
        yield Task(
            title=title % {"count": waiting},
            url=f"{place}?state=waiting",
            action=_("Check"),
            icon="check",
            meta=(cycle.name,),
            due_on=cycle.closes_on,
        )


def _steps(user: User) -> Iterator[Task]:
    today = timezone.localdate()
    for cycle in Cycle.objects.visible_to(user).exclude(status__in=_FINISHED):
        title, action, due_on, name = _NEXT[cycle.status](cycle)
        if due_on is None or due_on <= today:
            yield Task(
                title=title,
                url=reverse(f"monitoring:{name}", args=[cycle.pk]),
                action=action,
                icon="cycle",
                meta=(cycle.name,),
                due_on=due_on,
            )


_FINISHED = (Status.PUBLISHED, Status.ARCHIVED)
_NEXT: dict[str, Callable[[Cycle], tuple[str, str, dt.date | None, str]]] = {
    Status.PLANNED: lambda cycle: (
        _("Open the collection of values"),
        _("Open…"),
        cycle.opens_on,
        "cycle_open",
    ),
    Status.COLLECTING: lambda cycle: (
        _("Close the collection of values"),
        _("Close…"),
        cycle.closes_on,
        "cycle_close",
    ),
    Status.VERIFYING: lambda cycle: (
        _("Compute the results and make the letters"),
        _("Compute…"),
        cycle.run_on,
        "cycle_run",
    ),
    Status.COMPUTED: lambda cycle: (
        _("Look through the results and publish them"),
        _("Publish…"),
        None,
        "cycle_publish",
    ),
}


def _own_result(user: User, cycle: Cycle) -> Iterator[Card]:
    paths = [path for role, path in user.held_roles if role == Membership.Role.HEAD]
    rows = Summary.objects.filter(cycle=cycle, unit__path__in=paths).whole()
    letters = Letter.objects.visible_to(user).filter(cycle=cycle).current()
    for row in rows.select_related("unit"):
        letter = letters.filter(unit=row.unit_id).first()
        context = {"cycle": cycle, "summary": row, "letter": letter}
        yield Card("monitoring/cards/_own_result.html", context)


def _cycle_card(user: User, cycle: Cycle) -> Card:
    branch = min(access.branches(user, Can.READ_LETTERS), key=len, default="")
    context = {
        "cycle": cycle,
        "steps": cycle_steps.steps(cycle),
        "coverage": coverage.of(cycle, branch),
    }
    return Card("monitoring/cards/_cycle.html", context)


def _branch_result(user: User, cycle: Cycle) -> Iterator[Card]:
    unit: Unit | None = access.home_unit(user)
    row = (
        Summary.objects.visible_to(user).filter(cycle=cycle, unit=unit).whole().first()
    )
    if row:
        context = {"cycle": cycle, "summary": row, "unit": unit}
        yield Card("monitoring/cards/_branch_result.html", context)


def _risk_card(user: User, cycle: Cycle) -> Card:
    rows = (
        RiskEntry.objects.visible_to(user)
        .filter(cycle=cycle)
        .select_related("person", "unit__parent")
        .order_by("-years_in_row", "value", "pk")
    )
    context = {"cycle": cycle, "rows": rows[:RISK_SHOWN], "count": rows.count()}
    return Card("monitoring/cards/_risk.html", context)
