"""What channel tests share: a guarded client that may reach this machine, and a clock."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from hilft.channels import PublicClient, Surroundings


@pytest.fixture
async def surroundings() -> AsyncIterator[Surroundings]:
    """The outside world of a channel under test: the house's own client, loopback allowed."""
    async with PublicClient(allow_loopback=True) as http:
        yield Surroundings(http, lambda: datetime.now(UTC), allow_loopback=True)
