"""Findings as pages show them: what, where, why it matters, how to settle it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal import access
from portal.access import Can
from portal.data_language import data
from portal.models import User
from programs.checks.wording import WORDS
from programs.checks.wording.options import LINKS
from programs.checks.wording.words import Words
from programs.models import Finding, Program
from programs.reading.finding_words import (
    Choice,
    Cite,
    cited,
    filled,
    offered,
    placed,
    told,
)
from programs.services import settling

Severity, State = Finding.Severity, Finding.State
ICONS = {Severity.ERROR: "stop", Severity.WARNING: "warn", Severity.INFO: "info"}
ACCEPT = "accept"
LONGEST_KIND = 60
UNKNOWN = Words("%(code)s", "")


@dataclass(frozen=True)
class Link:
    """A page on which the finding can be settled."""

    label: str
    url: str


@dataclass(frozen=True)
class Shown:
    """A finding with its words in the language of the page."""

    row: Finding
    may_settle: bool
    indicators: tuple[int, ...] = ()

    @property
    def icon(self) -> str:
        """Return the shape of its severity."""
        return ICONS[Severity(self.row.severity)]

    @property
    def title(self) -> SafeString:
        """Return what was found."""
        return filled(self._words.title, self._facts)

    @property
    def why(self) -> SafeString:
        """Return why it matters."""
        return filled(self._words.why, self._facts)

    @property
    def plain_title(self) -> str:
        """Return what was found without markup, for tables."""
        return str(self._words.title) % told(self._facts, str)

    @property
    def plain_why(self) -> str:
        """Return why it matters without markup, for tables."""
        return str(self._words.why) % told(self._facts, str)

    @cached_property
    def places(self) -> SafeString:
        """Return all places in one line."""
        rows = self.row.facts.get("places", [])
        return SafeString("; ".join(placed(kind, label, data) for kind, label in rows))

    @property
    def plain_places(self) -> str:
        """Return all places without markup, for tables."""
        rows = self.row.facts.get("places", [])
        return "; ".join(placed(kind, label, str) for kind, label in rows)

    @cached_property
    def cites(self) -> list[Cite]:
        """Return the quotations."""
        return [cited(quote) for quote in self.row.quotes]

    @cached_property
    def choices(self) -> list[Choice]:
        """Return the ways that change the draft, then to leave it as it is."""
        if not self.is_open or not self.may_settle:
            return []
        ways = [
            offered(number, option)
            for number, option in enumerate(self._options)
            if self.row.program.is_draft and settling.is_deed(option["do"])
        ]
        if self.row.severity == Severity.WARNING:
            ways.append(
                Choice(
                    ACCEPT,
                    SafeString(conditional_escape(_("Leave it as it is"))),
                    SafeString(
                        conditional_escape(
                            _("The text stays; the reason is kept with the finding.")
                        )
                    ),
                )
            )
        return ways

    @property
    def asks(self) -> bool:
        """Whether one of the ways asks for words or a number."""
        return any(choice.asks for choice in self.choices)

    @cached_property
    def links(self) -> list[Link]:
        """Return the pages on which it can be settled."""
        if not self.is_open or not self.may_settle or not self.row.program.is_draft:
            return []
        made = (self._link(option) for option in self._options)
        found = {link.url: link for link in made if link}
        if not found and not any(c.value != ACCEPT for c in self.choices):
            found[""] = Link(_("Open the passport"), self._page("program"))
        return list(found.values())

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision, or at least may be settled."""
        return self.row.state == State.OPEN

    @property
    def _words(self) -> Words:
        return WORDS.get(self.row.code, UNKNOWN)

    @property
    def _facts(self) -> Mapping[str, Any]:
        return {"code": self.row.code, **self.row.facts}

    @property
    def _options(self) -> list[dict[str, Any]]:
        return list(self.row.facts.get("options", []))

    def _link(self, option: Mapping[str, Any]) -> Link | None:
        label = LINKS.get(option["do"])
        if label is None:
            return None
        if option["do"] == "edit_event" and self.row.event_id:
            return Link(str(label), _address("event_edit", self.row.event_id))
        if option["do"] == "edit_indicator" and option["indicator"] < len(
            self.indicators
        ):
            pk = self.indicators[option["indicator"]]
            return Link(str(label), _address("indicator_edit", pk))
        page = {"add_event": "event_add", "add_indicator": "indicator_add"}
        page |= {"edit_program": "program_edit"}
        return Link(str(label), self._page(page.get(option["do"], "program")))

    def _page(self, name: str) -> str:
        return _address(name, self.row.program_id)


