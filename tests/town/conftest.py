"""The town of a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town.square import Clock, Square, opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def square(tmp_path: Path, clock: Clock) -> AsyncIterator[Square]:
    async with opened(tmp_path / "town", clock) as open_square:
        yield open_square
