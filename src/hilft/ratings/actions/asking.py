"""Ask the customer of a solved case, in private, once; and find what a link asks about."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from hilft import cases
from hilft.accounts import Brand, Switchboard
from hilft.cases import AutomaticWords
from hilft.channels import Visibility
from hilft.db import Connection, Transaction
from hilft.ids import BrandId, CaseId, new_id
from hilft.ratings import store
from hilft.ratings.model import Settings, Way, is_open, language_for, words
from hilft.ratings.problems import QuestionGone
from hilft.ratings.store import About, Question
from hilft.timeline import Subject, append

MACHINE, PUBLIC, WAY, LATELY = "machine", "public", "way", "lately"
"Why nobody is asked."
_SOLVED = "solved"


class ReopenedMeanwhile(Exception):
    """The case was reopened while the question was being written: everything of it is rolled back."""


async def ask(
    tx: Transaction, switchboard: Switchboard, origin: str, brand: Brand, settings: Settings, case_id: CaseId,
    now: datetime,
) -> bool:  # fmt: skip
    """Ask the customer of a case, or note why not; whoever of several processes takes it up does it once.

    Raises ``ReopenedMeanwhile``, and what `cases.reply_automatically` does; then nothing was written.
    """
    found = await store.about(tx.conn, brand.id, case_id)
    if found is None or found.state != _SOLVED or found.solved_at is None:
        return False
    mine = await store.consider(
        tx.conn, brand.id, case_id, new_id(), found.account_id, found.owner_id, now, found.solved_at
    )
    if mine is None:
        return False
    since = now - timedelta(days=settings.every_days)
    reason = why_not(found, settings)
    if not reason and await store.ask_once(tx.conn, brand.id, found.customer_id, now, since) is None:
        reason = LATELY
    if reason or found.conversation_id is None:
        await store.note_not_asked(tx.conn, brand.id, case_id, reason or PUBLIC)
        return False
    token, kept = make_token(brand.id)
    await store.note_asked(tx.conn, brand.id, case_id, now, kept)
    language = language_for(found.language, brand.language)
    text = words(language, cases.written(found.code), f"{origin}/rate/{token}")
    said = AutomaticWords(text, Visibility.PRIVATE, brand.name, language, found.conversation_id)
    await cases.reply_automatically(tx, switchboard, brand.id, case_id, said, now)
    again = await store.about(tx.conn, brand.id, case_id)  # the case is locked by now
    if again is None or again.state != _SOLVED:
        raise ReopenedMeanwhile
    await append(tx.conn, brand.id, Subject.CASE, case_id, "rating.asked", now, rating=mine)
    return True


async def leave_be(tx: Transaction, brand_id: BrandId, case_id: CaseId, reason: str, now: datetime) -> None:
    """Note that the channel did not take the question, so that nobody tries for ever."""
    found = await store.about(tx.conn, brand_id, case_id)
    if found is not None and found.solved_at is not None:
        mine = await store.consider(
            tx.conn, brand_id, case_id, new_id(), found.account_id, found.owner_id, now, found.solved_at
        )
        if mine is not None:
            await store.note_not_asked(tx.conn, brand_id, case_id, reason)


def why_not(found: About, settings: Settings) -> str:
    """Say why nobody is asked in the channel, empty: nothing speaks against it. Pure."""
    if found.bot or found.automatic:
        return MACHINE
    if found.conversation_id is None or found.private_account_id is None:
        return PUBLIC
    return "" if settings.way(found.private_account_id) is Way.CHANNEL else WAY


def make_token(brand_id: BrandId) -> tuple[str, bytes]:
    """Give what stands in the link, and what is kept of it."""
    secret = secrets.token_urlsafe(24)
    return f"{brand_id.hex}.{secret}", _hash(secret)


async def find_question(conn: Connection, token: str, now: datetime) -> tuple[BrandId, Question]:
    """Give what a link asks about; raises ``QuestionGone`` for one that is unknown or too old, both alike."""
    brand, _, secret = token.partition(".")
    try:
        brand_id = BrandId(uuid.UUID(hex=brand))
    except ValueError:
        raise QuestionGone from None
    found = await store.question_by_token(conn, brand_id, _hash(secret))
    if found is None or found.asked_at is None or not is_open(found.asked_at, now):
        raise QuestionGone
    return brand_id, found


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
