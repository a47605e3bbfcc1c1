"""Both ledgers side by side: nothing lost, nothing doubled, order kept."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import asyncpg

from hilft.cli.cast import SERVICE_ACCOUNT
from hilft.town import Town
from tests.faults.traffic import Said

_TEXT = re.compile(r"Antwort \d+ Ende")
_MESSAGES = """
select m.external_id, m.direction, m.conversation_id, m.text, c.code, d.state, d.taken_at is not null as taken,
       d.external_id as delivered_as
  from messages m
  join cases c on c.brand_id = m.brand_id and c.id = m.case_id
  left join deliveries d on d.brand_id = m.brand_id and d.message_id = m.id
 order by m.conversation_id, m.occurred_at, m.id
"""
_LEFT = "select state, count(*) from receipts where state <> 'digested' group by state"


@dataclass(frozen=True)
class Desk:
    """What the desk has: its messages in the order it shows them, and receipts that are not done with."""

    messages: Sequence[asyncpg.Record]
    undone: dict[str, int]


async def desk_at(dsn: str) -> Desk:
    conn = await asyncpg.connect(dsn)
    try:
        left = await conn.fetch(_LEFT)
        return Desk(await conn.fetch(_MESSAGES), {row["state"]: row["count"] for row in left})
    finally:
        await conn.close()


def differences(said: Said, town: Town, desk: Desk) -> list[str]:
    """Say everything in which the two do not agree; nothing: it is as promised."""
    return [
        *(f"receipts left as {state}: {count}" for state, count in desk.undone.items()),
        *_in(said, desk),
        *_out(said, town, desk),
        *_order(said, town, desk),
    ]


def _in(said: Said, desk: Desk) -> list[str]:
    heard = Counter(row["external_id"] for row in desk.messages if row["direction"] == "in")
    lost = [f"not heard: {uri}" for uri in said.heard if not heard[uri]]
    doubled = [f"heard {count} times: {uri}" for uri, count in heard.items() if count > 1]
    return lost + doubled + [f"never said: {uri}" for uri in heard if uri not in set(said.heard)]


def _out(said: Said, town: Town, desk: Desk) -> list[str]:
    accepted = {text for texts in said.answered.values() for text in texts}
    stand = posted(town)
    lost = [f"not posted: {text}" for text in accepted if text not in stand]
    doubled = [f"posted {len(uris)} times: {text}" for text, uris in stand.items() if len(uris) > 1]
    strange = [f"posted, never accepted: {text}" for text in stand if text not in accepted]
    out = [row for row in desk.messages if row["direction"] == "out"]
    kept = Counter(_text(row["text"]) for row in out)
    shown = [f"shown {kept[text]} times: {text}" for text in accepted if kept[text] != 1]
    wrong = [
        f"{_text(row['text'])} is {row['state']}, taken in: {row['taken']}, as {row['external_id']}"
        for row in out
        if row["state"] != "sent" or not row["taken"] or [row["external_id"]] != stand.get(_text(row["text"]))
    ]
    return lost + doubled + strange + shown + wrong


def _order(said: Said, town: Town, desk: Desk) -> list[str]:
    stand = posted(town)
    found = []
    for code, texts in said.answered.items():
        numbers = [(_number(uri), text) for text in texts for uri in stand.get(text, [])]
        found += [f"{b[1]} overtook {a[1]} in {code}" for a, b in pairwise(numbers) if a > b]
    at = {status.uri: status.at for status in town.state.statuses.by_id.values()}
    # An answer stands where it was given, even when customers were faster than the network; each side is in order.
    shown = sorted(desk.messages, key=lambda row: (row["conversation_id"], row["direction"]))
    for one, other in pairwise(shown):
        same = one["conversation_id"] == other["conversation_id"] and one["direction"] == other["direction"]
        if same and at.get(one["external_id"], "") > at.get(other["external_id"], "~"):
            found.append(f"shown out of order: {other['external_id']}")
    return found


def posted(town: Town) -> dict[str, list[str]]:
    """What the service account said on the town square, by text."""
    account = town.state.accounts.named(SERVICE_ACCOUNT)
    assert account is not None
    found = defaultdict(list)
    for number in town.state.statuses.of_account.get(account.id, []):
        status = town.state.statuses.by_id[number]
        found[_text(status.text)].append(status.uri)
    return dict(found)


def _text(text: str) -> str:
    hit = _TEXT.search(text)
    return hit[0] if hit else text


def _number(uri: str) -> int:
    return int(uri.rpartition("/")[2])
