"""Copies the front-end files that ``package.json`` names under ``vendor`` to where the desk serves them."""

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/hilft/web/static/vendor"


def copies(root: Path = ROOT) -> dict[Path, Path]:
    """Give source and target of every vendored file."""
    named: dict[str, str] = json.loads((root / "package.json").read_text())["vendor"]
    return {root / "node_modules" / source: VENDOR / target for source, target in named.items()}


def main() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, target in copies().items():
        shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
