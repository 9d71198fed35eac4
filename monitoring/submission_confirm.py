"""What a step of a submission will do, told before it is done."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.models import Submission
from monitoring.readiness import Readiness


def submitting(submission: Submission, state: Readiness) -> dict[str, object]:
    """Return what stays empty before values are submitted."""
    missing = len(state.missing)
    text = _("All %(count)s indicators are filled in.") % {"count": state.expected}
    if missing:
        text = ngettext(
            "%(count)s indicator has no value and will count as not reported:",
            "%(count)s indicators have no values and will count as not reported:",
            missing,
        ) % {"count": missing}
    return {
        "title": _("Submit the values of %(unit)s?")
        % {"unit": submission.unit.short_name},
        "text": text,
        "lines": [f"{indicator.code} {indicator.name}" for indicator in state.missing],
        "action": _("Submit without them") if missing else _("Submit"),
        "action_url": reverse("monitoring:submission_submit", args=[submission.pk]),
        "hidden": {"with_missing": "yes"} if missing else {},
        "cancel": _("Back to the values"),
        "cancel_url": reverse(
            "monitoring:entry", args=[submission.cycle_id, submission.unit_id]
        ),
    }


def accepting(submission: Submission, state: Readiness) -> dict[str, object]:
    """Return the question before values are accepted."""
    return {
        "title": _("Accept the values of %(unit)s?")
        % {"unit": submission.unit.short_name},
        "text": _(
            "%(filled)s of %(expected)s pairs are filled in. After the acceptance"
            " they change only through a return."
        )
        % {"filled": state.filled, "expected": state.expected},
        "action": _("Accept"),
        "action_url": reverse("monitoring:submission_accept", args=[submission.pk]),
        "cancel_url": reverse("monitoring:submission", args=[submission.pk]),
    }


def returning(submission: Submission, form: forms.Form) -> dict[str, object]:
    """Return the question and the form before values are returned."""
    return {
        "title": _("Return the values of %(unit)s?")
        % {"unit": submission.unit.short_name},
        "text": _(
            "One submission becomes open again. The unit is told and reads the reason."
        ),
        "form": form,
        "action": _("Return the values"),
        "action_url": reverse("monitoring:submission_return", args=[submission.pk]),
        "cancel_url": reverse("monitoring:submission", args=[submission.pk]),
    }


def withdrawing(submission: Submission) -> dict[str, object]:
    """Return the question before submitted values are taken back."""
    return {
        "title": _("Take back the values of %(unit)s?")
        % {"unit": submission.unit.short_name},
        "text": _(
            "One submission becomes a draft again. Until it is submitted anew it does"
            " not count."
        ),
        "action": _("Take back"),
        "action_url": reverse("monitoring:submission_withdraw", args=[submission.pk]),
        "cancel_url": reverse("monitoring:submission", args=[submission.pk]),
    }
