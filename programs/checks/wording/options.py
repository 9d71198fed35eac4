"""Ways to settle a finding: what they are called, what each changes."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from programs.checks.wording.words import Words

DEEDS: Final = {
    "choose_value": Words(
        _("%(value)s is right (%(variant)s)"),
        _("The other target stays in the text as a rejected one."),
    ),
    "ask_deadline": Words(
        _("Give another deadline"),
        _("In words, as in plans: «April 2027». The words of the document are kept."),
    ),
    "deadline": Words(
        _("Deadline: %(words)s"),
        _(
            "The portal reads the new words; those of the document are "
            "kept beside them."
        ),
    ),
    "bounds": Words(
        _("The whole period of the plan: %(words)s"),
        _("One date: the last day of the period."),
    ),
    "remove_event": Words(
        _("Take the row out"),
        _("The plan will have one row less."),
    ),
    "number": Words(
        _("Give it the number %(number)s"),
        _("Other numbers stay as they are."),
    ),
    "renumber": Words(
        _("Number the section anew"),
        _("Numbers after the gap change: references in letters no longer fit."),
    ),
    "number_indicators": Words(
        _("Number them in their order"),
        _("Numbers that are there stay."),
    ),
    "number_clauses": Words(
        _("Number the rows in their order"),
        _("Numbers that are there stay."),
    ),
    "annex_there": Words(
        _("The annex is there now"),
        _("The passport shows it as present."),
    ),
    "add_percent": Words(
        _("Add the sign to the formulas"),
        _("All formulas of the document give percent."),
    ),
    "population": Words(
        _("Count it of: %(population)s"),
        _("The target is counted of this group; the words stay."),
    ),
    "type": Words(
        _("Count it of preschool organizations only"),
        _("The target is counted of these organizations; the words stay."),
    ),
    "event_value": Words(
        _("At least %(value)s %%, as there"),
        _("The growth gets a figure and can be compared with tests."),
    ),
    "ask_value": Words(
        _("Give another target"),
        _("A number, better than the baseline."),
    ),
    "remove_repeats": Words(
        _("Remove the repeated lines"),
        _("The first line of each document stays."),
    ),
}
LINKS: Final = {
    "edit_event": _("Change the row"),
    "edit_indicator": _("Change the indicator"),
    "edit_clause": _("Open the passport"),
    "edit_program": _("Change the passport"),
    "add_event": _("Add an event"),
    "add_indicator": _("Add an indicator"),
}
