"""Bars of the Gantt as they are drawn: places, lanes, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import figures
from portal.charts import place
from portal.navigation import link
from programs import standing_words, timeline
from programs.reading import bars
from programs.reading.bars import Bar
from programs.reading.progress import HELD
from programs.timeline import Line, Strip

LANES = 3  # overlapping bars of one row; more of them are joined
TOP, LANE, HEIGHT = 12, 24, 16  # pixels
WORD = 10  # percent of the line that the word of a state takes


@dataclass(frozen=True)
class Shape:
    """A bar as it is drawn; `held` is the width of its solid part."""

    bar: Bar
    state: str
    x: str
    width: str
    y: int
    held: str
    label_x: str
    is_label_left: bool
    has_room: bool  # for its word, beside the other bars of the lane
    was: Sequence[tuple[str, str]]

    @property
    def css(self) -> str:
        """The class of the bar."""
        return standing_words.CSS[self.state]

    @property
    def word(self) -> str:
        """The state in a word."""
        return str(standing_words.DRAWN[self.state])

    @property
    def tone(self) -> str:
        """The mark of the state."""
        return standing_words.TONES[self.state]

    @property
    def said(self) -> str:
        """Days, state and count in words."""
        return said(self.bar, self.state)

    @property
    def was_said(self) -> str:
        """From which days it has moved, in words; empty where it has not."""
        return was_said(self.bar)

    @property
    def was_y(self) -> int:
        """Where the first plan is drawn, under the bar."""
        return self.y + HEIGHT + 3

    @property
    def label_y(self) -> int:
        """Where its word is written."""
        return self.y + 12

    @property
    def url(self) -> str:
        """The page of the occurrence; empty where there are many."""
        key = self.bar.occurrence_id
        return link("programs:occurrence", key) if key else ""


def shapes(found: Sequence[Bar], line: Line, today: dt.date) -> list[Shape]:
    """Return the bars of a row in lanes; joined where there are too many lanes."""
    drawn = _strips(found, line)
    lanes = timeline.lanes(strip for _bar, strip in drawn)
    if max(lanes, default=0) >= LANES:
        drawn = _strips(bars.joined(found), line)
        lanes = timeline.lanes(strip for _bar, strip in drawn)
    return [
        _shape(
            bar,
            strip,
            min(lane, LANES - 1),
            line,
            today,
            [one for (_, one), at in zip(drawn, lanes, strict=True) if at == lane],
        )
        for (bar, strip), lane in zip(drawn, lanes, strict=True)
    ]


def said(bar: Bar, state: str) -> str:
    """Return days, state and count of a bar in words."""
    words = {
        "days": figures.period(bar.first, bar.last, get_language() or "ru"),
        "state": standing_words.DRAWN[state],
    }
    if bar.total < 2:
        return _("%(days)s: %(state)s") % words
    counts = words | {"held": bar.held, "total": bar.total}
    return _("%(days)s: %(state)s, held %(held)s of %(total)s") % counts


def was_said(bar: Bar) -> str:
    """Return from which days a bar has moved, in words; empty where it has not."""
    return "; ".join(
        ngettext("moved from %(days)s", "%(count)s moved from %(days)s", was.count)
        % {
            "days": figures.period(was.first, was.last, get_language() or "ru"),
            "count": was.count,
        }
        for was in bar.was
    )


def _strips(found: Iterable[Bar], line: Line) -> list[tuple[Bar, Strip]]:
    drawn = [(bar, timeline.strip(line, bar.first, bar.last)) for bar in found]
    return [(bar, strip) for bar, strip in drawn if strip is not None]


def _shape(
    bar: Bar,
    strip: Strip,
    lane: int,
    line: Line,
    today: dt.date,
    beside: Iterable[Strip],
) -> Shape:
    state = bar.state(today)
    share = bar.held / bar.total if bar.total else 0
    is_left = _on_left(strip)
    return Shape(
        bar,
        state,
        x=place(strip.x),
        width=place(strip.width),
        y=TOP + lane * LANE,
        held=place(strip.width * share) if state != HELD and share else "",
        label_x=place(strip.x - 0.8 if is_left else strip.end + 0.8),
        is_label_left=is_left,
        has_room=_has_room(strip, beside),
        was=[
            (place(first.x), place(first.end))
            for was in bar.was
            if (first := timeline.strip(line, was.first, was.last))
        ],
    )


def _on_left(strip: Strip) -> bool:
    """Tell whether the word stands before the bar: there is more room."""
    return strip.x > 50


def _has_room(strip: Strip, beside: Iterable[Strip]) -> bool:
    """Tell whether the word of a state would cover no other bar."""
    first = strip.x - WORD if _on_left(strip) else strip.end
    others = (one for one in beside if one is not strip)
    return not any(one.x < first + WORD and one.end > first for one in others)
