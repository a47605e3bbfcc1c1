"""One registered channel, built with the invented settings of its ``channel.toml``, for looking at."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from hilft.channels.contract import AccountConfig, Channel, Manifest, Surroundings
from hilft.channels.registry import manifest
from hilft.channels.testing.structure import toml

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Specimen:
    """A channel without a network: a request raises `httpx.ConnectError`."""

    manifest: Manifest
    folder: Path
    told: Mapping[str, Any]
    config: AccountConfig
    channel: Channel

    @property
    def words(self) -> list[tuple[str, str]]:
        """The network's visibilities with their class, from narrow to wide."""
        return [(each["word"], each["class"]) for each in self.told["visibility"]]

    @property
    def payloads(self) -> list[Path]:
        return sorted((self.folder / "payloads").glob("*"))


def specimen(kind: str) -> Specimen:
    """Build a registered channel as the house would."""
    found = manifest(kind)
    folder = folder_of(found)
    told = toml(folder / "channel.toml")
    config = example(told)
    outside = Surroundings(httpx.AsyncClient(transport=httpx.MockTransport(_no_network)), lambda: NOON)
    return Specimen(found, folder, told, config, found.build(config, outside))


def folder_of(found: Manifest) -> Path:
    """Give the folder in which a manifest's `build` is written."""
    return Path(str(sys.modules[found.build.__module__].__file__)).parent


def example(told: Mapping[str, Any]) -> AccountConfig:
    """Make an account's configuration of the examples in ``channel.toml``."""
    fields = told["fields"].items()
    return AccountConfig(
        settings={name: each["example"] for name, each in fields if not each["secret"]},
        secrets={name: each["example"] for name, each in fields if each["secret"]},
        account_key="specimen",
    )


def _no_network(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("the contract suite has no network", request=request)
