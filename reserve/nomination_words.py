"""States of a nomination in words that agree with a candidate."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from reserve.models import Nomination

Status = Nomination.Status
STATES: Mapping[str, str | Promise] = {
    Status.SUBMITTED: pgettext_lazy("candidate", "Nominated"),
    Status.DOCUMENTS: pgettext_lazy("candidate", "Check of documents"),
    Status.INTERVIEW: pgettext_lazy("candidate", "Interview"),
    Status.APPROVED: pgettext_lazy("candidate", "Approved"),
    Status.REFUSED: pgettext_lazy("candidate", "Refused"),
    Status.DECLINED: pgettext_lazy("candidate", "Declined by the candidate"),
    Status.WITHDRAWN: pgettext_lazy("candidate", "Withdrawn"),
    Status.APPOINTED: pgettext_lazy("candidate", "Appointed"),
}
