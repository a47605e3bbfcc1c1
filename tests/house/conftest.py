"""A town square and a desk that listens to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hilft.db import Pool
from tests.house import desk as desks
from tests.house.desk import Desk
from tests.town.square import Square, opened


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    async with opened(tmp_path / "town") as open_square:
        yield open_square


@pytest.fixture
async def desk(pool: Pool, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desks.opened(pool, tmp_path) as open_desk:
        yield open_desk
