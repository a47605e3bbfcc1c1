"""Times as Mastodon writes them."""

from datetime import UTC, datetime


def iso(moment: datetime) -> str:
    """UTC with milliseconds and Z: `2019-12-05T08:19:26.052Z`. Such texts sort by time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """Any ISO 8601 time; without a zone it is UTC. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
