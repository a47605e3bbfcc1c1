"""Written once, said by the chosen accounts: at its time, once, changed and taken down there, and never twice."""

from datetime import timedelta

import pytest

from hilft import accounts, news
from hilft.channels import Later, Refused, Unauthorized
from hilft.db import transaction
from hilft.news import CannotPublish, NoAccount, NotNow, PostTooLong, store
from hilft.outbox import DeliveryState
from tests.news.conftest import EIGHT, LONG, Room

pytestmark = pytest.mark.anyio

DEFAULT = "Wartung\n\nVon 2 bis 4 Uhr."


async def test_the_chosen_accounts_say_it_once_each_with_its_own_text(room: Room) -> None:
    made = await room.announce("desk", "news", own={"news": "Kurz: heute Nacht Wartung."})
    await room.carry(times=3)
    assert room.said("desk") == [DEFAULT]
    assert room.said("news") == ["Kurz: heute Nacht Wartung."]
    assert await room.states(made) == {"desk": "published", "news": "published"}
    assert {post.visibility for post in room.networks["desk"].posts.values()} == {"public"}


async def test_who_is_not_chosen_says_nothing(room: Room) -> None:
    made = await room.announce("desk")
    await room.carry()
    assert room.said("news") == []
    assert await room.states(made) == {"desk": "published"}


async def test_what_does_not_fit_is_refused_whole(room: Room) -> None:
    with pytest.raises(PostTooLong, match="281 of 280"):
        await room.announce("desk", "news", own={"news": LONG})
    with pytest.raises(NoAccount):
        await room.change(await room.announce(), chosen={room.brand.id: ""})
    await room.carry()
    assert room.said() == []


async def test_an_account_that_talks_to_people_only_announces_nothing(room: Room) -> None:
    room.whispering.add("news")
    async with room.pool.acquire() as conn:
        able = await news.audiences(conn, room.switchboard, room.brand.id)
    assert [each.account.handle for each in able] == ["@desk@fake.example"]
    with pytest.raises(CannotPublish, match=r"@news@fake\.example"):
        await room.announce("news")


async def test_a_planned_one_waits_for_its_time_and_says_what_it_says_then(room: Room) -> None:
    made = await room.announce("desk", publish_at=EIGHT + timedelta(hours=2))
    await room.carry()
    assert await room.states(made) == {"desk": "planned"}
    await room.change(made, text="Von 3 bis 5 Uhr.")
    await room.its_time(made)  # too early: it waits on
    await room.carry()
    assert room.said() == []
    room.clock.move(hours=2)
    for _ in range(2):
        await room.its_time(made)
        await room.carry()
    assert room.said() == ["Wartung\n\nVon 3 bis 5 Uhr."]


async def test_a_planned_one_that_is_withdrawn_is_never_said(room: Room) -> None:
    made = await room.announce("desk", publish_at=EIGHT + timedelta(hours=2))
    await room.withdraw(made)
    room.clock.move(hours=3)
    await room.its_time(made)
    await room.carry()
    assert (room.said(), await room.states(made)) == ([], {"desk": "withdrawn"})


async def test_a_change_is_made_at_the_network(room: Room) -> None:
    made = await room.announce("desk")
    await room.carry()
    await room.change(made, text="Verschoben auf Dienstag.")
    assert await room.states(made) == {"desk": "changing"}
    await room.carry()
    assert room.said() == ["Wartung\n\nVerschoben auf Dienstag."]
    assert await room.states(made) == {"desk": "published"}
    assert [kind for kind, _ in room.networks["desk"].log] == ["message", "edited"]


async def test_a_change_the_network_refuses_is_told_and_tried_again(room: Room) -> None:
    made = await room.announce("desk")
    await room.carry()
    room.networks["desk"].fail("edit", Refused("Nothing can be changed here."))
    await room.change(made, text="Verschoben.")
    await room.carry(times=2)
    [shown] = await room.shown(made)
    assert (shown.state.value, shown.reason) == ("differs", "Nothing can be changed here.")
    async with transaction(room.pool) as tx:
        await news.try_again(tx, room.lead, made.id, shown.post.id, room.clock())
    await room.carry()
    assert room.said() == ["Wartung\n\nVerschoben."]


async def test_a_network_that_is_away_is_asked_again(room: Room) -> None:
    made = await room.announce("desk")
    await room.carry()
    room.networks["desk"].fail("retract", Later("Not now."))
    await room.withdraw(made)
    await room.carry()
    assert await room.states(made) == {"desk": "withdrawing"}
    await room.carry()
    assert room.said() != []
    room.clock.move(seconds=10)
    await room.carry()
    assert (room.said(), await room.states(made)) == ([], {"desk": "withdrawn"})


async def test_a_worker_that_died_over_it_is_followed_by_the_next(room: Room) -> None:
    """Its claim is committed and nothing is recorded; what it did at the network is done again and changes nothing."""
    made = await room.announce("desk")
    await room.carry()
    await room.withdraw(made)
    async with transaction(room.pool) as tx:
        claimed = await store.claim_to_tend(tx.conn, room.brand.id, room.clock(), timedelta(seconds=60), 20)
    assert len(claimed) == 1
    room.networks["desk"].delete(next(iter(room.networks["desk"].posts.values())))
    await room.carry()
    assert await room.states(made) == {"desk": "withdrawing"}
    room.clock.move(seconds=61)
    await room.carry()
    assert await room.states(made) == {"desk": "withdrawn"}


