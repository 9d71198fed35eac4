"""What checks of the plan say: the finding, and why it matters."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from programs.checks.wording.words import Words

WORDS: Final = {
    "EVENT_NUMBER_GAP": Words(
        _("Numbers are skipped: %(numbers)s"),
        _(
            "Letters and reports refer to events by number: a gap looks "
            "like an event that was lost."
        ),
    ),
    "EVENT_NUMBER_MISSING": Words(
        _("The row «%(name)s» has no number"),
        _("Other rows of the section are numbered: nobody can refer to this one."),
    ),
    "INDICATOR_NUMBER_MISSING": Words(
        _("Indicators without a number: %(count)s"),
        _("Results and letters name indicators by number."),
    ),
    "TABLE_ROW_UNNUMBERED": Words(
        _("Table of the text: %(count)s of %(total)s rows have no number"),
        _("Only the first rows are numbered, so the others cannot be referred to."),
    ),
    "EVENT_NO_DEADLINE": Words(
        _("Event %(event)s has no deadline"),
        _(
            "A row without a deadline is neither in the calendar nor among "
            "the overdue, and is forgotten. The portal invents no date."
        ),
    ),
    "ITEM_NO_DEADLINE": Words(
        _("The measure «%(event)s» has no deadline"),
        _(
            "A measure without a deadline cannot be tracked or be late. "
            "The portal invents no date."
        ),
    ),
    "DEADLINE_UNREAD": Words(
        _("The deadline of %(event)s was not read: «%(words)s»"),
        _(
            "The event has no dates until the deadline is written in words "
            "the portal understands."
        ),
    ),
    "EVENT_BEFORE_PROGRAMME": Words(
        _("Event %(event)s is planned before the program begins"),
        _(
            "The deadline «%(words)s» is over before %(starts_on)s: the "
            "event would be overdue from the first day."
        ),
    ),
    "DEADLINE_BEFORE_ORDER": Words(
        _("The deadline of «%(event)s» is over before the order"),
        _("The document was approved on %(day)s, and it asks for work by «%(words)s»."),
    ),
    "DEADLINE_AT_ORDER": Words(
        _("The deadline of «%(event)s» ends right after the order"),
        _(
            "The document was approved on %(day)s; days left until the end "
            "of «%(words)s»: %(days)s."
        ),
    ),
    "PERIOD_START_BEFORE_ORDER": Words(
        _("The period began before the order"),
        _(
            "The period begins on %(starts_on)s, the document was approved "
            "on %(day)s. What was done in between was done without it."
        ),
    ),
    "DEADLINE_OUTSIDE_PERIOD": Words(
        _("The deadline of «%(event)s» lies partly outside the period"),
        _(
            "The deadline is «%(words)s», the period is %(period)s. What "
            "is done outside it is not counted in its evaluation."
        ),
    ),
    "RECURRENCE_WITHOUT_YEARS": Words(
        _("Recurrence without years: %(words)s"),
        _(
            "The portal took the years of the program for this many "
            "events: %(count)s. Period: %(period)s. If that is right, "
            "nothing is to be done."
        ),
    ),
    "RECURRENCE_IN_NAME": Words(
        _("How often «%(event)s» happens stands in its name"),
        _(
            "The name says «%(word)s», the deadline says «%(words)s». The "
            "portal plans by the name within the deadline."
        ),
    ),
    "EVENT_ORDER": Words(
        _("Event %(event)s is over before %(source)s, which it comes out of"),
        _(
            "The first date of the source is %(first_on)s; by then the "
            "deadline «%(words)s» is over."
        ),
    ),
    "EVENT_NOT_REPEATED": Words(
        _("Event %(event)s is not repeated with %(source)s"),
        _(
            "The source is done in %(years)s too: «%(source_words)s». For "
            "these years nothing follows from it."
        ),
    ),
    "DUPLICATE_EVENT": Words(
        _("One event stands in the plan several times: %(events)s"),
        _(
            "«%(name)s» would be held, reported and counted once for each "
            "row: %(count)s."
        ),
    ),
    "DUPLICATE_NAME": Words(
        _("Different events have one title: %(events)s"),
        _("«%(title)s»: in reports and the calendar the number tells them apart."),
    ),
    "SCHEDULE_OWNER_MISMATCH": Words(
        _("Event %(event)s is dated by another body's schedule"),
        _(
            "The schedule belongs to %(owner)s, the work is done by "
            "%(executors)s: they can neither see nor move its dates."
        ),
    ),
    "COLUMN_SPLIT": Words(
        _("The name of a body is torn between columns: %(events)s"),
        _(
            "Rows: %(count)s. The portal joined the name when it read the "
            "table; compare it with the document."
        ),
    ),
}
