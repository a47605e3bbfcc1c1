"""What a channel's folder brings for people to see: its icon, the fields of its accounts."""

import sys
from functools import cache
from importlib.resources import files

from hilft import channels


@cache
def channel_file(kind: str, name: str) -> bytes | None:
    """Give a file of a channel's folder; None: there is no such channel, or no such file."""
    found = channels.manifests().get(kind)
    if found is None:
        return None
    package = sys.modules[found.build.__module__].__package__ or found.build.__module__
    file = files(package) / name
    return file.read_bytes() if file.is_file() else None
