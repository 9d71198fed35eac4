"""What is dear to compute and does not change: kept in the cache, if there is one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
DAY = 86_400
Kept = TypeVar("Kept")


def remembered(key: str, make: Callable[[], Kept], seconds: int = DAY) -> Kept:
    """Return what is kept under the key, or make and keep it.

    The key must name everything the figure depends on, the moment of its
    computation too. Without a cache it is made each time.
    """
    try:
        return cast(Kept, cache.get_or_set(key, make, seconds))
    except RedisError:
        logger.warning("the cache does not answer: %s is made anew", key)
        return make()
