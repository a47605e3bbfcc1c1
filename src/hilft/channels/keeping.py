"""What a channel keeps for itself between starts, in the contract's words."""

from collections.abc import Mapping
from typing import Protocol


class Keeper(Protocol):
    """Where a channel keeps what must outlive it and changes by itself: a session that signing in gave, say.

    One per account, sealed by the house like the account's secrets, shared by all processes: whoever is about to
    renew something looks first whether another one has. Empty after the account was given new secrets.
    """

    async def recall(self) -> Mapping[str, str]: ...
    async def keep(self, kept: Mapping[str, str]) -> None:
        """Replace what was kept. It has been committed when this returns."""
        ...


class Pocket:
    """A keeper in memory: for trying one account out before it is added, and for tests."""

    def __init__(self) -> None:
        self.kept: Mapping[str, str] = {}

    async def recall(self) -> Mapping[str, str]:
        return self.kept

    async def keep(self, kept: Mapping[str, str]) -> None:
        self.kept = dict(kept)


class Forgetful:
    """A keeper that keeps nothing: what a channel is given where nobody says whose it is."""

    async def recall(self) -> Mapping[str, str]:
        return {}

    async def keep(self, kept: Mapping[str, str]) -> None:
        """Let it go."""
