"""What agents see of calls: cards while it rings and while they talk, the list, who is to be called back."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import phonenumbers

from hilft import accounts, cases, memory
from hilft.calls import store
from hilft.calls.problems import BadExtension, NoSuchCall
from hilft.calls.rows import CallBackRow, CallerCase, CallRow
from hilft.db import Connection, Transaction, storable
from hilft.ids import AgentId, BrandId
from hilft.memory import Brief, Known
from hilft.problems import Invalid
from hilft.staff import Agent

_RINGS_FOR = timedelta(minutes=3)
"A call nobody told the end of rings no longer."
_IN_HAND = timedelta(hours=2)
_CASES = 3
_FACTS = 8
_DUE = 200
_HIDDEN = timedelta(days=7)
_FOUND = 10
_LONGEST_SEARCH = 200
_FEWEST_DIGITS = 4
_LONGEST_EXTENSION = 60
_END_OF_TIME = datetime(9999, 12, 31, tzinfo=UTC)
_LAST_ID = uuid.UUID(int=2**128 - 1)


class BadCursor(Invalid):
    """This list has no such page."""


@dataclass(frozen=True, slots=True)
class Card:
    """A call with what is known of whoever calls. ``maybe``: cases in which somebody named this number as theirs."""

    call: CallRow
    cases: Sequence[CallerCase]
    known: Sequence[Known]
    maybe: Sequence[CallerCase]
    brief: Brief | None = None
    "Of the case that is running, complete."


def topics_of(agent_id: AgentId) -> tuple[str, ...]:
    """Which nudges change an agent's cards."""
    return (f"calls:{agent_id}", "calls:nobody")


async def any_cards(conn: Connection, brand_id: BrandId, now: datetime) -> bool:
    """Say whether anybody of a brand has a card: most of the time nobody does."""
    return await store.any_cards(conn, brand_id, now - _IN_HAND, now - _RINGS_FOR)


async def cards(tx: Transaction, agent: Agent, now: datetime) -> list[Card]:
    """Give what rings at the agent's telephone and what they have in hand, the newest first."""
    rows = await store.cards(tx.conn, agent.brand_id, agent.id, now - _IN_HAND, now - _RINGS_FOR)
    return [await _card(tx, agent, row, now) for row in rows]


async def read(conn: Connection, agent: Agent, call_id: uuid.UUID) -> CallRow:
    """Give one call as lists show it. Raises ``NoSuchCall``."""
    row = await store.call_row(conn, agent.brand_id, call_id)
    if row is None:
        raise NoSuchCall
    return row


async def find(tx: Transaction, agent: Agent, call_id: uuid.UUID, now: datetime) -> Card:
    """Give one call with what is known of the caller. Raises ``NoSuchCall``."""
    return await _card(tx, agent, await read(tx.conn, agent, call_id), now)


async def _card(tx: Transaction, agent: Agent, row: CallRow, now: datetime) -> Card:
    conn = tx.conn
    if row.customer_id is None:
        maybe = await _maybe(conn, agent.brand_id, row.number) if row.number else []
        return Card(row, [], [], maybe)
    last = await store.last_cases(conn, agent.brand_id, row.customer_id, _CASES)
    running = next((each for each in last if each.state in {"open", "waiting"}), None)
    if running is not None:
        case = await cases.find(conn, agent, running.code)
        brief = await cases.brief(tx, agent, case, now)
        return Card(row, last, await memory.known_for(conn, agent.brand_id, case.id), [], brief)
    known = await memory.identity_of(conn, agent.brand_id, row.customer_id)
    return Card(row, last, known[:_FACTS], [])


async def _maybe(conn: Connection, brand_id: BrandId, number: str) -> list[CallerCase]:
    """Somebody may have written it down before they call for the first time: a hint, never a proof."""
    read = phonenumbers.parse(number)
    written = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return await store.who_told_number(conn, brand_id, written)


async def search(conn: Connection, agent: Agent, words: str) -> list[CallerCase]:
    """Find the case of whoever is there: by code, customer number, telephone, the beginning of the name, or words."""
    words = " ".join(storable(words).split())[:_LONGEST_SEARCH]
    if not words:
        return []
    numbers = await _numbers(conn, agent.brand_id, words)
    begins = words.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    found = [
        *(await store.cases_of_number(conn, agent.brand_id, numbers) if numbers else []),
        *await store.cases_of_name(conn, agent.brand_id, begins),
        *(
            CallerCase(row.code, row.state, row.at, row.customer)
            for row in await cases.search(conn, agent, words, _FOUND)
        ),
    ]
    return list({each.code: each for each in found}.values())[:_FOUND]


async def _numbers(conn: Connection, brand_id: BrandId, words: str) -> list[str]:
    """Give a number without blanks and dashes, as typed and as a telephone number; nothing where there are few digits."""
    if sum(each.isdigit() for each in words) < _FEWEST_DIGITS:
        return []
    plain = re.sub(r"[ ./()-]", "", words).upper()
    brand = await accounts.brand_by_id(conn, brand_id)
    assert brand is not None  # the agent is one of its own
    try:
        read = phonenumbers.parse(words, memory.patterns_of(brand.settings).region)
    except phonenumbers.NumberParseException:
        return [plain]
    return [plain, phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)]


async def page(
    conn: Connection, agent: Agent, after: str | None = None, limit: int = 50
) -> tuple[list[CallRow], str | None]:
    """Give calls, the newest first, and the cursor of the next page. Raises ``BadCursor``."""
    at, last = _END_OF_TIME, _LAST_ID
    if after:
        try:
            stamp, _, rest = after.partition("_")
            at, last = datetime.fromtimestamp(int(stamp) / 1_000_000, UTC), uuid.UUID(rest)
        except (ValueError, OverflowError, OSError) as error:
            raise BadCursor from error
    rows = await store.calls_before(conn, agent.brand_id, at, last, limit + 1)
    if len(rows) <= limit:
        return rows, None
    end = rows[limit - 1]
    return rows[:limit], f"{round(end.rang_at.timestamp() * 1_000_000)}_{end.id}"


async def missed_hidden(conn: Connection, agent: Agent, now: datetime) -> list[CallRow]:
    """Give the missed calls of the last seven days that showed no number: there is nobody to call back."""
    return await store.missed_hidden(conn, agent.brand_id, now - _HIDDEN, _FOUND)


async def due(conn: Connection, agent: Agent) -> list[CallBackRow]:
    """Give whom to call back, the earliest due first; of a flood the first 200."""
    return await store.call_backs_due(conn, agent.brand_id, _DUE)


async def extensions_of(conn: Connection, agent: Agent) -> list[str]:
    """Give by which names the telephone system knows the agent's telephone."""
    return await store.extensions_of(conn, agent.brand_id, agent.id)


async def put_extension(tx: Transaction, agent: Agent, extension: str) -> None:
    """Say where the agent sits now: it rings on their screen, and on nobody else's who sat there before."""
    name = extension.strip()
    if len(name) > _LONGEST_EXTENSION or not name.isprintable():
        raise BadExtension
    await store.drop_extensions(tx.conn, agent.brand_id, agent.id)
    if name:
        await store.put_extension(tx.conn, agent.brand_id, name, agent.id)
    tx.nudge(agent.brand_id, f"calls:{agent.id}")


async def who_talks(conn: Connection, brand_id: BrandId, now: datetime) -> list[AgentId]:
    """Give who is on the telephone now; a call nobody told the end of counts for two hours."""
    return await store.who_talks(conn, brand_id, now - _IN_HAND)
