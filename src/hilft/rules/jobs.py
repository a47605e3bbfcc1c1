"""Follow the timeline and tell whoever writes while nobody is there.

1. Ask for fresh lines nobody has looked at; the newest may appear late and out of order, so a quarter of an hour is asked
   for each time.  2. One transaction a line: write down that it was looked at (whoever does so first has it), decide, note that
   this customer was told in this closed period, put the answer on its way.  3. What cannot be answered is rolled back and
   written down as looked at, so nothing is tried for ever.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from hilft import cases
from hilft.accounts import Brand, Switchboard, brands
from hilft.cases import AutomaticWords
from hilft.channels import ChannelError
from hilft.db import Pool, Transaction, transaction
from hilft.hours import calendar_of
from hilft.jobs import Beat
from hilft.problems import Problem
from hilft.rules import store
from hilft.rules.actions import Key, auto_replies
from hilft.rules.model import AutoReply, language_for, may_be_told, notice_for, words_of

BATCH = 200
_log = structlog.get_logger("hilft.rules")
_KEEP = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AutoReplies:
    """The job of this room, built once by the app."""

    pool: Pool
    switchboard: Switchboard
    now: Callable[[], datetime]

    def beats(self) -> list[Beat]:
        """Give what the work loop must run, and which nudge wakes it early."""
        return [
            Beat("rules.auto_replies", timedelta(seconds=15), self.run, frozenset({"inbox"})),
            Beat("rules.forget", timedelta(minutes=30), self.forget),
        ]

    async def run(self) -> None:
        """Look at what was said lately, brand by brand; whoever has switched nothing on costs one small query."""
        for brand in await self._brands():
            async with transaction(self.pool) as tx:
                rules = {
                    key: rule
                    for key, rule in (await auto_replies(tx.conn, brand.id)).items()
                    if rule.switched_on
                }
                fresh = await store.fresh_entries(tx.conn, brand.id, BATCH) if rules else []
            for entry_id in fresh:
                await self._look(brand, rules, entry_id)

    async def forget(self) -> None:
        """Forget which lines were looked at, once nobody asks for them any more."""
        for brand in await self._brands():
            async with transaction(self.pool) as tx:
                await store.forget_looked(tx.conn, brand.id, self.now() - _KEEP)

    async def _brands(self) -> list[Brand]:
        async with transaction(self.pool) as tx:
            return await brands(tx.conn)

    async def _look(self, brand: Brand, rules: dict[Key, AutoReply], entry_id: UUID) -> None:
        try:
            async with transaction(self.pool) as tx:
                if await store.look(tx.conn, brand.id, entry_id, self.now()):
                    await self._answer(tx, brand, rules, entry_id)
        except (Problem, ChannelError) as error:
            _log.warning("no automatic answer", brand=brand.slug, why=str(error))
            async with transaction(self.pool) as tx:
                await store.look(tx.conn, brand.id, entry_id, self.now())

    async def _answer(
        self, tx: Transaction, brand: Brand, rules: dict[Key, AutoReply], entry_id: UUID
    ) -> None:
        now = self.now()
        heard = await store.heard(tx.conn, brand.id, entry_id)
        rule = rules.get((heard.account_id, heard.visibility)) if heard else None
        if heard is None or rule is None or not may_be_told(heard, now):
            return
        calendar = await calendar_of(tx.conn, brand.id, heard.account_id)
        notice = notice_for(calendar, rule.before_minutes, now)
        if notice is None:
            return
        told = await store.tell_once(tx.conn, brand.id, heard.customer_id, notice.opens, now, notice.since)
        if told is None:
            return
        language = language_for(heard.language, brand.language)
        words = AutomaticWords(
            words_of(rule, notice, language, brand.zone),
            rule.way,
            brand.name,
            language,
            heard.conversation_id,
        )
        await cases.reply_automatically(tx, self.switchboard, brand.id, heard.case_id, words, now)
