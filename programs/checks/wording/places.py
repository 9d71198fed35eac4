"""Words for the places of a document and for whom it counts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

WHERE: Final = {
    "document": _("document"),
    "event": _("event"),
    "section": _("section"),
    "indicator": _("indicator"),
    "indicators": _("indicators"),
    "task": _("task"),
    "result": _("expected result"),
    "direction": _("direction of work"),
    "mechanism": _("mechanism"),
    "group": _("working group"),
    "annex": _("annex"),
    "basis": _("legal basis"),
    "problem": _("problem"),
    "claim": _("claim"),
    "period": _("period"),
    "act": _("approval"),
    "source": _("data source"),
    "subject": _("subject of the letter"),
    "results": _("presentation of results"),
    "criterion": _("criterion"),
    "recommendations": _("recommendations"),
    "row": _("row of the plan"),
    "deadline": _("deadline in the document"),
    "name": _("name"),
    "title": _("title of the document"),
    "territory": _("territory"),
    "target": _("target in the document"),
    "baseline": _("baseline"),
    "executors": _("executors"),
    "K": _("what K counts"),
    "O": _("what O counts"),
    "sample": _("sample"),
    "evaluation": _("evaluation"),
    "request": _("request"),
    "criteria": _("list of criteria"),
    "addressee": _("addressee"),
    "heading": _("heading"),
    "roadmap": _("plan of events"),
}
THINGS: Final = {
    "organization": _("organizations"),
    "municipality": _("municipalities"),
    "management_team": _("management teams"),
    "reserve_member": _("members of the reserve"),
    "head": _("heads"),
    "teacher": _("teachers"),
    "learner": _("children"),
    "risk": _("heads at risk"),
    "preschool": _("heads of preschool organizations"),
    "novice": _("new heads"),
    "innovation": _("the innovation network"),
    "rural": _("rural organizations"),
}
