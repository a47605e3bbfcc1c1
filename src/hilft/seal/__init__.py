"""Copies of the data never speak: which installation this is, where it is at home, and whether it still is there.

A row in the database and, with the embedded server, a seal file beside it know each other, their machine and their place.
What was restored from a backup or copied does not fit any more, and is a *copy* until a person says that it is the only one.
This room only finds out and remembers; who pauses what is decided above (``hilft.app``).
"""

from hilft.seal.actions import Seal, is_copy, refuse_a_copy, rehome, unseal
from hilft.seal.model import COPY_PAUSED, COPY_UNCLEAR, Installation
from hilft.seal.problems import StillACopy
from hilft.seal.store import find_installation

__all__ = [
    "COPY_PAUSED",
    "COPY_UNCLEAR",
    "Installation",
    "Seal",
    "StillACopy",
    "find_installation",
    "is_copy",
    "refuse_a_copy",
    "rehome",
    "unseal",
]
