"""The 197 real conversations, replayed on the town square and delivered to the desk in other orders than they happened.

Every tweet becomes exactly one message in the right case and conversation; there are as many cases as threads.
"""

import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from hilft.accounts import AccountRole
from hilft.channels import RawItem
from hilft.db import fetch_all
from tests.house.desk import Desk
from tests.house.tweets import SERVICE, Tweet, in_time_order, read_tweets, replay, threads
from tests.town.square import Square

pytestmark = [pytest.mark.anyio, pytest.mark.house, pytest.mark.shared]

_MESSAGES = """
select m.external_id, m.case_id, m.conversation_id, m.direction, m.outside, author.handle as author,
       customer.handle as customer, c.waiting_since, c.joined_into_id is not null as joined
  from messages m
  join conversations k on k.brand_id = m.brand_id and k.id = m.conversation_id and k.case_id = m.case_id
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
  join handles customer on customer.brand_id = c.brand_id and customer.id = c.handle_id
  left join handles author on author.brand_id = m.brand_id and author.id = m.author_id
 where m.brand_id = $1
"""


@dataclass(frozen=True)
class Row:
    external_id: str
    case_id: str
    conversation_id: str
    direction: str
    outside: bool
    author: str | None
    customer: str
    waiting_since: datetime | None
    joined: bool


@dataclass(frozen=True)
class Replayed:
    """What is on the square, and what its notifications and our own statuses are as receipts, in time order."""

    tweets: list[Tweet]
    by_uri: dict[str, Tweet]
    items: list[RawItem]

    def in_file_order(self) -> list[RawItem]:
        place = {tweet.number: number for number, tweet in enumerate(self.tweets)}
        return sorted(self.items, key=lambda item: place[self._tweet(item).number])

    def shuffled(self, seed: int) -> list[RawItem]:
        return random.Random(seed).sample(self.items, len(self.items))

    def _tweet(self, item: RawItem) -> Tweet:
        return self.by_uri[item.dedupe_key.removeprefix("status:")]


async def test_every_tweet_is_one_message_in_the_case_of_its_thread(
    shared_data: Path, square: Square, desk: Desk
) -> None:
    replayed = await replayed_on(square, desk, read_tweets(shared_data))
    orders = {
        "as the file has them": replayed.in_file_order(),
        "the newest first": replayed.items[::-1],
        **{f"shuffled by {seed}": replayed.shuffled(seed) for seed in (1, 2, 3)},
    }
    for order, items in orders.items():
        check(replayed, await what_becomes(square, desk, items), order)


async def replayed_on(square: Square, desk: Desk, tweets: list[Tweet]) -> Replayed:
    """Begin to listen, then let everything happen, then pull it."""
    (account,) = await desk.brand_with(square.origin, {SERVICE: AccountRole.SERVICE})
    before, cursor = await desk.pull_all(account, None)
    assert before == []
    by_uri = await replay(tweets, square.by("operator"))
    items, _ = await desk.pull_all(account, cursor)
    assert Counter(item.dedupe_key for item in items) == {f"status:{uri}": 1 for uri in by_uri}
    place = {f"status:{uri}": number for number, uri in enumerate(by_uri)}
    return Replayed(tweets, by_uri, sorted(items, key=lambda item: place[item.dedupe_key]))


async def what_becomes(square: Square, desk: Desk, items: list[RawItem]) -> list[Row]:
    """Deliver to a desk that knows nothing yet, in batches of odd sizes."""
    (account,) = await desk.brand_with(square.origin, {SERVICE: AccountRole.SERVICE})
    sizes = random.Random(len(items))
    start = 0
    while start < len(items):
        end = start + sizes.randint(1, 200)
        await desk.deliver(account, items[start:end])
        start = end
    assert await desk.pool.fetchval(_UNDIGESTED, account.brand_id) == 0
    async with desk.pool.acquire() as conn:
        return await fetch_all(conn, _MESSAGES, Row, account.brand_id)


_UNDIGESTED = "select count(*) from receipts where brand_id = $1 and state <> 'digested'"


def check(replayed: Replayed, rows: list[Row], order: str) -> None:
    assert Counter(row.external_id for row in rows) == dict.fromkeys(replayed.by_uri, 1), order
    assert not any(row.joined for row in rows), order
    cases, conversations = defaultdict(list), set()
    for row in rows:
        cases[row.case_id].append(row)
        conversations.add(row.conversation_id)
        tweet = replayed.by_uri[row.external_id]
        assert (row.direction, row.outside) == (("in", False) if tweet.inbound else ("out", True)), order
        assert row.author == (f"@k{tweet.author}@town.test" if tweet.inbound else None), order
    expected = threads(replayed.tweets)
    found = [frozenset(replayed.by_uri[row.external_id].number for row in each) for each in cases.values()]
    assert len(found) == len(conversations) == len(expected) == 197, order
    assert set(found) == set(expected), order
    by_number = {tweet.number: tweet for tweet in in_time_order(replayed.tweets)}
    for thread, each in zip(found, cases.values(), strict=True):
        said = [tweet for number, tweet in by_number.items() if number in thread]
        assert each[0].customer == f"@k{next(t.author for t in said if t.inbound)}@town.test", order
        answered = max((tweet.at for tweet in said if not tweet.inbound), default=None)
        waiting = [t.at for t in said if t.inbound and (answered is None or t.at > answered)]
        assert each[0].waiting_since == min(waiting, default=None), order
