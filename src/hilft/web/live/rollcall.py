"""Who sits behind the open streams: asked before every look, with one question for all who ask at the same time."""

import asyncio
from dataclasses import dataclass, field

from hilft import accounts, staff
from hilft.accounts import Brand
from hilft.db import transaction
from hilft.ids import BrandId
from hilft.staff import Session
from hilft.web.house import House


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody signed in, and where."""

    session: Session
    brand: Brand | None


@dataclass(slots=True)
class RollCall:
    """Those who ask while a question is under way share the next one."""

    house: House
    _asked: dict[str, list[asyncio.Future[Present | None]]] = field(default_factory=dict)
    _asking: asyncio.Task[None] | None = None

    async def present(self, token: str) -> Present | None:
        """Find who is signed in with this token now; None: nobody. Raises ``DatabaseAway``."""
        answer: asyncio.Future[Present | None] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(token, []).append(answer)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name="roll call")
        return await answer

    async def _ask(self) -> None:
        while self._asked:
            asked, self._asked = self._asked, {}
            try:
                found = await self._find(list(asked))
            except Exception as error:  # noqa: BLE001 - whatever it is, those who asked are told
                for answer in _open(asked):
                    answer.set_exception(error)
            else:
                for token, answers in asked.items():
                    for answer in _open({token: answers}):
                        answer.set_result(found.get(token))

    async def _find(self, tokens: list[str]) -> dict[str, Present]:
        async with transaction(self.house.pool) as tx:
            sessions = await staff.sessions(tx, tokens, self.house.now())
            brand_ids: set[BrandId] = {each.agent.brand_id for each in sessions.values()}
            brands = {each: await accounts.brand_by_id(tx.conn, each) for each in brand_ids}
        return {token: Present(each, brands[each.agent.brand_id]) for token, each in sessions.items()}


def _open(asked: dict[str, list[asyncio.Future[Present | None]]]) -> list[asyncio.Future[Present | None]]:
    """Give the futures somebody still waits for."""
    return [answer for answers in asked.values() for answer in answers if not answer.done()]
