"""Whatever order and batches receipts come in: one message each, one case per thread, the same customer waiting."""

import uuid
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hilft.accounts import Account, AccountRole
from hilft.channels import PublicClient
from hilft.channels.testing import Post
from hilft.db import Pool, fetch_all, transaction
from hilft.intake import receive
from tests.cases.forest import OURS, Thread, forests, public_threads, threads_of
from tests.cases.world import World

pytestmark = pytest.mark.anyio

_MESSAGES = """
select m.external_id, m.case_id, m.conversation_id, k.case_id as case_of_conversation, m.visibility,
       h.external_id as author, customer.external_id as customer, c.waiting_since, c.joined_into_id
  from messages m
  join conversations k on k.brand_id = m.brand_id and k.id = m.conversation_id
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
  join handles customer on customer.brand_id = c.brand_id and customer.id = c.handle_id
  left join handles h on h.brand_id = m.brand_id and h.id = m.author_id
 where m.brand_id = $1
"""
_ROLES = {"hilft": AccountRole.SERVICE, "wattkabel": AccountRole.MAIN}
PROPERTY = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Row:
    """A message as the desk keeps it, with its case."""

    external_id: str
    case_id: uuid.UUID
    conversation_id: uuid.UUID
    case_of_conversation: uuid.UUID
    visibility: str
    author: str | None
    customer: str
    waiting_since: datetime | None
    joined_into_id: uuid.UUID | None


@pytest.fixture
async def fresh(pool: Pool, tmp_path: Path) -> AsyncIterator[World]:
    """A world in which each example founds its own brand: brands do not see each other."""
    async with PublicClient() as http:
        opened = await World(pool, tmp_path).open(http)
        yield opened
        await opened.switchboard.close()


@st.composite
def deliveries(draw: st.DrawFn, *, private: bool) -> tuple[list[Post], list[Post], list[int]]:
    """Give a forest, the order in which its receipts come (some twice), and where one batch ends."""
    posts = draw(forests(private=private))
    again = draw(st.lists(st.sampled_from(posts), max_size=2))
    order = draw(st.permutations([*posts, *again]))
    cuts = draw(st.lists(st.integers(0, len(order)), max_size=len(order)))
    return posts, order, cuts


async def what_becomes(world: World, order: Sequence[Post], cuts: Sequence[int]) -> list[Row]:
    """Deliver the receipts to a new brand in this order and these batches; give what the desk made of them."""
    world.brand = await world.found(f"b{uuid.uuid4().hex[:12]}")
    accounts = {name: await world.account(name, role, world.brand) for name, role in _ROLES.items()}
    world.clock.at = max(datetime.fromisoformat(post.at) for post in order) + timedelta(minutes=1)
    edges = sorted({0, *cuts, len(order)})
    for start, end in pairwise(edges):
        async with transaction(world.pool) as tx:
            for post in order[start:end]:
                world.network.person(post.author)
                for account in _delivered_by(post, accounts):
                    await receive(tx, account, [world.item(post, account)], world.clock())
        await world.digest()
        world.clock.forward(seconds=1)
    async with world.pool.acquire() as conn:
        return await fetch_all(conn, _MESSAGES, Row, world.brand.id)


def _delivered_by(post: Post, accounts: dict[str, Account]) -> list[Account]:
    if post.author in OURS:
        return [accounts[post.author]]
    named = [account for name, account in accounts.items() if name in post.to]
    return named or [accounts["hilft"]]


def threads_in(rows: Sequence[Row]) -> set[Thread]:
    """Give the public conversations in which a customer speaks; each is in a case of its own."""
    talks = defaultdict(list)
    for row in rows:
        if row.visibility == "public":
            talks[row.conversation_id].append(row)
    spoken = [together for together in talks.values() if any(row.author for row in together)]
    assert len({together[0].case_id for together in spoken}) == len(spoken)
    return {
        Thread(
            frozenset(row.external_id for row in together),
            together[0].customer,
            together[0].waiting_since.isoformat() if together[0].waiting_since else None,
        )
        for together in spoken
    }


def check_whole(posts: Sequence[Post], rows: Sequence[Row]) -> None:
    """What holds of every desk: one message a post, none in two places, none in a case that was joined away."""
    heard = {name for post in posts if post.author not in OURS for name in threads_of(posts)[post.id]}
    assert Counter(row.external_id for row in rows) == dict.fromkeys(heard, 1)
    for row in rows:
        assert row.case_id == row.case_of_conversation
        assert row.joined_into_id is None


@given(delivered=deliveries(private=False))
@PROPERTY
async def test_public_threads_come_out_the_same_in_every_order(
    fresh: World, delivered: tuple[list[Post], list[Post], list[int]]
) -> None:
    posts, order, cuts = delivered
    rows = await what_becomes(fresh, order, cuts)
    check_whole(posts, rows)
    assert threads_in(rows) == public_threads(posts)


@given(delivered=deliveries(private=True))
@PROPERTY
async def test_private_words_stay_with_who_said_them_in_every_order(
    fresh: World, delivered: tuple[list[Post], list[Post], list[int]]
) -> None:
    posts, order, cuts = delivered
    rows = await what_becomes(fresh, order, cuts)
    check_whole(posts, rows)
    customers = {(each.posts, each.customer) for each in public_threads(posts)}
    assert {(each.posts, each.customer) for each in threads_in(rows)} == customers
    cases = {row.external_id: row.case_id for row in rows}
    for row in rows:
        if row.visibility == "private":
            assert row.author in {row.customer, None}
            together = threads_of(posts)[row.external_id]
            own = [names for names, customer in customers if names <= together and customer == row.author]
            assert all(cases[name] == row.case_id for names in own for name in names)
    only_private = Counter(
        {row.case_id: row.customer for row in rows if row.case_id not in _public_cases(rows)}.values()
    )
    assert all(count == 1 for count in only_private.values())


def _public_cases(rows: Sequence[Row]) -> set[uuid.UUID]:
    return {row.case_id for row in rows if row.visibility == "public" and row.author is not None}
