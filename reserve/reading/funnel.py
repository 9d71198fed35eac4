"""The funnel: how many people came to which step, from the application to the post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.db.models import (
    Case,
    Count,
    IntegerField,
    Max,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import access
from portal.access import Can
from portal.models import User
from reserve.models import Application, Member, Stage

STEPS: tuple[tuple[str, Promise | str], ...] = (
    ("submitted", gettext_lazy("Applications")),
    ("documents", gettext_lazy("Documents")),
    ("test", gettext_lazy("Test")),
    ("defense", gettext_lazy("Defense")),
    ("interview", gettext_lazy("Interview")),
    ("included", gettext_lazy("In the reserve")),
    ("appointed", gettext_lazy("Appointed")),
)
DEPTH = {key: number for number, (key, _label) in enumerate(STEPS, 1)}
# What the state itself says, whatever is known of the stages.
BY_STATE = {
    Application.Status.ADMITTED: DEPTH["documents"],
    Application.Status.STOPPED: DEPTH["documents"],
    Application.Status.INCLUDED: DEPTH["included"],
}


@dataclass(frozen=True)
class Step:
    """A step: how many people reached it, the share of the step before, in percent."""

    key: str
    label: str
    count: int
    width: Decimal
    passed: Decimal | None


def applications(user: User) -> QuerySet[Application]:
    """Return the handed-in applications of those who work in the user's branches."""
    seen = access.scope(user, Can.SEE_RESERVE)
    return Application.objects.submitted().filter(seen)


def reached(rows: QuerySet[Application], key: str) -> QuerySet[Application]:
    """Return the applications that came to the step."""
    return with_depth(rows).filter(Q(depth__gte=DEPTH[key]))


def with_depth(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Add `depth`, the number of the last step the application reached."""
    kinds = [
        When(stage_results__stage__kind=kind, then=Value(DEPTH[kind]))
        for kind in (Stage.Kind.DOCUMENTS, Stage.Kind.TEST, *Stage.EXPERT)
    ]
    passed = Max(
        Case(*kinds, default=Value(1), output_field=IntegerField()),
        filter=Q(stage_results__is_passed=True),
    )
    state = Case(
        When(member__status=Member.Status.APPOINTED, then=Value(DEPTH["appointed"])),
        When(member__isnull=False, then=Value(DEPTH["included"])),
        *[When(status=status, then=Value(depth)) for status, depth in BY_STATE.items()],
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.annotate(depth=Greatest(Coalesce(passed, Value(1)), state))


def steps(rows: QuerySet[Application]) -> list[Step]:
    """Return the steps of the applications in one query; people are counted once."""
    reached = with_depth(rows).order_by()
    counts = reached.aggregate(
        **{
            key: Count("person", distinct=True, filter=Q(depth__gte=depth))
            for key, depth in DEPTH.items()
        }
    )
    return drawn([(key, str(label), counts[key]) for key, label in STEPS])


def drawn(counted: Sequence[tuple[str, str, int]]) -> list[Step]:
    """Return counts as steps with their widths and shares; pure."""
    most = max((count for _key, _label, count in counted), default=0)
    before: int | None = None
    made = []
    for key, label, count in counted:
        passed = None if before is None else share(count, before)
        made.append(Step(key, label, count, share(count, most) or Decimal(0), passed))
        before = count
    return made


def share(part: int, whole: int) -> Decimal | None:
    """Return part of whole in percent, to one place; None where the whole is 0."""
    if not whole:
        return None
    exact = Decimal(100 * part) / whole
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def title(found: Sequence[Step]) -> str:
    """Say in words how many applicants stand behind one appointment."""
    applied, appointed = found[0].count, found[-1].count
    if not appointed:
        return _("Nobody has been appointed from the reserve yet")
    each = int((Decimal(applied) / appointed).quantize(Decimal(1), ROUND_HALF_UP))
    if each < 2:
        return _("Nearly every applicant is appointed")
    text = ngettext(
        "Of every %(count)s applicant one is appointed",
        "Of every %(count)s applicants one is appointed",
        each,
    )
    return text % {"count": each}


def note(found: Sequence[Step]) -> str:
    """Say between which steps the greatest share of people leaves."""
    pairs = [
        (after.passed, before, after)
        for before, after in pairwise(found)
        if after.passed is not None and after.key != "appointed"
    ]
    if not pairs:
        return ""
    passed, before, after = min(pairs, key=lambda pair: pair[0])
    return _(
        "Most people leave between «%(before)s» and «%(after)s»: %(passed)s %% go on"
    ) % {
        "before": before.label,
        "after": after.label,
        "passed": passed.quantize(Decimal(1), ROUND_HALF_UP),
    }
