"""Rows and addresses of documents, for the sweeps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.models import Unit, User
from programs.models import Clause, Event, TargetIndicator, TargetValue
from tests.programs import factories
from tests.sweep import ROLELESS, WORKING, Pages

READERS = WORKING  # what a region issues is for its municipalities and schools too
WRITERS = ("ministry", "operator")
OTHER_READERS = tuple(role for role in READERS if role not in WRITERS)
NOT_MINISTRY = tuple(role for role in READERS if role != "ministry")
ANYWHERE = (*READERS, "stranger")
MANAGERS = (*WRITERS, "municipal", "other_municipal", "stranger")

_PROGRAM = ("programs.program.pk",)
_DRAFT = ("programs.draft.pk",)

PAGES: Pages = {
    "programs:home": ((), ANYWHERE, ROLELESS),
    "programs:home_xlsx": ((), ANYWHERE, ROLELESS),
    "programs:program_add": (
        (),
        MANAGERS,
        ("administrator", "head", "other_head", *ROLELESS),
    ),
    **{
        f"programs:{name}": (_PROGRAM, READERS, ())
        for name in (
            "program",
            "program_rows",
            "program_print",
            "program_xlsx",
            "edition_differences",
        )
    },
    **{
        f"programs:{name}": (_PROGRAM, WRITERS, OTHER_READERS)
        for name in ("carry_over", "edition_add", "event_understood")
    },
    "programs:program_finish": (_PROGRAM, ("ministry",), NOT_MINISTRY),
    "programs:program_publish": (_DRAFT, ("ministry",), ("operator",)),
    **{
        f"programs:{name}": (_DRAFT, WRITERS, ())
        for name in (
            "program_edit",
            "program_drop",
            "stage_add",
            "section_add",
            "body_add",
            "indicator_add",
            "event_add",
        )
    },
    "programs:clause_add": (("programs.draft.pk", "programs.clause_kind"), WRITERS, ()),
    **{
        f"programs:{part}_{step}": ((f"programs.draft_{part}.pk",), WRITERS, ())
        for part in ("clause", "stage", "section", "body", "indicator", "value")
        for step in ("edit", "remove")
    },
    "programs:value_add": (("programs.draft_indicator.pk",), WRITERS, ()),
    "programs:value_choose": (("programs.draft_value.pk",), WRITERS, ()),
    **{
        f"programs:event_{step}": (("programs.draft_event.pk",), WRITERS, ())
        for step in ("edit", "remove", "to_plan")
    },
    "programs:event_correct": (("programs.event.pk",), WRITERS, OTHER_READERS),
}
POST_ONLY: dict[str, tuple[str, ...]] = {}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name: parts of the region's draft."""
    draft = made["draft"]
    indicator = TargetIndicator.objects.create(
        program=draft, number="1", name="Обобщённые практики", measure="count"
    )
    return {
        "clause_kind": Clause.Kind.TASK.value,
        "draft_clause": draft.clauses.create(
            kind=Clause.Kind.TASK, text="Готовить резерв"
        ),
        "draft_stage": draft.stages.create(
            number=1,
            name="Подготовительный",
            starts_on=dt.date(2026, 1, 1),
            ends_on=dt.date(2026, 5, 31),
        ),
        "draft_section": factories.section(draft),
        "draft_body": factories.body(draft),
        "draft_indicator": indicator,
        "draft_value": TargetValue.objects.create(
            indicator=indicator, year=2026, value=20, variant="раздел 4"
        ),
        "draft_event": factories.event(draft, form=Event.Form.RECOMMENDATION),
    }
