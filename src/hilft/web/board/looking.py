"""One look for all screens of a brand: who comes within two seconds of another sees what that one saw."""

from time import monotonic

from hilft import board
from hilft.accounts import Brand
from hilft.board import Figures
from hilft.db import Connection, transaction
from hilft.web.house import House
from hilft.web.shared import Shared

FRESH = 2.0
"Seconds for which a look is shared; with the two after which a screen asks again it is never five seconds old."

_SHARED: Shared[Figures] = Shared()


async def look(house: House, brand: Brand, conn: Connection | None = None) -> Figures:
    """Give figures at most ``FRESH`` seconds old.

    Whoever holds a connection looks with it rather than wait for somebody who needs another.
    """

    async def make() -> Figures:
        if conn is not None:
            return await board.figures(conn, brand, house.now())
        async with transaction(house.pool) as tx:
            return await board.figures(tx.conn, brand, house.now())

    return await _SHARED.get(brand.id, monotonic() - FRESH, make, wait=conn is None)
