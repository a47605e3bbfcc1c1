"""Which account a form names."""

from uuid import UUID


def account_id(text: str) -> UUID | None:
    """Give the id; None for nothing, and for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
