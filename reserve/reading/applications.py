"""An application as pages show it: its steps, its history, its part of a card."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal import access, journal_words
from portal.access import Can
from portal.models import Appointment, JournalEntry, Unit, User
from reserve.models import Application, Decision, Member

TONES = {
    Application.Status.DRAFT: "none",
    Application.Status.SUBMITTED: "wait",
    Application.Status.ADMITTED: "run",
    Application.Status.REJECTED: "bad",
    Application.Status.STOPPED: "bad",
    Application.Status.INCLUDED: "ok",
    Application.Status.DECLINED: "bad",
    Application.Status.WITHDRAWN: "none",
}


@dataclass(frozen=True)
class WizardStep:
    """A step of the wizard; `state` is done, now or ahead."""

    key: str
    label: str
    state: str
    number: int


@dataclass(frozen=True)
class Entry:
    """A line of the history."""

    at: object
    text: str
    by: str


def steps(current: str) -> list[WizardStep]:
    """Return the steps of the wizard, those before the current one done."""
    labels = {
        "about": _("About me"),
        "fit": _("Requirements"),
        "documents": _("Documents"),
        "project": _("Motivation and project"),
        "consent": _("Consent"),
        "send": _("Check and send"),
    }
    at = list(labels).index(current)
    return [
        WizardStep(
            key,
            label,
            "done" if index < at else "now" if index == at else "ahead",
            index + 1,
        )
        for index, (key, label) in enumerate(labels.items())
    ]


def history(application: Application) -> list[Entry]:
    """Return the steps on record, newest first, without the mere openings."""
    rows = (
        JournalEntry.objects.filter(
            subject_table=Application._meta.db_table, subject_id=application.pk
        )
        .exclude(action="reserve_file_opened")
        .select_related("by")
        .order_by("-at")
    )
    return [
        Entry(row.at, _said(row), str(row.by) if row.by else "") for row in rows[:50]
    ]


def _said(row: JournalEntry) -> str:
    words = journal_words.words(row.action)
    return f"{words}: {row.reason}" if row.reason else words


def openings(application: Application) -> int:
    """Return how often the file was opened."""
    return JournalEntry.objects.filter(
        subject_table=Application._meta.db_table,
        subject_id=application.pk,
        action="reserve_file_opened",
    ).count()


def places_of_work(user: User) -> list[Unit]:
    """Return the units where the user's person holds posts, and that of a draft."""
    posts = Appointment.objects.filter(person=user.person_id or 0, ends_on=None)
    rows = Unit.objects.filter(pk__in=posts.values("position__unit"))
    return list(rows.by_name())


def of_member(member: Member, user: User) -> dict[str, object] | None:
    """Return the competition that brought the member in, None without one."""
    application = (
        Application.objects.select_related("competition__unit")
        .prefetch_related("stage_results__stage")
        .filter(pk=member.application_id or 0)
        .first()
    )
    if application is None:
        return None
    competition = application.competition
    decision = Decision.objects.filter(application=application).first()
    is_staff = access.may(user, Can.RUN_RESERVE, competition.unit)
    results = sorted(
        application.stage_results.all(), key=lambda row: row.stage.position
    )
    return {
        "application": application,
        "competition": competition,
        "results": results,
        "place": decision.place if decision else None,
        "total": decision.total if decision else None,
        "may_open": is_staff,
    }
