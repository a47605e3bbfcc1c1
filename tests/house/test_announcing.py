"""Announcements on a real square: said, changed, taken down there; who answers one has a case of their own."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from hilft import cases, news, staff
from hilft.accounts import Account, AccountRole
from hilft.cases import Case, InboxFilter, View
from hilft.channels import Cursor, Visibility
from hilft.db import transaction
from hilft.news import Announcement, Kind, Posting, Shown
from hilft.outbox import Carrier, Deliverer
from hilft.staff import Agent, Role
from tests.house.desk import Desk, now
from tests.town.square import Square

pytestmark = [pytest.mark.anyio, pytest.mark.house]


@dataclass
class Newsroom:
    desk: Desk
    square: Square
    account: Account
    lead: Agent
    cursor: Cursor | None = None
    posting: Posting = field(init=False)

    def __post_init__(self) -> None:
        self.posting = Posting(self.desk.pool, self.desk.switchboard, now)

    async def carry(self) -> None:
        carrier = Carrier(self.desk.pool, self.desk.switchboard, self.desk.files, now, lambda: 0.5)
        await Deliverer(carrier).deliver_due()
        await self.posting.tend()

    async def announce(self, text: str) -> Announcement:
        async with transaction(self.desk.pool) as tx:
            made = await news.announce(
                tx, self.desk.switchboard, self.lead, kind=Kind.DISRUPTION, title="Störung", text=text,
                publish_at=None, now=now(), chosen={self.account.id: ""},
            )  # fmt: skip
        await self.carry()
        return made

    async def shown(self, made: Announcement) -> Shown:
        async with self.desk.pool.acquire() as conn:
            found = await news.posts_of(conn, self.desk.switchboard, self.account.brand_id, [made.id])
        [shown] = found[made.id]
        return shown

    async def timeline(self) -> list[dict[str, Any]]:
        """Give what the account has said, as everybody sees it."""
        path = f"/api/v1/accounts/{self.square.id_of('wattkabel_hilft')}/statuses"
        found: list[dict[str, Any]] = await self.square.get("mia", path)
        return found

    async def fetch(self) -> list[Case]:
        items, self.cursor = await self.desk.pull_all(self.account, self.cursor)
        await self.desk.deliver(self.account, items)
        async with self.desk.pool.acquire() as conn:
            page = await cases.page(conn, self.lead, InboxFilter(View.ALL), None)
            found = [await cases.find(conn, self.lead, row.code) for row in page.rows]
        return sorted(found, key=lambda case: case.id)


@pytest.fixture
async def room(desk: Desk, square: Square) -> Newsroom:
    [account] = await desk.brand_with(square.origin, {"wattkabel_hilft": AccountRole.SERVICE})
    async with transaction(desk.pool) as tx:
        lead = await staff.add_agent(
            tx, account.brand_id, login="hauke", name="Hauke", initials="ha", role=Role.LEAD,
            password="Deichgraf-17", now=now(),
        )  # fmt: skip
    opened = Newsroom(desk, square, account, lead)
    await opened.fetch()
    return opened


async def test_it_is_said_changed_and_taken_down_there(room: Newsroom) -> None:
    made = await room.announce("In der Nordstadt ist es dunkel.")
    [status] = await room.timeline()
    assert "In der Nordstadt ist es dunkel." in status["content"]
    assert (status["visibility"], status["in_reply_to_id"], status["mentions"]) == ("public", None, [])
    assert status["language"] == "de"
    assert (await room.shown(made)).url == status["url"]
    async with transaction(room.desk.pool) as tx:
        await news.change(
            tx, room.desk.switchboard, room.lead, made.id, title=None, text="Seit 10 Uhr behoben.",
            publish_at=None, now=now(),
        )  # fmt: skip
    await room.carry()
    [changed] = await room.timeline()
    assert (changed["id"], "Seit 10 Uhr behoben." in changed["content"]) == (status["id"], True)
    assert changed["edited_at"]
    assert await room.fetch() == []  # our own words, come back, are nobody's case
    async with transaction(room.desk.pool) as tx:
        await news.withdraw(tx, room.lead, made.id, now())
    await room.carry()
    assert await room.timeline() == []
    assert (await room.shown(made)).state.value == "withdrawn"
    assert await room.fetch() == []
    async with room.desk.pool.acquire() as conn:
        left = await conn.fetchval("select count(*) from receipts where state <> 'digested'")
    assert left == 0


async def test_who_answers_has_a_case_of_their_own(room: Newsroom) -> None:
    made = await room.announce("Heute Nacht Wartung.")
    [status] = await room.timeline()
    square = room.square
    otto = await square.say(
        "otto", "@wattkabel_hilft bei mir geht jetzt schon nichts", in_reply_to_id=status["id"]
    )
    await square.say("mia", "@wattkabel_hilft und in der Südstadt?", in_reply_to_id=status["id"])
    [first, second] = await room.fetch()
    assert first.handle_id != second.handle_id
    assert (first.participants, second.participants) == (0, 0)
    assert first.waiting_since is not None
    await square.say("otto", "@wattkabel_hilft hallo?", in_reply_to_id=status["id"])
    await square.say("jonas", "@otto @wattkabel_hilft bei mir auch", in_reply_to_id=otto["id"])
    found = await room.fetch()
    assert [case.id for case in found] == [first.id, second.id]
    assert found[0].participants == 1
    async with room.desk.pool.acquire() as conn:
        said = await cases.conversation(conn, room.lead, found[0])
        history = await cases.history(conn, room.lead, found[0])
        carried = [each.refs["delivery"] for each in history if each.kind == "message.on_news"]
        [told] = await news.told(conn, room.account.brand_id, list(dict.fromkeys(carried)))
    assert [row.spoken.text.rpartition("hilft ")[2] for row in said] == [
        "bei mir geht jetzt schon nichts", "hallo?", "bei mir auch",
    ]  # fmt: skip
    assert (told.title, told.url, told.gone) == ("Störung", status["url"], False)
    assert found[0].state.value == "open"  # an announcement is no answer
    assert made.kind is Kind.DISRUPTION


async def test_an_answer_to_us_in_there_goes_back_to_its_case(room: Newsroom) -> None:
    await room.announce("Heute Nacht Wartung.")
    [status] = await room.timeline()
    await room.square.say("otto", "@wattkabel_hilft ab wann?", in_reply_to_id=status["id"])
    [case] = await room.fetch()
    answer = cases.Answer("Ab zwei Uhr.", Visibility.PUBLIC, hold_seconds=0)
    async with transaction(room.desk.pool) as tx:
        await cases.reply(tx, room.desk.switchboard, room.lead, case.code, answer, now())
    await room.carry()
    ours = next(each for each in await room.timeline() if "Ab zwei Uhr" in each["content"])
    await room.square.say("otto", "@wattkabel_hilft danke", in_reply_to_id=ours["id"])
    [again] = await room.fetch()
    assert again.id == case.id
    async with room.desk.pool.acquire() as conn:
        assert len(await cases.conversation(conn, room.lead, again)) == 3
