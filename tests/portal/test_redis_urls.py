"""One address of Redis in the forms that Celery and the cache want."""

import pytest

from portal.config import redis_urls


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        (
            "unix:///tmp/v.sock?db=0",
            "redis+socket:///tmp/v.sock?virtual_host=0",
            "?db=1",
        ),
        (
            "unix:///tmp/v.sock?db=4",
            "redis+socket:///tmp/v.sock?virtual_host=4",
            "?db=5",
        ),
        ("unix:///tmp/v.sock", "redis+socket:///tmp/v.sock?virtual_host=0", "?db=1"),
        ("redis://redis:6379/0", "redis://redis:6379/0", "redis://redis:6379/1"),
        ("redis://redis:6379", "redis://redis:6379", "redis://redis:6379/1"),
    ],
)
def test_address_takes_both_forms(url: str, broker: str, cache: str) -> None:
    assert redis_urls.broker_url(url) == broker
    assert redis_urls.cache_url(url).endswith(cache)
