"""What tests of programs share."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from tests.programs import factories


@pytest.fixture
def november(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """The day of the examples, which is the portal's today in whatever year."""
    real = timezone.localdate

    def localdate(
        value: dt.datetime | None = None, zone: dt.tzinfo | None = None
    ) -> dt.date:
        return real(value, zone) if value else factories.TODAY

    monkeypatch.setattr(timezone, "localdate", localdate)
    return factories.TODAY
