"""The states of an event on its days: words, marks and classes of drawings."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from programs.reading.bars import MOVED, WORDS_ONLY
from programs.reading.progress import AHEAD, CANCELLED, HELD, LATE, RUNNING

WORDS: dict[str, Promise | str] = {
    HELD: pgettext_lazy("event", "held"),
    RUNNING: pgettext_lazy("event", "under way"),
    AHEAD: pgettext_lazy("event", "ahead"),
    MOVED: pgettext_lazy("event", "moved"),
    LATE: pgettext_lazy("event", "overdue"),
    CANCELLED: pgettext_lazy("event", "cancelled"),
}
DRAWN: dict[str, Promise | str] = {
    **WORDS,
    WORDS_ONLY: pgettext_lazy("event", "by the document"),
}
TONES = {
    HELD: "ok",
    RUNNING: "run",
    AHEAD: "none",
    MOVED: "wait",
    LATE: "bad",
    CANCELLED: "none",
    WORDS_ONLY: "none",
}
CSS = {
    HELD: "done",
    RUNNING: "run",
    AHEAD: "plan",
    MOVED: "moved",
    LATE: "late",
    CANCELLED: "cancelled",
    WORDS_ONLY: "words",
}
