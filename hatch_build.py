"""Build hook: a distribution without the fetched front-end files would serve dead pages, so it is not built."""

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class VendoredFiles(BuildHookInterface[Any]):
    """Stops a build in which a file that ``package.json`` names under ``vendor`` is missing."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        if version == "editable":
            return
        root = Path(self.root)
        named: dict[str, str] = json.loads((root / "package.json").read_text())["vendor"]
        folder = root / "src/hilft/web/static/vendor"
        missing = [name for name in named.values() if not (folder / name).is_file()]
        if missing:
            raise FileNotFoundError(
                f"front-end files are missing, run `make setup` first: {', '.join(missing)}"
            )
