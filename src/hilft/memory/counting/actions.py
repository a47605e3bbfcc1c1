"""Count what came of a hint, tell the rates."""

from collections.abc import Mapping
from datetime import datetime

from hilft.db import Connection, Transaction
from hilft.ids import AccountId, AgentId, BrandId, CaseId, MessageId, new_id
from hilft.memory.counting import store
from hilft.memory.counting.model import AskedBy, AskedRate, Outcome, rates
from hilft.memory.counting.problems import NoReason
from hilft.memory.model import Key
from hilft.timeline import Subject, append


async def note_asked(
    tx: Transaction,
    brand_id: BrandId,
    case_id: CaseId,
    account_id: AccountId,
    agent_id: AgentId,
    key: Key,
    outcome: Outcome,
    now: datetime,
    *,
    message_id: MessageId | None = None,
    reason: str = "",
) -> None:
    """Keep what an agent made of a hint; ``message_id`` is the answer that asked, none when nothing was asked.

    Asking on purpose stands on the timeline of the case. The same answer and key again changes nothing. Raises ``NoReason`` when asked on purpose without saying why.
    """
    reason = " ".join(reason.split())
    if outcome is Outcome.ON_PURPOSE and not reason:
        raise NoReason
    event_id = await store.insert_event(
        tx.conn, brand_id, new_id(), case_id, account_id, agent_id, message_id, key, outcome, reason, now
    )
    if event_id is not None and outcome is Outcome.ON_PURPOSE:
        await append(
            tx.conn, brand_id, Subject.CASE, case_id, "question.on_purpose", now, agent_id=agent_id,
            event=event_id, fact=key.value,
        )  # fmt: skip


async def asked_rates(
    conn: Connection,
    brand_id: BrandId,
    since: datetime,
    until: datetime,
    by: AskedBy,
    *,
    zone: str = "UTC",
    teams: Mapping[AgentId, str] | None = None,
) -> list[AskedRate]:
    """Tell the asked-twice rate of ``since <= at < until``, by agent, team, channel or week.

    Weeks begin on Monday in ``zone``. ``teams`` names the team of each agent; whoever has none falls under an
    empty name. An answer counts once, however many things it asks again; several posts of one answer count each.
    """
    answers = await store.count_answers(conn, brand_id, since, until, zone)
    events = await store.count_events(conn, brand_id, since, until, zone)
    return rates(answers, events, by, teams or {})
