"""What a step of a competition will do, said before it is done."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reserve.models import Application, Competition
from reserve.services import competition_content

Question = dict[str, object]


def announcing(competition: Competition) -> Question:
    """Return the question before the announcement."""
    return {
        **_page(competition, "competition_announce"),
        "title": _("Announce the competition?"),
        "text": _(
            "Everybody will read the announcement, heads and municipal officers are"
            " told. Days, stages and criteria no longer change."
        ),
        "lines": competition_content.faults(competition),
        "action": _("Announce"),
    }


def beginning(competition: Competition) -> Question:
    """Return the question before the assessment begins."""
    waiting = competition.applications.filter(status=Application.Status.SUBMITTED)
    count = waiting.count()
    lines = []
    if count:
        lines.append(
            ngettext(
                "%(n)s application is not checked yet: its documents can still be"
                " checked.",
                "%(n)s applications are not checked yet: their documents can still be"
                " checked.",
                count,
            )
            % {"n": count}
        )
    if competition.closes_on >= timezone.localdate():
        lines.append(_("The days for applications are not over: they end now."))
    return {
        **_page(competition, "competition_begin"),
        "title": _("Begin the assessment?"),
        "text": _("No more applications are taken, and none can be taken back."),
        "lines": lines,
        "action": _("Begin the assessment"),
    }


def cancelling(competition: Competition, form: forms.Form) -> Question:
    """Return the question before a competition is cancelled."""
    count = competition.applications.submitted().count()
    text = ngettext(
        "%(n)s candidate has applied and will be told the reason. A cancelled"
        " competition is not opened again.",
        "%(n)s candidates have applied and will be told the reason. A cancelled"
        " competition is not opened again.",
        count,
    )
    return {
        **_page(competition, "competition_cancel"),
        "title": _("Cancel the competition?"),
        "text": text % {"n": count},
        "form": form,
        "action": _("Cancel the competition"),
        "cancel": _("Leave it as it is"),
        "danger": True,
    }


def _page(competition: Competition, name: str) -> Question:
    return {
        "action_url": reverse(f"reserve:{name}", args=[competition.pk]),
        "cancel_url": reverse("reserve:competition", args=[competition.pk]),
    }
