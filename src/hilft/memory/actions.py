"""Hear what was said, read it for facts, say what is known, and let an agent decide on it."""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from hilft.accounts import accounts, brand_by_id
from hilft.db import Connection, Transaction
from hilft.ids import BrandId, CaseId, CustomerId, MessageId, new_id
from hilft.jobs import enqueue
from hilft.memory import store
from hilft.memory.guard import look_for_exposures, ours_of
from hilft.memory.model import (
    OF_THE_CUSTOMER,
    SHOWN,
    Fact,
    FactState,
    Found,
    Key,
    Known,
    SameNumber,
    counting,
    guessing,
    holding,
)
from hilft.memory.problems import NoSuchFact, NoValue, WasCorrected
from hilft.memory.reading import patterns_of, read
from hilft.memory.store import Unread
from hilft.staff import Agent
from hilft.timeline import Subject, append

PROPOSE = "memory.propose"
"The job that asks a language model about one text."
TOPIC = "memory"
"The nudge that wakes whoever reads."
LONGEST_VALUE = 200
_FACTS = 500
_AT_ONCE = 200
"So many texts of one case are read before somebody gets an answer; more than that no brief could hold."

_log = structlog.get_logger(__name__)


async def hear(tx: Transaction, brand_id: BrandId, message_id: MessageId, now: datetime) -> None:
    """Note that a customer's message waits to be read: when it came, and again when its author changed it."""
    await store.insert_unread(tx.conn, brand_id, message_id, message_id, None, "", now)
    tx.nudge(brand_id, TOPIC)


async def hear_all(
    tx: Transaction, brand_id: BrandId, message_ids: Sequence[MessageId], now: datetime
) -> None:
    """Note that several messages of customers wait to be read."""
    await store.insert_all_unread(tx.conn, brand_id, list(message_ids), now)
    tx.nudge(brand_id, TOPIC)


async def hear_note(
    tx: Transaction, brand_id: BrandId, note_id: uuid.UUID, channel: str, now: datetime
) -> None:
    """Note that what a customer said waits to be read from the note of a call or a visit; ``channel``: phone, counter.

    Only for notes that hold the customer's words; what colleagues tell each other is no fact.
    """
    await store.insert_unread(tx.conn, brand_id, note_id, None, note_id, channel, now)
    tx.nudge(brand_id, TOPIC)


async def forget(tx: Transaction, brand_id: BrandId, message_id: MessageId) -> None:
    """Forget what a message told: its author took it back."""
    await store.forget_message(tx.conn, brand_id, message_id)


async def finish_pending(tx: Transaction, brand_id: BrandId, case_id: CaseId, now: datetime) -> None:
    """Read what waits in one case, so that what is known is complete when this returns."""
    waiting = await store.take_unread_of_case(tx.conn, brand_id, case_id, _AT_ONCE)
    if waiting:
        await learn(tx, brand_id, waiting, now)


async def read_some(tx: Transaction, brand_id: BrandId, now: datetime, limit: int) -> int:
    """Read up to ``limit`` texts that wait, give how many there were."""
    waiting = await store.take_unread(tx.conn, brand_id, limit)
    if waiting:
        await learn(tx, brand_id, waiting, now)
    return len(waiting)


async def learn(tx: Transaction, brand_id: BrandId, waiting: Sequence[Unread], now: datetime) -> None:
    """Read these texts and write what they say, instead of what they said before they were changed."""
    brand = await brand_by_id(tx.conn, brand_id)
    assert brand is not None  # a foreign key points here
    patterns, zone = patterns_of(brand.settings), ZoneInfo(brand.zone)
    rows: list[tuple[Unread, Found]] = []
    for said in waiting:
        try:
            rows += [(said, found) for found in read(_whole(said), said.said_at, zone, patterns)]
        except Exception:  # noqa: BLE001 - one odd text must not keep all others from being read
            _log.exception("a text could not be read", source=str(said.message_id or said.note_id))
        await asyncio.sleep(0)  # others wait for this process
    await _write(tx, brand_id, waiting, rows, now)
    ours = ours_of(brand, await accounts(tx.conn, brand_id))
    posts = {said.message_id: said.text for said in waiting if said.message_id}
    await look_for_exposures(tx, brand_id, posts, ours, now)
    if proposes(brand.settings):
        for said in waiting:
            source = str(said.message_id or said.note_id)
            await enqueue(tx, brand_id, PROPOSE, {"source": source}, now, key=source)
    for case_id in {said.case_id for said in waiting}:
        tx.nudge(brand_id, f"case:{case_id}")


def proposes(settings: Mapping[str, Any]) -> bool:
    """Whether a brand lets a language model read what its customers write; it has to say so."""
    given = settings.get("memory")
    return isinstance(given, Mapping) and given.get("propose") is True


async def text_to_propose(tx: Transaction, brand_id: BrandId, source_id: uuid.UUID) -> str:
    """Give what a message or note says; empty when it is gone."""
    said = await store.said_in(tx.conn, brand_id, source_id)
    return said.text if said else ""


async def keep_proposed(
    tx: Transaction, brand_id: BrandId, source_id: uuid.UUID, proposed: Sequence[Found], now: datetime
) -> None:
    """Write what was proposed for a text, unless it is known from it already or its author took it back."""
    said = await store.said_in(tx.conn, brand_id, source_id)
    if said is None:
        return
    known = set(await store.values_said(tx.conn, brand_id, source_id))
    fresh = [(said, found) for found in proposed if f"{found.key} {found.value.lower()}" not in known]
    if fresh:
        await _write(tx, brand_id, [], fresh, now, FactState.PROPOSED)
        tx.nudge(brand_id, f"case:{said.case_id}")


