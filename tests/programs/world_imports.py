"""Rows and addresses of imports, for the sweeps."""

from __future__ import annotations

from typing import Any

from portal.models import Unit, User
from programs.services import imports
from tests.sweep import Pages

WRITERS = ("ministry", "operator")
_DRAFT = ("programs.draft.pk",)
_IMPORT = ("programs.import_draft.pk",)
PLAN = (
    "№ п/п\tМероприятие\tСрок\tОтветственный\n"
    "1\tФорум руководителей\tмай 2026\tИРО\n"
    "2\tВстреча\tпосле праздников\tСовет директоров\n"
)

PAGES: Pages = {
    "programs:imports": (_DRAFT, WRITERS, ()),
    "programs:import": (_IMPORT, WRITERS, ()),
    "programs:import_save": (_IMPORT, WRITERS, ()),
    "programs:import_drop": (_IMPORT, WRITERS, ()),
    "programs:import_report": (_IMPORT, WRITERS, ()),
}
POST_ONLY: dict[str, tuple[str, ...]] = {
    "programs:import_columns": _IMPORT,
    "programs:import_answers": _IMPORT,
    "programs:import_row": _IMPORT,
}
# Looking at these is put on record, so they write to the journal.
RECORDED: set[str] = set()


def rows(school: Unit, users: dict[str, User], made: dict[str, Any]) -> dict[str, Any]:
    """Return this family's rows by name: an import whose columns are confirmed."""
    by = users["ministry"]
    draft = imports.start(
        made["draft"].pk, file_name="plan.txt", data=PLAN.encode(), by=by
    )
    fields = [column["field"] for column in draft.mapping["tables"][0]["columns"]]
    imports.choose_columns(draft.pk, [fields], [True], by=by)
    return {"import_draft": draft}
