"""The town: its memory, its ledger, its listeners, its clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from hilft.town.hub import Hub
from hilft.town.ids import Ids
from hilft.town.ledger import Ledger, Row
from hilft.town.moments import iso, parse
from hilft.town.settings import TownSettings
from hilft.town.state import State


class Town:
    """Decide on `state`, then `record` what happened: without an await in between, so nothing can come between.

    Answers and streams wait until the ledger has it (see `door.settle` and `Hub.release`).
    """

    def __init__(
        self, data: Path, origin: str, settings: TownSettings, clock: Callable[[], datetime]
    ) -> None:
        self.origin = origin.rstrip("/")
        self.settings = settings
        self.clock = clock
        self.media_folder = data / "media"
        self.ids = Ids(clock)
        self.state = State()
        self.ledger = Ledger(data)
        self.hub = Hub(lambda: self.ledger.position)
        self.ledger.on_durable = self.hub.release
        self.closing = False

    def replay(self) -> None:
        forgotten = iso(self.clock() - timedelta(seconds=self.settings.idempotency_seconds))
        for row in self.ledger.replay():
            self.state.apply(row)
            self.ids.seen(
                max(row.get("id", 0), *row.get("letters", {"": 0}).values(), row.get("request") or 0)
            )
        posted = self.state.posted
        for key in [key for key, (_, at) in posted.items() if at < forgotten]:
            del posted[key]

    def record(self, kind: str, /, **fields: object) -> None:
        row: Row = {"t": kind, **fields}
        self.state.apply(row)
        self.ledger.append(row)

    def now(self) -> str:
        return iso(self.clock())

    def age(self, at: str) -> timedelta:
        return self.clock() - parse(at)

    def stop_listening(self) -> None:
        """Ends every open stream, so that a server can stop at once."""
        self.closing = True
        self.hub.hang_up()

    async def close(self) -> None:
        self.stop_listening()
        await self.ledger.close()
