"""What a step of an application will do, said before it is done."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from reserve.models import Application

Question = dict[str, object]


def taking_back(application: Application) -> Question:
    """Return the question before one's application becomes a draft again."""
    return {
        **_own(application, "apply_take_back"),
        "title": _("Take the application back?"),
        "text": _(
            "It becomes a draft and can be changed. Send it again before the last"
            " day, or it does not take part."
        ),
        "action": _("Take it back"),
    }


def withdrawing(application: Application) -> Question:
    """Return the question before one leaves the competition."""
    return {
        **_own(application, "apply_withdraw"),
        "title": _("Leave the competition?"),
        "text": _("You cannot apply to this competition again."),
        "action": _("Leave the competition"),
        "cancel": _("Stay"),
        "danger": True,
    }


def checking(application: Application, form: forms.Form) -> Question:
    """Return the question which documents are in order, with nothing decided yet."""
    return {
        **_staff(application, "application_papers"),
        "title": _("Documents of № %(number)s") % {"number": application.number},
        "text": _(
            "Tick every document that is in order. Your name and the time are kept"
            " beside each tick; nothing is decided yet."
        ),
        "form": form,
        "action": _("Keep the check"),
    }


def admitting(application: Application, form: forms.Form) -> Question:
    """Return the question before a candidate is admitted."""
    return {
        **_staff(application, "application_admit"),
        "title": _("Admit № %(number)s?") % {"number": application.number},
        "text": _("Tick every document that is in order. The candidate is told."),
        "form": form,
        "action": _("Admit"),
    }


def rejecting(application: Application, form: forms.Form) -> Question:
    """Return the question before a candidate is not admitted."""
    return {
        **_staff(application, "application_reject"),
        "title": _("Do not admit № %(number)s?") % {"number": application.number},
        "text": _("The candidate is told the reason. The step can be undone."),
        "form": form,
        "action": _("Do not admit"),
        "danger": True,
    }


def restoring(application: Application) -> Question:
    """Return the question before a refusal is taken back."""
    return {
        **_staff(application, "application_restore"),
        "title": _("Take the refusal back?"),
        "text": _("The application waits for the check of documents again."),
        "action": _("Take the refusal back"),
    }


def readmitting(application: Application) -> Question:
    """Return the question before a stopped candidate goes on."""
    return {
        **_staff(application, "application_readmit"),
        "title": _("Let the candidate go on?"),
        "text": _("The application takes part in the following stages again."),
        "action": _("Let them go on"),
    }


def _own(application: Application, name: str) -> Question:
    competition = application.competition_id
    return {
        "action_url": reverse(f"reserve:{name}", args=[competition]),
        "cancel_url": reverse("reserve:apply", args=[competition]),
    }


def _staff(application: Application, name: str) -> Question:
    return {
        "action_url": reverse(f"reserve:{name}", args=[application.pk]),
        "cancel_url": reverse("reserve:application", args=[application.pk]),
    }
