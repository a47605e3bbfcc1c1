"""The only clock: everything below gets the time as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Give the time, aware, in UTC."""
    return datetime.now(UTC)
