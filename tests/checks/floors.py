"""The rules of the house that need paths: each takes one import and says whether it is wrong.

import-linter (``.importlinter``) holds the floors; these hold the doors.
"""

from collections.abc import Callable

from tests.checks.source import HOUSE, Import

Rule = Callable[[Import], bool]

# Named by the design itself; everything else is behind its folder's front door.
SIDE_DOORS = {"hilft.channels.contract", "hilft.channels.registry", "hilft.channels.testing"}
# What an adapter may know of its own floor.
ADAPTERS_KNOW = {"hilft.channels.contract", "hilft.channels.html", "hilft.channels.text"}
ASSEMBLERS = {"app", "cli", "__main__"}
IMPURE = {"hilft.db", "hilft.jobs", "hilft.live", "hilft.settings", "hilft.files"}


def room(module: str) -> str:
    """``hilft.cases.store`` is in the room ``cases``."""
    return module.split(".")[1] if module.startswith("hilft.") else ""


def adapter(module: str) -> str:
    """``hilft.channels.mastodon.pull`` is in the adapter ``mastodon``; '' outside every adapter."""
    parts = module.split(".")
    in_folder = parts[:2] == ["hilft", "channels"] and len(parts) > 2
    return parts[2] if in_folder and (HOUSE / "channels" / parts[2] / "channel.toml").is_file() else ""


def passes_the_front_door(found: Import) -> bool:
    """Rooms import a folder, never its insides; ``app`` and ``cli`` put insides together."""
    here, there = room(found.importer), room(found.module)
    inside = found.module.count(".") > 1
    return (
        inside and bool(there) and here != there and found.module not in SIDE_DOORS and here not in ASSEMBLERS
    )


def reads_settings(found: Import) -> bool:
    """Settings are read at the door (``app``, ``cli``); rooms get values as arguments."""
    return room(found.module) == "settings" and room(found.importer) not in ASSEMBLERS | {"settings"}


def crosses_the_street(found: Import) -> bool:
    """The town knows nothing of hilft, and nobody but ``cli`` knows the town."""
    here, there = room(found.importer), room(found.module)
    if here == "town":
        return found.module.split(".")[0] == "hilft" and there != "town"
    return there == "town" and here != "cli"


def leaves_its_adapter(found: Import) -> bool:
    """An adapter knows the contract and itself: no other adapter, no room, no database."""
    own = adapter(found.importer)
    if not own:
        return False
    foreign = found.module.split(".")[0] in {"hilft", "asyncpg"} and adapter(found.module) != own
    return foreign and found.module not in ADAPTERS_KNOW


def reaches_an_adapter(found: Import) -> bool:
    """Adapters are reached through the registry, by entry point; so nothing imports one."""
    there = adapter(found.module)
    return bool(there) and adapter(found.importer) != there


def dirties_a_model(found: Import) -> bool:
    """Pure rules touch no floor that does input or output (the outside world: ``.importlinter``)."""
    is_model = "model" in found.importer.split(".")
    return is_model and ".".join(found.module.split(".")[:2]) in IMPURE


RULES: tuple[Rule, ...] = (
    passes_the_front_door,
    reads_settings,
    crosses_the_street,
    leaves_its_adapter,
    reaches_an_adapter,
    dirties_a_model,
)
