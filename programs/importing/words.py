"""The portal's words for what an import tells: fields, states, notes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.importing import limits
from programs.importing.header_words import Field, How
from programs.importing.rows import State
from programs.importing.tables import Kind, Note, Table, Told

FIELDS: Mapping[Field, Promise] = {
    Field.NUMBER: gettext_lazy("Number"),
    Field.NAME: gettext_lazy("Name of the event"),
    Field.SCHEDULE: gettext_lazy("Deadline"),
    Field.STARTS: gettext_lazy("Deadline: beginning"),
    Field.ENDS: gettext_lazy("Deadline: end"),
    Field.RESPONSIBLE: gettext_lazy("Who answers"),
    Field.CO_EXECUTORS: gettext_lazy("Co-executors"),
    Field.LEAD_AND_CO: gettext_lazy("Who answers, then co-executors"),
    Field.SCHEDULE_AND_BODIES: gettext_lazy("Deadline and who answers"),
    Field.RESULT: gettext_lazy("Expected result"),
    Field.SECTION: gettext_lazy("Direction or module"),
    Field.PROBLEM: gettext_lazy("Problem"),
    Field.MEASURE: gettext_lazy("Measure above the event"),
    Field.NOTES: gettext_lazy("Note"),
    Field.SKIP: gettext_lazy("Not taken"),
}
HOWS: Mapping[How, tuple[str, Promise]] = {
    How.KNOWN: ("ok", gettext_lazy("recognized")),
    How.LIKELY: ("wait", gettext_lazy("likely, check it")),
    How.CONTENT: ("wait", gettext_lazy("by the cells, check it")),
    How.UNKNOWN: ("none", gettext_lazy("not recognized")),
    How.CHOSEN: ("ok", gettext_lazy("chosen by you")),
}
STATES: Mapping[State, tuple[str, Promise]] = {
    State.UNDERSTOOD: ("ok", gettext_lazy("understood")),
    State.GUESS: ("wait", gettext_lazy("with a guess")),
    State.UNREAD: ("bad", gettext_lazy("not read")),
    State.UNDATED: ("none", gettext_lazy("without a deadline")),
    State.FAULTY: ("bad", gettext_lazy("has a fault")),
}
TOLD: Mapping[str, Promise] = {
    Told.HIDDEN_ROW: gettext_lazy("%(place)s is hidden in the file, it is taken."),
    Told.HIDDEN_COLUMN: gettext_lazy(
        "%(place)s: column %(text)s is hidden, it is read."
    ),
    Told.HIDDEN_SHEET: gettext_lazy("Sheet «%(text)s» is hidden, it is not read."),
    Told.FORMULA: gettext_lazy(
        "%(place)s: cell %(text)s is a formula, its value is taken."
    ),
    Told.CONTROL_SIGNS: gettext_lazy("%(place)s: invisible control signs are dropped."),
    Told.REPEATED_HEADER: gettext_lazy("%(place)s repeats the head of the table."),
    Told.OUTSIDE_LIST: gettext_lazy(
        "Items outside the recommendations, not taken: %(text)s."
    ),
    Told.HEADING_AS_ITEM: gettext_lazy(
        "%(place)s: a heading stands as an item: «%(text)s»."
    ),
    Told.COLUMN_SPLIT: gettext_lazy(
        "%(place)s: the names of bodies are torn between two columns: «%(text)s»."
    ),
}


def note(table: Table, told: Note) -> str:
    """Return a note as a sentence with its place."""
    where = place(table, told.row)
    return str(TOLD[told.code]) % {"place": where, "text": told.text}


def place(table: Table, number: int) -> str:
    """Return the place of a row, or of the whole table."""
    row = next((one for one in table.rows if one.number == number), None)
    if row is None:
        return title(table)
    found = limits.place(table, row)
    return found[:1].upper() + found[1:]


def title(table: Table) -> str:
    """Return how the table is called."""
    facts = {"title": table.title}
    if table.kind == Kind.SHEET:
        return _("Sheet «%(title)s»") % facts
    if table.kind == Kind.LIST:
        return _("Headings and items of the text")
    if table.kind == Kind.LINES:
        return _("Table from line %(title)s") % facts
    return _("Table %(title)s") % facts