@dataclass(frozen=True)
class Listed:
    """All findings of a program that the filter lets through, by what they want."""

    rows: list[Shown]
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def errors(self) -> list[Shown]:
        """Errors that wait."""
        return self._open(Severity.ERROR)

    @property
    def warnings(self) -> list[Shown]:
        """Warnings that wait."""
        return self._open(Severity.WARNING)

    @property
    def notes(self) -> list[Shown]:
        """What needs no decision."""
        return self._open(Severity.INFO)

    @property
    def accepted(self) -> list[Shown]:
        """What was left as it is, with a reason."""
        return [one for one in self.rows if one.row.state == State.ACCEPTED]

    @property
    def gone(self) -> list[Shown]:
        """What was settled in the text."""
        return [one for one in self.rows if one.row.state == State.GONE]

    @property
    def open_errors(self) -> int:
        """How many errors wait, whatever the filter."""
        return self.counts.get((State.OPEN, Severity.ERROR), 0)

    @property
    def open_warnings(self) -> int:
        """How many warnings wait, whatever the filter."""
        return self.counts.get((State.OPEN, Severity.WARNING), 0)

    @property
    def open_notes(self) -> int:
        """How many notes there are, whatever the filter."""
        return self.counts.get((State.OPEN, Severity.INFO), 0)

    @property
    def waiting(self) -> int:
        """How many want a decision, whatever the filter."""
        return self.open_errors + self.open_warnings

    @property
    def found(self) -> int:
        """How many the text has now, decided ones too."""
        settled = sum(self.counts.get((State.GONE, key), 0) for key in Severity.values)
        return sum(self.counts.values()) - settled

    @property
    def decided(self) -> int:
        """How many were accepted, whatever the filter."""
        return sum(self.counts.get((State.ACCEPTED, k), 0) for k in Severity.values)

    def _open(self, severity: str) -> list[Shown]:
        return [
            one for one in self.rows if one.is_open and one.row.severity == severity
        ]


def listed(
    program: Program, user: User, rows: QuerySet[Finding] | None = None
) -> Listed:
    """Return the findings in the order in which they are settled."""
    may = access.may(user, Can.MANAGE_PROGRAMS, program.unit)
    chosen = program.findings.all() if rows is None else rows
    indicators = tuple(program.indicators.values_list("pk", flat=True))
    ordered = chosen.select_related("decided_by__person").order_by(
        _rank(), "code", "pk"
    )
    shown = [Shown(_of(program, row), may, indicators) for row in ordered]
    counts = Counter(program.findings.values_list("state", "severity"))
    return Listed(shown, counts)


def shown(row: Finding, user: User) -> Shown:
    """Return one finding; its program is at hand."""
    may = access.may(user, Can.MANAGE_PROGRAMS, row.program.unit)
    pks = tuple(row.program.indicators.values_list("pk", flat=True))
    return Shown(row, may, pks)


def codes(program: Program) -> list[tuple[str, str]]:
    """Return the checks that found something, each by the first thing it found."""
    rows = program.findings.exclude(state=State.GONE).order_by("code", "pk")
    found: dict[str, list[Finding]] = {}
    for row in rows:
        found.setdefault(row.code, []).append(row)
    named = [(code, _kind(of_code)) for code, of_code in found.items()]
    return sorted(named, key=lambda pair: pair[1])


def _address(name: str, pk: int) -> str:
    try:
        return reverse(f"programs:{name}", args=[pk])
    except NoReverseMatch:
        return ""


def _kind(rows: list[Finding]) -> str:
    title = Truncator(Shown(rows[0], may_settle=False).plain_title).chars(LONGEST_KIND)
    return f"{title} ({len(rows)})" if len(rows) > 1 else title


def _rank() -> Case:
    places = [When(severity=key, then=Value(n)) for n, key in enumerate(Severity)]
    return Case(*places, output_field=IntegerField())


def _of(program: Program, row: Finding) -> Finding:
    row.program = program
    return row
