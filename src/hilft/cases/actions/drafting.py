"""Unsent texts and files: kept on the server as they are typed, so that nothing typed is ever lost."""

import uuid
from datetime import datetime

from hilft.cases import store
from hilft.cases.actions.finding import find
from hilft.cases.model import DraftKind
from hilft.cases.problems import NoSuchMessage
from hilft.db import Transaction, storable
from hilft.ids import new_id
from hilft.staff import Agent

LONGEST = 100_000
"Characters of a draft that are kept; no network takes as much."


async def save_draft(
    tx: Transaction, agent: Agent, code: str, kind: DraftKind, text: str, version: int, now: datetime
) -> int:
    """Keep what is typed; a text with an older version than the kept one changes nothing. Gives the kept version."""
    case = await find(tx.conn, agent, code)
    return await store.save_draft(
        tx.conn, agent.brand_id, agent.id, case.id, kind, storable(text)[:LONGEST], version, now
    )


async def mark_seen(tx: Transaction, agent: Agent, code: str, now: datetime) -> None:
    """Note that the agent has the case before their eyes."""
    case = await find(tx.conn, agent, code)
    await store.mark_seen(tx.conn, agent.brand_id, agent.id, case.id, now)


async def add_upload(
    tx: Transaction, agent: Agent, code: str, *, sha256: str, size: int, content_type: str, name: str, alt: str,
    now: datetime,
) -> uuid.UUID:  # fmt: skip
    """Put a stored file to the agent's unsent answer."""
    case = await find(tx.conn, agent, code)
    kind = content_type.partition("/")[0]
    attachment_id = new_id()
    await store.insert_upload(
        tx.conn, agent.brand_id, attachment_id, case.id, agent.id,
        kind if kind in {"image", "video", "audio"} else "file", content_type, storable(name)[:200],
        storable(alt)[:1500], sha256, size, now,
    )  # fmt: skip
    return attachment_id


async def describe_upload(tx: Transaction, agent: Agent, attachment_id: uuid.UUID, alt: str) -> None:
    """Write the text that stands for a picture."""
    if not await store.describe_upload(
        tx.conn, agent.brand_id, attachment_id, agent.id, storable(alt)[:1500]
    ):
        raise NoSuchMessage


async def drop_upload(tx: Transaction, agent: Agent, attachment_id: uuid.UUID) -> None:
    """Take a file off an answer that is not sent yet."""
    if not await store.drop_upload(tx.conn, agent.brand_id, attachment_id, agent.id):
        raise NoSuchMessage
