"""The secure form: a link sent in private; what the customer enters there is on the case at once, and nowhere else."""

import hashlib
import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from hilft.cases import store
from hilft.cases.actions.finding import find_to_change
from hilft.cases.actions.settle import locked, save
from hilft.cases.model import bumped
from hilft.cases.problems import FormEmpty, FormGone
from hilft.cases.rows import Form
from hilft.db import Connection, Transaction, storable
from hilft.ids import BrandId, new_id
from hilft.memory import hear_note
from hilft.staff import Agent
from hilft.timeline import Subject, append

LIFE = timedelta(hours=48)
LONGEST_ENTRY = 300
CHANNEL = "form"


async def open_form(tx: Transaction, agent: Agent, code: str, now: datetime) -> str:
    """Make a form for the customer of a case; give the token of its link, which is kept nowhere."""
    case = await find_to_change(tx, agent, code)
    secret = secrets.token_urlsafe(24)
    await store.insert_form(
        tx.conn, agent.brand_id, new_id(), _hash(secret), case.id, agent.id, now, now + LIFE
    )
    await append(tx.conn, agent.brand_id, Subject.CASE, case.id, "form.opened", now, agent_id=agent.id)
    return f"{agent.brand_id.hex}.{secret}"


async def find_form(conn: Connection, token: str, now: datetime) -> Form:
    """Give the form of a link; raises ``FormGone`` for one that is unknown, answered or too old, all alike."""
    brand, _, secret = token.partition(".")
    try:
        brand_id = BrandId(uuid.UUID(hex=brand))
    except ValueError:
        raise FormGone from None
    form = await store.form_by_token(conn, brand_id, _hash(secret))
    if form is None or form.answered_at is not None or form.expires_at <= now:
        raise FormGone
    return form


async def answer_form(
    tx: Transaction, token: str, entries: Mapping[str, str], agreed_to: str, now: datetime
) -> None:
    """Keep what was entered, label by label, as a note of the case; once. Raises ``FormGone``, ``FormEmpty``.

    ``agreed_to``: the very words to which the customer said yes, empty for no.
    """
    form = await find_form(tx.conn, token, now)
    given = {label: _plain(entry) for label, entry in entries.items() if _plain(entry)}
    if not given:
        raise FormEmpty
    case = await locked(tx, form.brand_id, form.case_id)
    note_id = new_id()
    text = "\n".join(f"{label}: {entry}" for label, entry in given.items())
    await store.insert_note(
        tx.conn, form.brand_id, note_id, case.id, form.agent_id, text, now, f"form {form.id}"
    )
    if not await store.answer_form(tx.conn, form.brand_id, form.id, now, note_id, bool(agreed_to), agreed_to):
        raise FormGone
    await hear_note(tx, form.brand_id, note_id, CHANNEL, now)
    await append(
        tx.conn,
        form.brand_id,
        Subject.CASE,
        case.id,
        "form.answered",
        now,
        note=note_id,
        consent=int(bool(agreed_to)),
    )
    await save(tx, bumped(case), now)


def _plain(entry: str) -> str:
    return " ".join(storable(entry).split())[:LONGEST_ENTRY]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
