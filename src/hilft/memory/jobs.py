"""Reading by the way: what was said is read as soon as there is time, in batches of its own."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hilft.accounts import brands
from hilft.db import Pool, transaction
from hilft.ids import BrandId
from hilft.jobs import Beat, Job, Way
from hilft.memory.actions import TOPIC, keep_proposed, read_some, text_to_propose
from hilft.memory.proposing import Proposer

BATCH = 20
"So many texts share a commit: about 0.1 s of reading, so nobody who needs one of them waits long."
_PATIENCE = 0.5
"Seconds: so long reading gives way to what comes in; then a batch is read all the same."


@dataclass(frozen=True, slots=True)
class Learning:
    """The jobs of this room, built once by the app; any number of processes may read side by side."""

    pool: Pool
    now: Callable[[], datetime]
    proposer: Proposer | None = None
    "Whom to ask for more facts; None: nobody, whatever brands allow."
    way: Way = field(default_factory=Way)
    "Reading takes longer than digesting: it goes second, or a burst would reach the inbox at a third of the speed."

    def beats(self) -> list[Beat]:
        """Give what the work loop must run for this room, and which nudge wakes it early."""
        return [Beat("memory.learn", timedelta(seconds=15), self.learn, frozenset({TOPIC}))]

    async def learn(self) -> None:
        """Read everything that waits, of every brand."""
        async with transaction(self.pool) as tx:
            found = await brands(tx.conn)
        for brand in found:
            await self.learn_all(brand.id)

    async def learn_all(self, brand_id: BrandId) -> None:
        """Read everything of one brand that waits and that nobody else is reading."""
        more = True
        while more:
            await self.way.clear(_PATIENCE)
            async with transaction(self.pool) as tx:
                more = await read_some(tx, brand_id, self.now(), BATCH) == BATCH

    async def propose(self, job: Job) -> None:
        """Ask a language model about one text: read, ask outside any transaction, write. May happen twice."""
        if self.proposer is None:
            return
        source_id = uuid.UUID(job.payload["source"])
        async with transaction(self.pool) as tx:
            text = await text_to_propose(tx, job.brand_id, source_id)
        proposed = await self.proposer.propose(text) if text.strip() else []
        if proposed:
            async with transaction(self.pool) as tx:
                await keep_proposed(tx, job.brand_id, source_id, proposed, self.now())
