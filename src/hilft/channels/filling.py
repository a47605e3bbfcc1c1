"""What an account is asked for when it is added, and under which addresses customers reach it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an account of this channel must be told: asked by the command line and the page alike."""

    name: str
    label: str
    secret: bool = False
    required: bool = True
    help: str = ""
    made: Callable[[], str] | None = None
    "Makes a secret where none is given; the door shows it once, because the other side needs it, too."


@dataclass(frozen=True, slots=True)
class Entrance:
    """One address under which customers reach an account, for the public page: pure, made of what is no secret.

    ``url`` may name ``{url}``, ``{server}`` (where that lies), ``{handle}``, ``{bare}`` (the handle without its @) and the account's settings; an entrance
    whose address cannot be filled is left out. Empty: there is nothing to click, one goes there; the handle says where.
    """

    label: str
    "An English sentence of the channel, a msgid."
    url: str
    private: bool = False
    "Nobody else reads what is said there."
