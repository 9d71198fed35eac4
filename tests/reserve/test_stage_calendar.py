"""Days of stages: proposed, in order, and where one stands."""

from __future__ import annotations

import datetime as dt

from reserve import data_files, stage_calendar
from reserve.stage_calendar import Days, Window

WINDOW = Window(dt.date(2026, 3, 1), dt.date(2026, 3, 20), dt.date(2026, 4, 30))
SHORT = Window(dt.date(2026, 3, 1), dt.date(2026, 3, 1), dt.date(2026, 3, 1))


def proposed(window: Window) -> list[Days]:
    """The usual stages in a window."""
    rows = data_files.competition()["stages"]
    return [stage_calendar.proposed(window, row) for row in rows]


def test_the_usual_stages_are_in_order_in_any_window() -> None:
    for window in (WINDOW, SHORT):
        assert stage_calendar.out_of_order(window, proposed(window)) == []


def test_the_check_runs_along_with_the_intake_and_the_commission_ends_it() -> None:
    days = proposed(WINDOW)

    assert days[0].starts_on == WINDOW.opens_on
    assert days[-1] == Days(WINDOW.decides_on, WINDOW.decides_on)


def test_stages_beyond_the_window_or_too_early_are_found() -> None:
    late = Days(WINDOW.decides_on, WINDOW.decides_on + dt.timedelta(days=1))
    early = Days(WINDOW.opens_on, WINDOW.closes_on)

    found = stage_calendar.out_of_order(WINDOW, [*proposed(WINDOW)[:2], late, early])

    assert found == [2, 3]


def test_a_stage_is_ahead_then_now_then_done() -> None:
    days = Days(dt.date(2026, 4, 1), dt.date(2026, 4, 2))
    on = [dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2026, 4, 3)]

    assert [stage_calendar.state(days, day) for day in on] == ["ahead", "now", "done"]
