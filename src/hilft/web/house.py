"""What the doors need of the house; ``hilft.app`` builds it, tests may build a smaller one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from hilft.accounts import Switchboard, Vault
from hilft.channels import Surroundings
from hilft.db import Pool
from hilft.files import Store
from hilft.intake import Batcher
from hilft.live import Hub
from hilft.seal import Seal


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """An invented agent whose password may stand on the sign-in page, because everything is invented."""

    login: str
    name: str
    initials: str
    password: str


class Scene(StrEnum):
    """What an invented customer does in the tour, each through a real door of the network."""

    SQUARE = "square"
    PRIVATE = "private"
    MAIL = "mail"


class Stage(Protocol):
    """Plays Otto in the tour of the demo."""

    opening: str
    "Words of the post with which it all begins."
    mailing: str
    "Words of the mail."
    caller: str
    "The number he calls from."

    async def play(self, scene: Scene, code: str) -> None:
        """Let him do it. ``code``: of his case."""
        ...

    def letters(self) -> list[str]:
        """Give what lies in his letterbox, the newest first."""
        ...


class House(Protocol):
    @property
    def pool(self) -> Pool: ...
    @property
    def hub(self) -> Hub: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def surroundings(self) -> Surroundings:
        """What channels reach their networks with."""
        ...

    @property
    def switchboard(self) -> Switchboard: ...
    @property
    def files(self) -> Store: ...
    @property
    def batcher(self) -> Batcher: ...
    @property
    def seal(self) -> Seal: ...
    @property
    def origin(self) -> str:
        """The address under which people reach the desk, without a trailing slash."""
        ...

    @property
    def undo_seconds(self) -> int: ...
    @property
    def demo_logins(self) -> tuple[DemoLogin, ...]:
        """Shown on the sign-in page; empty outside the demo."""
        ...

    @property
    def stage(self) -> Stage | None:
        """Plays the story of the tour; None outside the demo."""
        ...

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...
