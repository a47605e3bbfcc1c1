"""Opening the town's door."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from hilft.town import town as bare
from hilft.town.acts.seeding import seed
from hilft.town.settings import TownSettings


class Town(bare.Town):
    """A town that can also be given people."""

    async def seed(
        self,
        handle: str,
        display_name: str,
        *,
        token: str | None,
        bot: bool = False,
        note: str = "",
        avatar: bytes | None = None,
    ) -> str:
        """An account with its access token; the same at every start. The token is given back when it is on disk."""
        return await seed(self, handle, display_name, token=token, bot=bot, note=note, avatar=avatar)


def wall_clock() -> datetime:
    return datetime.now(UTC)


async def open_town(
    data: Path,
    *,
    origin: str,
    settings: TownSettings | None = None,
    clock: Callable[[], datetime] = wall_clock,
) -> Town:
    """Replays the ledger in `data` and adds the seeds that are missing.

    `origin` is the address of the pages (scheme, host, port). Raises TownInUse, LedgerDamaged, OSError.
    """
    town = Town(data, origin, settings or TownSettings(), clock)
    try:
        town.replay()
        for one in town.settings.seeds:
            await town.seed(
                one.handle,
                one.display_name,
                token=one.token,
                bot=one.bot,
                note=one.note,
                avatar=one.avatar,
            )
    except BaseException:
        await town.close()
        raise
    return town
