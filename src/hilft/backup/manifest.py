"""What a backup says about itself: ``manifest.json``. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from hilft.db import Content

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """``tables``: rows and sum of each, at the moment of the backup. ``bytes`` and ``files`` count attachments."""

    made_at: datetime
    hilft: str
    postgresql: int
    installation: str
    migrations: tuple[str, ...]
    tables: Mapping[str, Content]
    files: int
    bytes: int
    damaged: tuple[str, ...]
    "Files whose content was not what their name says: they are left out."
    with_key: bool

    @property
    def rows(self) -> int:
        return sum(content.rows for content in self.tables.values())


def to_json(manifest: Manifest) -> str:
    told = asdict(manifest) | {"format": FORMAT, "made_at": manifest.made_at.isoformat()}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Manifest:
    """Read a manifest; raises ``ValueError`` on anything else."""
    try:
        told: dict[str, Any] = json.loads(text)
        if told.pop("format") != FORMAT:
            raise ValueError("its format is another one")
        told["made_at"] = datetime.fromisoformat(told["made_at"])
        told["tables"] = {name: Content(**content) for name, content in told["tables"].items()}
        told |= {name: tuple(told[name]) for name in ("migrations", "damaged")}
        return Manifest(**told)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("its manifest.json is not whole") from error


def difference(before: Mapping[str, Content], after: Mapping[str, Content]) -> str:
    """Name a table that differs, '' when none does."""
    names = sorted(before.keys() | after.keys())
    return next((name for name in names if before.get(name) != after.get(name)), "")
