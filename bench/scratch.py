"""A database of one measurement: migrated, empty, gone afterwards."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from django.db import connection


@contextlib.contextmanager
def database(name: str) -> Iterator[None]:
    """Point the default connection at a new database for the while."""
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{name}_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(usual, verbosity=0)
