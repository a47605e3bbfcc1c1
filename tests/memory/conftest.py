"""The desk of the cases' tests, and what it knows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hilft.channels import PublicClient
from hilft.db import Pool
from tests.cases.world import World


@pytest.fixture
async def world(pool: Pool, tmp_path: Path) -> AsyncIterator[World]:
    async with PublicClient() as http:
        opened = await World(pool, tmp_path).open(http)
        yield opened
        await opened.switchboard.close()
