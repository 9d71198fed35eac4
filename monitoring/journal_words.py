"""What monitoring's codes in the journal mean."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise | str] = {
    "cycle_planned": _("cycle planned"),
    "cycle_opened": _("collection opened"),
    "cycle_closed": _("collection closed"),
    "cycle_reopened": _("collection reopened"),
    "cycle_published": _("results published"),
    "methodology_loaded": _("methodology loaded"),
    "methodology_approved": _("methodology approved"),
    "submission_submitted": _("submission handed in"),
    "submission_withdrawn": _("submission taken back"),
    "submission_accepted": _("submission accepted"),
    "submission_returned": _("submission returned"),
    "letters_exported": _("letters taken as files"),
    "results_exported": _("results taken as a file"),
    "letters_issued": _("letters sent"),
    "letter_confirmed": _("reading of a letter confirmed"),
    "letter_addressee": _("addressee of a letter corrected"),
    "cycle_run": _("computing started"),
    "cycle_computed": _("results computed"),
    "values_counted": _("indicators counted by the portal"),
}
