"""Bluesky's real servers for the whole run; people of their own for every test."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hilft.channels import Surroundings
from hilft.channels.bluesky import Bluesky
from tests.channels.bluesky.servers import Servers, missing
from tests.channels.bluesky.town import Person, Town, channel_of


@pytest.fixture(scope="session")
def data_server() -> str:
    """The address of the account's data server; the network on loopback is started once for all workers."""
    reason = missing()
    if reason:
        pytest.skip(reason)
    return Servers.shared(Path(os.environ["HILFT_TEST_BLUESKY"]))["pds"]


@pytest.fixture
async def town(data_server: str) -> AsyncIterator[Town]:
    opened = Town(data_server)
    yield opened
    await opened.close()


@pytest.fixture
async def otto(town: Town) -> Person:
    return await town.person("otto")


@pytest.fixture
async def service(town: Town) -> Person:
    """The brand's account, as its owner sees it."""
    return await town.person("hilft")


@pytest.fixture
def desk(town: Town, service: Person, surroundings: Surroundings) -> Bluesky:
    """The channel of the brand's account."""
    return channel_of(town, service, surroundings)
