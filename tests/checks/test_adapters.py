"""The rules about adapters, tried on a channel that is really there."""

import pytest

from tests.checks import floors
from tests.checks.floors import leaves_its_adapter, reaches_an_adapter
from tests.checks.source import Import


@pytest.fixture(autouse=True)
def two_adapters(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    house = tmp_path_factory.mktemp("hilft")
    for kind in ("mastodon", "bluesky"):
        (house / "channels" / kind).mkdir(parents=True)
        (house / "channels" / kind / "channel.toml").touch()
    monkeypatch.setattr(floors, "HOUSE", house)


@pytest.mark.parametrize(
    "module", ["hilft.channels.bluesky", "hilft.cases", "hilft.db", "hilft.channels.registry", "asyncpg"]
)
def test_an_adapter_does_not_look_around(module: str) -> None:
    assert leaves_its_adapter(Import("hilft.channels.mastodon.pull", module, 1))


@pytest.mark.parametrize("module", ["hilft.channels.contract", "hilft.channels.mastodon.read", "httpx"])
def test_an_adapter_knows_the_contract_and_itself(module: str) -> None:
    assert not leaves_its_adapter(Import("hilft.channels.mastodon.pull", module, 1))


@pytest.mark.parametrize(
    "importer", ["hilft.outbox.actions", "hilft.channels.registry", "hilft.channels.bluesky.send"]
)
def test_nobody_imports_an_adapter(importer: str) -> None:
    assert reaches_an_adapter(Import(importer, "hilft.channels.mastodon", 1))
