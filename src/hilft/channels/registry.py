"""Which channels there are: found by their entry points, the in-tree ones too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from hilft.channels.contract import AccountConfig, Channel, Manifest, Surroundings

GROUP = "hilft.channels"


class NoSuchChannel(LookupError):
    """No channel of this kind is installed, or its code cannot be loaded."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the entry points gave: manifests by kind, and what could not be loaded, by name, with its error."""

    manifests: Mapping[str, Manifest]
    broken: Mapping[str, str]


def manifests() -> Mapping[str, Manifest]:
    """Give every channel that can be used, by kind, sorted."""
    return _found().manifests


def broken() -> Mapping[str, str]:
    """Give every entry point that could not be used, with the reason: for `hilft doctor`."""
    return _found().broken


def manifest(kind: str) -> Manifest:
    """Give one channel's manifest. Raises NoSuchChannel."""
    try:
        return manifests()[kind]
    except KeyError:
        raise NoSuchChannel(broken().get(kind, kind)) from None


def build(kind: str, account: AccountConfig, surroundings: Surroundings) -> Channel:
    """Build the channel of one account. Raises NoSuchChannel, or Refused when a setting cannot be used."""
    return manifest(kind).build(account, surroundings)


def load(points: Iterable[EntryPoint]) -> Found:
    """Load entry points one by one; one that fails is told and does not stop the others."""
    good: dict[str, Manifest] = {}
    bad: dict[str, str] = {}
    for point in sorted(points, key=lambda each: each.name):
        try:
            found = point.load()
        except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way while it is imported
            bad[point.name] = f"{type(error).__name__}: {error}"
            continue
        if not isinstance(found, Manifest):
            bad[point.name] = f"{point.value} is not a Manifest"
        elif found.kind != point.name:
            bad[point.name] = f"the manifest of {point.name} calls itself {found.kind}"
        elif found.kind in good:
            bad[point.name] = f"{point.value}: there are two channels of this name"
        else:
            good[found.kind] = found
    return Found(MappingProxyType(good), MappingProxyType(bad))


@cache
def _found() -> Found:
    return load(entry_points(group=GROUP))