def _whole(said: Unread) -> str:
    return f"{said.text}\n{said.subject}" if said.subject else said.text


async def _write(
    tx: Transaction,
    brand_id: BrandId,
    waiting: Sequence[Unread],
    rows: Sequence[tuple[Unread, Found]],
    now: datetime,
    state: FactState | None = None,
) -> None:
    await store.learn_facts(
        tx.conn,
        brand_id,
        [said.message_id for said in waiting if said.message_id],
        [said.note_id for said in waiting if said.note_id],
        [new_id() for _ in rows],
        [said.message_id for said, _ in rows],
        [said.note_id for said, _ in rows],
        [said.handle_id for said, _ in rows],
        [found.key.value for _, found in rows],
        [found.value for _, found in rows],
        [found.detail for _, found in rows],
        [found.kind for _, found in rows],
        [found.start for _, found in rows],
        [found.end for _, found in rows],
        [found.sure for _, found in rows],
        [(state or _state_of(found)).value for _, found in rows],
        [said.channel for said, _ in rows],
        [said.said_at for said, _ in rows],
        now,
    )


def _state_of(found: Found) -> FactState:
    return FactState.READ if found.sure >= SHOWN else FactState.GUESSED


async def facts_of(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Fact]:
    """Give everything that was said for a case, newest first: superseded, proposed and removed facts, too.

    Of the customer's other cases only who they are.
    """
    found = await _all_facts(conn, brand_id, case_id)
    return [fact for fact in found if fact.state is not FactState.GUESSED]


async def _all_facts(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Fact]:
    return counting(await store.facts_around(conn, brand_id, case_id, _FACTS), case_id)


async def known_for(conn: Connection, brand_id: BrandId, case_id: CaseId) -> list[Known]:
    """Give what is known in a case: of this case everything, of the customer's others who they are.

    Only what holds: not superseded, not removed, not merely proposed. Call ``finish_pending`` before.
    """
    return [fact.known for fact in holding(await facts_of(conn, brand_id, case_id))]


async def told_for(conn: Connection, brand_id: BrandId, case_id: CaseId) -> tuple[list[Known], list[Known]]:
    """Give what is known in a case, and beside it what was only guessed of kinds of which nothing is known.

    Guesses are for telling an agent that the customer may have said it already, for nothing else.
    """
    found = await _all_facts(conn, brand_id, case_id)
    return [fact.known for fact in holding(found)], [fact.known for fact in guessing(found)]


async def identity_of(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[Known]:
    """Give who a customer is, by all they ever said over every handle: where there is no case yet."""
    keys = [key.value for key in Key if key in OF_THE_CUSTOMER]
    found = await store.facts_of_customer(conn, brand_id, customer_id, keys, _FACTS)
    return [fact.known for fact in holding(found)]


async def same_number(conn: Connection, brand_id: BrandId, customer_id: CustomerId) -> list[SameNumber]:
    """Give who else has the same customer number, where a colleague confirmed it of both: evidence for a link."""
    return await store.others_with_number(conn, brand_id, customer_id)


async def confirm(tx: Transaction, agent: Agent, case_id: CaseId, fact_id: uuid.UUID, now: datetime) -> Fact:
    """Vouch for a fact, also for a proposed one, or take one back that was removed."""
    return await _decide(tx, agent, case_id, fact_id, FactState.CONFIRMED, now)


async def remove(tx: Transaction, agent: Agent, case_id: CaseId, fact_id: uuid.UUID, now: datetime) -> Fact:
    """Say that this is not so; an older fact of its kind holds again. ``confirm`` undoes it."""
    return await _decide(tx, agent, case_id, fact_id, FactState.REMOVED, now)


async def correct(
    tx: Transaction, agent: Agent, case_id: CaseId, fact_id: uuid.UUID, value: str, now: datetime
) -> Fact:
    """Put the right value beside the wrong one, with the same source. Raises NoValue for an empty or endless one."""
    value = " ".join(value.split())
    if not 0 < len(value) <= LONGEST_VALUE or not value.isprintable():
        raise NoValue(limit=LONGEST_VALUE)
    await _decide(tx, agent, case_id, fact_id, FactState.CORRECTED, now, kind="fact.corrected")
    replacing = new_id()
    await store.replace_fact(tx.conn, agent.brand_id, fact_id, replacing, value, agent.id, now)
    return await _fact(tx.conn, agent.brand_id, case_id, replacing)


async def _decide(
    tx: Transaction,
    agent: Agent,
    case_id: CaseId,
    fact_id: uuid.UUID,
    state: FactState,
    now: datetime,
    kind: str = "",
) -> Fact:
    await _fact(tx.conn, agent.brand_id, case_id, fact_id)
    if not await store.decide_fact(tx.conn, agent.brand_id, fact_id, state, agent.id, now):
        raise WasCorrected
    await append(
        tx.conn, agent.brand_id, Subject.CASE, case_id, kind or f"fact.{state.value}", now, agent_id=agent.id,
        fact=fact_id,
    )  # fmt: skip
    tx.nudge(agent.brand_id, f"case:{case_id}")
    return await _fact(tx.conn, agent.brand_id, case_id, fact_id)


async def _fact(conn: Connection, brand_id: BrandId, case_id: CaseId, fact_id: uuid.UUID) -> Fact:
    """Give one fact of a case the agent may see; raises NoSuchFact for one of somebody else."""
    for fact in await facts_of(conn, brand_id, case_id):
        if fact.id == fact_id:
            return fact
    raise NoSuchFact
