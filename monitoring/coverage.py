"""How far the collection is: filled, submitted and accepted are three facts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from monitoring.models import Cycle, Submission

Status = Submission.Status


@dataclass(frozen=True)
class Coverage:
    """Numbers of submissions of a cycle; `submitted` includes the accepted ones."""

    total: int
    draft: int
    returned: int
    submitted: int
    accepted: int

    @property
    def waiting(self) -> int:
        """Submitted, and nobody has decided yet."""
        return self.submitted - self.accepted

    @property
    def missing(self) -> int:
        """Not submitted: drafts and returned ones."""
        return self.draft + self.returned


def of(cycle: Cycle, path: str = "") -> Coverage:
    """Return the coverage of the cycle, or of the branch under the path."""
    handed_in = Q(status__in=[Status.SUBMITTED, Status.ACCEPTED])
    counts = Submission.objects.filter(
        cycle=cycle, unit__path__startswith=path
    ).aggregate(
        total=Count("pk"),
        draft=Count("pk", filter=Q(status=Status.DRAFT)),
        returned=Count("pk", filter=Q(status=Status.RETURNED)),
        submitted=Count("pk", filter=handed_in),
        accepted=Count("pk", filter=Q(status=Status.ACCEPTED)),
    )
    return Coverage(**counts)
