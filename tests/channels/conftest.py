"""What channel tests share: a guarded client that may reach this machine, a clock, a town square."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from hilft.channels import PublicClient, Surroundings, pin
from hilft.channels.mastodon import Mastodon
from hilft.town import TownSettings
from tests.channels.square import OPERATOR, SEEDS, Square, open_square


@pytest.fixture
async def surroundings() -> AsyncIterator[Surroundings]:
    """The outside world of a channel under test: the house's own client, loopback allowed."""
    async with PublicClient(allow_loopback=True) as http:
        yield Surroundings(
            http, lambda: datetime.now(UTC), allow_loopback=True, pin=partial(pin, allow_loopback=True)
        )


@pytest.fixture
def town_settings() -> TownSettings:
    """Overridden by tests that need other limits."""
    return TownSettings(operator_token=OPERATOR, seeds=SEEDS)


@pytest.fixture
async def square(tmp_path: Path, town_settings: TownSettings) -> AsyncIterator[Square]:
    async with open_square(tmp_path / "town", town_settings) as opened:
        yield opened


@pytest.fixture
def desk(square: Square, surroundings: Surroundings) -> Mastodon:
    """The channel of the service account."""
    return square.desk(surroundings)
