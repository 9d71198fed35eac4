"""What an application says against what its competition asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.models import Attachment
from reserve import fit
from reserve.fit import Asked, Facts, Verdict
from reserve.models import (
    Application,
    Competition,
    CompetitionDocument,
    Consent,
    PaperCheck,
)


@dataclass(frozen=True)
class Lack:
    """Something that keeps the application from being sent, and its step."""

    step: str
    text: str


@dataclass(frozen=True)
class Paper:
    """A document asked for, and the files attached as it."""

    document: CompetitionDocument
    files: list[Attachment]
    check: PaperCheck | None = None

    @property
    def is_in_order(self) -> bool:
        """Whether somebody has ticked it since the last file came."""
        return self.check is not None and self.check.is_in_order


def verdicts(application: Application) -> list[Verdict]:
    """Return how the candidate meets each requirement of the competition."""
    facts = Facts(
        application.education,
        application.years_in_education,
        application.years_in_management,
        application.category,
    )
    return fit.judge(asked(application.competition), facts)


def asked(competition: Competition) -> list[Asked]:
    """Return the requirements as this competition sets them."""
    rows = competition.requirements.select_related("requirement")
    return [
        Asked(row.requirement.kind, row.requirement.name, row.minimum)
        for row in rows.order_by("requirement__position", "pk")
    ]


def papers(application: Application) -> list[Paper]:
    """Return the documents asked for with what is attached, in their order.

    A check says nothing of files that were attached after it.
    """
    files = list(Attachment.objects.of(application))
    rows = PaperCheck.objects.filter(application=application).select_related("by")
    checks = {row.document_id: row for row in rows}
    return [
        _paper(document, files, checks.get(document.pk))
        for document in application.competition.documents.all()
    ]


def _paper(
    document: CompetitionDocument, files: list[Attachment], check: PaperCheck | None
) -> Paper:
    own = [file for file in files if file.kind == document.code]
    if check and any(file.created_at > check.at for file in own):
        check = None
    return Paper(document, own, check)


def consent(application: Application) -> Consent | None:
    """Return the person's consent to the competition's text, if in force."""
    rows = Consent.objects.in_force().filter(
        person=application.person_id, text=application.competition.consent_text_id
    )
    return rows.select_related("text").first()


def lacking(application: Application) -> list[Lack]:
    """Return everything that keeps the application from being sent."""
    found = [*_about(application), *_fit(application), *_papers(application)]
    if not application.motivation.strip():
        found.append(Lack("project", _("Say why you apply.")))
    if consent(application) is None:
        found.append(Lack("consent", _("Your consent is missing.")))
    return found


def _about(application: Application) -> list[Lack]:
    if application.job_title and application.education:
        return []
    return [Lack("about", _("Your position or education is not stated."))]


def _fit(application: Application) -> list[Lack]:
    text = _("%(requirement)s: %(reason)s.")
    return [
        Lack("about", text % {"requirement": one.name, "reason": one.reason})
        for one in fit.bars(verdicts(application))
    ]


def _papers(application: Application) -> list[Lack]:
    text = _("A document is missing: %(document)s.")
    return [
        Lack("documents", text % {"document": paper.document.name})
        for paper in papers(application)
        if paper.document.is_required and not paper.files
    ]
