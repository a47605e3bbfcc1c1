"""The desk of the API's tests, with somebody who leads and the job that asks."""

import re
from dataclasses import dataclass

import pytest

from hilft import cases, ratings
from hilft.channels import Visibility
from hilft.db import transaction
from hilft.ids import CaseId
from hilft.ratings import Questions, Settings, Way
from hilft.staff import Agent, Role
from tests.api.conftest import EIGHT, Office, hire, house, office

__all__ = ["house", "office"]

PRIVATE = Visibility.PRIVATE


@dataclass
class Desk:
    office: Office
    lead: Agent

    @property
    def questions(self) -> Questions:
        house = self.office.house
        return Questions(house.pool, house.switchboard, self.office.clock, house.origin)

    async def ask_in_channel(self, **terms: int) -> None:
        ways = {self.office.account.id: Way.CHANNEL}
        async with transaction(self.office.house.pool) as tx:
            wanted = Settings(ways=ways, **terms)
            await ratings.save_settings(tx, self.lead, wanted, self.office.clock())

    async def solved(
        self, who: str = "otto", visibility: Visibility = PRIVATE, text: str = "Kein Netz"
    ) -> str:
        """Let somebody write and solve their case; give its code."""
        before = set(await self.office.codes(view="all"))
        await self.office.hear(text, who=who, visibility=visibility)
        [code] = set(await self.office.codes(view="all")) - before
        await self.solve(code)
        return code

    async def solve(self, code: str) -> None:
        async with transaction(self.office.house.pool) as tx:
            await cases.solve(tx, self.office.romina, code, self.office.clock())

    async def reopen(self, code: str) -> None:
        async with transaction(self.office.house.pool) as tx:
            await cases.reopen(tx, self.office.romina, code, self.office.clock())

    async def case_id(self, code: str) -> CaseId:
        return await self.office.case_id(code)

    async def asked(self) -> list[str]:
        """Let the job run; give the tokens of all questions that were sent so far, the oldest first."""
        await self.questions.run()
        async with self.office.house.pool.acquire() as conn:
            rows = await conn.fetch("select request ->> 'text' as text from deliveries order by id")
        return [found[1] for row in rows if (found := re.search(r"/rate/(\S+)", row["text"]))]

    async def kinds(self, code: str) -> list[str]:
        async with self.office.house.pool.acquire() as conn:
            case = await cases.find(conn, self.office.romina, code)
            return [line.kind for line in await cases.history(conn, self.office.romina, case)]


@pytest.fixture
async def desk(office: Office) -> Desk:
    lead, _ = await hire(office.house.pool, office.brand, "hauke", "ha")
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = $1 where id = $2", Role.LEAD, lead.id)
    found = Desk(
        office, Agent(**{name: getattr(lead, name) for name in lead.__slots__} | {"role": Role.LEAD})
    )
    assert office.clock() == EIGHT
    return found