async def test_an_answer_that_got_lost_is_looked_for_and_not_sent_twice(room: Room) -> None:
    room.networks["desk"].lose_answer("send")
    made = await room.announce("desk")
    await room.carry()
    assert await room.states(made) == {"desk": "leaving"}
    room.clock.move(minutes=1)
    await room.carry()
    assert (room.said(), await room.states(made)) == ([DEFAULT], {"desk": "published"})
    assert "find_sent" in room.networks["desk"].calls


async def test_withdrawn_while_nobody_knows_whether_it_arrived(room: Room) -> None:
    room.networks["desk"].lose_answer("send")
    made = await room.announce("desk")
    await room.carry()
    await room.withdraw(made)
    await room.carry()
    assert await room.states(made) == {"desk": "withdrawing"}
    room.clock.move(minutes=1)
    await room.carry(times=2)
    assert (room.said(), await room.states(made)) == ([], {"desk": "withdrawn"})


async def test_what_the_network_refused_is_told_and_said_anew_with_another_text(room: Room) -> None:
    room.networks["desk"].fail("send", Refused("This word is not allowed here."), times=2)
    made = await room.announce("desk", "news")
    await room.carry()
    shown = next(each for each in await room.shown(made) if each.account.id == room.accounts["desk"].id)
    assert (shown.state.value, shown.reason) == ("refused", "This word is not allowed here.")
    assert room.said("news") == [DEFAULT]
    async with transaction(room.pool) as tx:
        await news.try_again(tx, room.lead, made.id, shown.post.id, room.clock())
    await room.carry()
    assert (await room.states(made))["desk"] == "refused"
    await room.change(made, text="Ein anderes Wort.")
    await room.carry()
    assert room.said("desk") == ["Wartung\n\nEin anderes Wort."]
    assert await room.states(made) == {"desk": "published", "news": "published"}


async def test_a_resting_account_says_nothing_until_it_works_again(room: Room) -> None:
    async with transaction(room.pool) as tx:
        await accounts.pause(tx, room.accounts["desk"], "The token is too old.", room.clock())
    made = await room.announce("desk", "news")
    await room.carry()
    shown = {each.account.handle: each for each in await room.shown(made)}
    assert shown["@desk@fake.example"].state.value == "leaving"
    assert shown["@desk@fake.example"].reason == "The token is too old."
    assert room.said("news") == [DEFAULT]
    await room.change(made, text="Doch erst morgen.")
    async with transaction(room.pool) as tx:
        await accounts.resume(tx, room.accounts["desk"], room.clock())
    await room.carry(times=2)
    assert room.said("desk") == room.said("news") == ["Wartung\n\nDoch erst morgen."]
    assert [kind for kind, _ in room.networks["desk"].log] == ["message"]


async def test_withdrawn_before_a_resting_account_said_it(room: Room) -> None:
    room.networks["desk"].fail("send", Unauthorized("The token is too old."))
    made = await room.announce("desk")
    await room.carry()
    await room.withdraw(made)
    assert await room.states(made) == {"desk": "withdrawn"}
    async with transaction(room.pool) as tx:
        await accounts.resume(tx, room.accounts["desk"], room.clock())
    await room.carry(times=2)
    assert room.said() == []


async def test_what_cannot_be_changed_there_is_withdrawn_and_said_anew(room: Room) -> None:
    made = await room.announce("desk")
    await room.carry()
    room.networks["desk"].fail("edit", Refused("Posts cannot be changed."))
    await room.change(made, text="Verschoben.")
    await room.carry()
    [shown] = await room.shown(made)
    async with transaction(room.pool) as tx:
        await news.publish_anew(tx, room.switchboard, room.lead, made.id, shown.post.id, room.clock())
    await room.carry(times=2)
    assert room.said() == ["Wartung\n\nVerschoben."]
    assert await room.states(made) == {"desk": "published"}
    async with transaction(room.pool) as tx:
        with pytest.raises(NotNow):
            await news.publish_anew(tx, room.switchboard, room.lead, made.id, shown.post.id, room.clock())


async def test_one_account_alone_takes_it_down_and_another_joins(room: Room) -> None:
    made = await room.announce("desk")
    await room.carry()
    [shown] = await room.shown(made)
    async with transaction(room.pool) as tx:
        await news.withdraw_post(tx, room.lead, made.id, shown.post.id, room.clock())
    await room.change(made, chosen={room.accounts["news"].id: ""})
    await room.carry()
    assert (room.said("desk"), room.said("news")) == ([], [DEFAULT])
    assert await room.states(made) == {"desk": "withdrawn", "news": "published"}


async def test_a_person_settles_what_stays_unclear(room: Room) -> None:
    network = room.networks["desk"]
    network.lose_answer("send")
    network.fail("find_sent", Later("Not now."), times=20)
    made = await room.announce("desk")
    for _ in range(12):
        await room.carry()
        room.clock.move(minutes=5)
    [shown] = await room.shown(made)
    assert shown.state.value == "unknown"
    async with transaction(room.pool) as tx:
        await news.it_is_there(tx, room.lead, made.id, shown.post.id, room.clock())
    await room.carry()
    [shown] = await room.shown(made)
    assert shown.delivery is not None
    assert (shown.state.value, shown.delivery.state) == ("published", DeliveryState.SENT)
    assert len(room.said()) == 1


async def test_it_is_nobodys_answer(room: Room) -> None:
    await room.announce("desk")
    await room.carry()
    async with room.pool.acquire() as conn:
        assert await conn.fetchval("select count(*) from messages") == 0
        assert await conn.fetchval("select count(*) from cases") == 0
