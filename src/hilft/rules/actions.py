"""Automatic answers are written down and read."""

from datetime import datetime

from hilft.channels import Visibility
from hilft.db import Connection, Transaction, storable
from hilft.ids import AccountId, BrandId
from hilft.rules import store
from hilft.rules.model import AutoReply, Texts, checked, default_texts

Key = tuple[AccountId, Visibility]


async def auto_replies(conn: Connection, brand_id: BrandId) -> dict[Key, AutoReply]:
    """Give what was written down, by account and visibility; what is not there is switched off."""
    found = {}
    for row in await store.auto_replies(conn, brand_id):
        texts = default_texts() | {code: Texts(**words) for code, words in row.texts.items()}
        found[(row.account_id, row.visibility)] = AutoReply(
            row.account_id, row.visibility, row.switched_on, row.way, row.before_minutes, texts
        )
    return found


async def save_auto_reply(tx: Transaction, brand_id: BrandId, rule: AutoReply, now: datetime) -> None:
    """Write down how one account answers; raises what is wrong with it, then nothing was changed."""
    rule = checked(rule)
    texts = {
        code: {"closed": storable(words.closed).strip(), "closing": storable(words.closing).strip()}
        for code, words in rule.texts.items()
    }
    await store.save_auto_reply(
        tx.conn, brand_id, rule.account_id, rule.visibility, rule.switched_on, rule.way, rule.before_minutes,
        texts, now,
    )  # fmt: skip
    tx.nudge(brand_id, "rules")
