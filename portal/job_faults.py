"""The border of jobs: what goes wrong inside is logged and becomes one line."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _

from portal.errors import Refused

logger = logging.getLogger(__name__)
LONGEST = 300


def caught(act: Callable[[], None], what: str) -> str:
    """Do it and return what went wrong as one line; empty if nothing did.

    Only what was refused is told in its own words: other errors may quote rows, so
    their text is in the log alone.
    """
    try:
        act()
    except Refused as refusal:
        logger.warning("%s: %s", what, type(refusal.__cause__ or refusal).__name__)
        return " ".join(str(refusal).split())[:LONGEST]
    except Exception as error:
        logger.exception("%s failed", what)
        return _("Internal error (%(name)s); the details are in the log.") % {
            "name": type(error).__name__
        }
    return ""


def caught_apart(act: Callable[[], None], what: str) -> str:
    """Do the same within a savepoint, so that a failed write takes nothing along."""

    def apart() -> None:
        with transaction.atomic():
            act()

    return caught(apart, what)
