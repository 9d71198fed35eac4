"""One REDIS_URL in redis-py's form, as Celery and Django's cache want it."""

from urllib.parse import parse_qs, urlsplit


def broker_url(url: str) -> str:
    """Return the address for Celery, which names Unix sockets in its own way."""
    if not url.startswith("unix://"):
        return url
    parts = urlsplit(url)
    return f"redis+socket://{parts.path}?virtual_host={_database(parts.query)}"


def cache_url(url: str) -> str:
    """Return the address of the next logical database, kept apart for the cache."""
    parts = urlsplit(url)
    if url.startswith("unix://"):
        return f"unix://{parts.path}?db={_database(parts.query) + 1}"
    number = int(parts.path.strip("/") or 0) + 1
    return parts._replace(path=f"/{number}").geturl()


def _database(query: str) -> int:
    return int(parse_qs(query).get("db", ["0"])[0])
