"""A letter to every candidate, also refused: strengths, advice, the next step."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import notices
from portal.models import User
from reserve import candidate_text
from reserve.candidate_text import Judged
from reserve.models import (
    Application,
    CandidateLetter,
    Decision,
    Protocol,
    Score,
    Sheet,
    agreed,
)
from reserve.reading import standing

Status = Application.Status
Content = dict[str, object]
ANSWERED = (Status.INCLUDED, Status.DECLINED, Status.STOPPED, Status.REJECTED)


@transaction.atomic
def write_all(protocol: Protocol) -> int:
    """Write and send the letters of a signed protocol; return how many."""
    rows = list(_candidates(protocol))
    decisions = {row.application_id: row for row in protocol.decisions.all()}
    ranked = sum(row.place is not None for row in decisions.values())
    letters = CandidateLetter.objects.bulk_create(
        [
            CandidateLetter(
                application=row,
                content=_content(row, decisions.get(row.pk), ranked),
                issued_at=timezone.now(),
            )
            for row in rows
        ]
    )
    for letter in letters:
        _tell(letter)
    return len(letters)


@transaction.atomic
def mark_read(letter_id: int, *, by: User) -> None:
    """Note when the candidate has read the letter; for others, do nothing."""
    rows = CandidateLetter.objects.select_for_update(of=("self",))
    letter = rows.select_related("application").get(pk=letter_id)
    own = letter.application.person_id == by.person_id
    if own and letter.read_at is None:
        letter.read_at = timezone.now()
        letter.save(update_fields=["read_at"])


def _candidates(protocol: Protocol) -> QuerySet[Application]:
    rows = protocol.competition.applications.filter(status__in=ANSWERED)
    return rows.filter(agreed(), letter=None).select_related(
        "competition", "person", "stopped_at"
    )


def _content(
    application: Application, decision: Decision | None, ranked: int
) -> Content:
    """Return the letter as JSON data; a refused one learns the third, not the place."""
    included = application.status == Status.INCLUDED
    place = decision.place if decision else None
    criteria = _criteria(application)
    return {
        "verdict": application.status,
        "reason": application.reason,
        "stopped_at": application.stopped_at.name if application.stopped_at else "",
        "stages": _stages(application),
        "total": str(decision.total) if decision and decision.total else "",
        "place": place if included else None,
        "third": candidate_text.third(place, ranked),
        "ranked": ranked,
        "strengths": _texts(application, "strengths"),
        "advice": _texts(application, "advice"),
        "strong_criteria": _named(candidate_text.strongest(criteria)),
        "weak_criteria": _named(candidate_text.weakest(criteria)),
    }


def _stages(application: Application) -> list[Content]:
    """Return the candidate's own points in the order of the stages."""
    rows = application.stage_results.filter(points__isnull=False)
    return [
        {
            "name": row.stage.name,
            "points": str(row.points),
            "maximum": str(row.stage.maximum),
            "passed": row.is_passed is not False,
        }
        for row in rows.select_related("stage").order_by("stage__position")
    ]


def _texts(application: Application, field: str) -> list[str]:
    """Return what the experts wrote, by stage, without saying who."""
    rows = application.sheets.filter(status__in=standing.COUNTED)
    texts = rows.order_by("stage__position", "pk").values_list(field, flat=True)
    return candidate_text.lines(texts)


def _criteria(application: Application) -> list[Judged]:
    means = (
        Score.objects.filter(
            sheet__application=application, sheet__status=Sheet.Status.DONE
        )
        .values_list(
            "criterion__name",
            "criterion__hint",
            "criterion__minimum",
            "criterion__maximum",
        )
        .annotate(mean=Avg("points"))
    )
    return candidate_text.shares(
        [
            (name, hint, low, high, Decimal(mean))
            for name, hint, low, high, mean in means
        ]
    )


def _named(rows: Sequence[Judged]) -> list[Content]:
    return [{"name": row.name, "hint": row.hint} for row in rows]


def _tell(letter: CandidateLetter) -> None:
    application = letter.application
    notices.notify(
        User.objects.filter(person=application.person_id, is_active=True),
        f"reserve:letter:{application.pk}",
        lambda: (
            _("«%(name)s»: the commission has decided, a letter is waiting.")
            % {"name": application.competition.name}
        ),
        reverse("reserve:candidate_letter", args=[letter.pk]),
    )
