"""What other apps add to the demo, before the values of the last cycle are entered.

`settings.DEMO_LOADERS` names functions that take a Stage; what monitoring counts from
their rows then stands in the collecting cycle.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from monitoring.demo.accounts import Head
from monitoring.models import Cycle
from portal.models import Unit


@dataclass(frozen=True)
class Stage:
    """The demo as it stands: the region, where the officer works, the head, the day.

    `last_closed` is the last cycle with results, None where no cycle was asked for.
    """

    region: Unit
    shown: Unit
    head: Head
    last_closed: Cycle | None
    today: dt.date
    seed: int
    password: str


def let_in(stage: Stage) -> None:
    """Let every app of the settings add its rows."""
    for path in settings.DEMO_LOADERS:
        import_string(path)(stage)
