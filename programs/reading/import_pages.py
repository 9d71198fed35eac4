"""What the pages of an import show: steps, figures, rows, notes, findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.data_language import data
from programs.checks import Found
from programs.importing import words
from programs.importing.bodies import Named
from programs.importing.rows import Line, Preview, State
from programs.importing.tables import Table
from programs.models import ImportDraft, Program
from programs.reading import imports
from programs.reading.finding_words import placed
from programs.schedules.words import words as phrase

MOST_SHOWN = 300
MOST_NOTES = 40
ATTENTION = {State.UNREAD, State.FAULTY, State.GUESS, State.UNDATED}
CSS = {
    State.UNREAD: "row--unread",
    State.FAULTY: "row--unread",
    State.GUESS: "row--guess",
}


@dataclass(frozen=True)
class WizardStep:
    """A step of the import: done, now or ahead."""

    label: str
    state: str
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """A row on the page."""

    line: Line
    understood: str
    bodies: list[tuple[str, bool]]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return words.STATES[self.line.state][0]

    @property
    def label(self) -> Promise:
        """Its state in words."""
        return words.STATES[self.line.state][1]

    @property
    def css(self) -> str:
        """The edge of the row."""
        return CSS.get(self.line.state, "")

    @property
    def needs_attention(self) -> bool:
        """Whether a person should look at it."""
        return self.line.state in ATTENTION


@dataclass(frozen=True)
class Part:
    """Rows under one heading."""

    title: str
    rows: list[Shown]


def steps(draft: ImportDraft, now: str) -> list[WizardStep]:
    """Return the steps of the import with the present one marked."""
    here = reverse("programs:import", args=[draft.pk])
    file = reverse("programs:imports", args=[draft.program_id])
    if now == "columns":
        ahead = [_("Rows"), _("Findings"), _("Saving")]
        return [
            WizardStep(_("File"), "done", file),
            WizardStep(_("Columns"), "now"),
            *(WizardStep(label, "ahead") for label in ahead),
        ]
    return [
        WizardStep(_("File"), "done", file),
        WizardStep(_("Columns"), "done", f"{here}?step=columns"),
        WizardStep(_("Rows"), "now"),
        WizardStep(_("Findings"), "ahead", "#findings"),
        WizardStep(_("Saving"), "ahead", "#saving"),
    ]


def stats(found: Preview) -> list[dict[str, object]]:
    """Return the figures above the rows."""
    counts = found.counts
    bad = counts[State.UNREAD] + counts[State.FAULTY]
    rows = [
        (_("Events"), len(found.lines), _heads(found)),
        (_("Understood in full"), counts[State.UNDERSTOOD], _("saved as they are")),
        (_("With a guess"), counts[State.GUESS], _("look what was inferred")),
        (_("Wait for you"), bad, _("unread deadlines and faults")),
        (_("Without a deadline"), counts[State.UNDATED], _("they stay so")),
    ]
    return [
        {"name": name, "value": str(value), "note": note} for name, value, note in rows
    ]


def is_short(found: Preview) -> bool:
    """Tell whether all rows are shown at once."""
    return len(found.lines) <= MOST_SHOWN


def shown(draft: ImportDraft, found: Preview, *, is_whole: bool) -> list[Part]:
    """Return the rows under their headings; only those to look at, unless whole."""
    names = {
        body.key: (body.aliases[0] if body.aliases else body.name)
        for body in draft.program.bodies.all()
    }
    lines = found.lines
    if not is_whole:
        lines = tuple(line for line in lines if line.state in ATTENTION)[:MOST_SHOWN]
    return [
        Part(group.title, [_shown(line, names) for line in group.lines])
        for group in imports.grouped(lines)
    ]


def notes(draft: ImportDraft) -> list[str]:
    """Return what the file itself tells."""
    tables = imports.read_tables(draft)
    return _limited((table, note) for table in tables for note in table.notes)


def told(found: Preview) -> list[str]:
    """Return what is told of the tables and rows, each once."""
    return _limited(found.told)


def findings(program: Program, found: Preview) -> list[dict[str, str]]:
    """Return what the checks find with these rows, as lines of a list."""
    return [
        {
            "severity": one.severity,
            "title": imports.finding_title(one),
            "text": _places(one),
        }
        for one in imports.findings(program, found)
    ]


def answered(draft: ImportDraft, found: Preview) -> list[tuple[Line, str]]:
    """Return rows with an answer of the person, and what it was."""
    given = (draft.answers or {}).get("rows", {})
    said = []
    for line in (*found.lines, *found.left_out):
        answer = given.get(line.key, {})
        if answer.get("skip"):
            said.append((line, _("left out of the plan")))
        elif answer.get("words"):
            said.append((line, str(answer["words"])))
        elif answer.get("undated"):
            said.append((line, _("left without a deadline")))
    return said


def keys(found: Preview) -> set[str]:
    """Return the keys of all rows of the file."""
    return {line.key for line in (*found.lines, *found.left_out)}


def was_saved(draft: ImportDraft) -> ImportDraft | None:
    """Return an earlier import of the same file that was saved, if there is one."""
    same = ImportDraft.objects.filter(
        program=draft.program_id,
        checksum=draft.checksum,
        status=ImportDraft.Status.SAVED,
    )
    return same.order_by("-pk").first()


def _heads(found: Preview) -> str:
    text = ngettext(
        "%(count)s heading above them", "%(count)s headings above them", found.headings
    )
    return text % {"count": found.headings}


def _places(found: Found) -> SafeString:
    """Return the places of a finding in words."""
    return SafeString("; ".join(placed(p.kind, p.label, data) for p in found.places))


def _shown(line: Line, names: dict[str, str]) -> Shown:
    return Shown(line, _understood(line), [_body(one, names) for one in line.bodies])


def _understood(line: Line) -> str:
    if line.state == State.UNREAD:
        return _("not read")
    if line.is_left_undated:
        return _("without a deadline")
    return phrase(line.schedule, language=get_language() or "ru")


def _body(named: Named, names: dict[str, str]) -> tuple[str, bool]:
    """Return how a body is called, and whether the program does not know it."""
    return names.get(named.key, named.words), not named.key


def _limited(pairs: Iterable[tuple[Table, object]]) -> list[str]:
    found = list(dict.fromkeys(words.note(table, note) for table, note in pairs))  # type: ignore[arg-type]
    return found[:MOST_NOTES]
