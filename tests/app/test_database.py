"""The program looks at its database before it opens its doors."""

import asyncpg
import pytest

from hilft.app.database import DoesNotFit, migrated

pytestmark = pytest.mark.anyio


async def test_a_schema_that_does_not_fit_is_said_at_the_start(database: str) -> None:
    await migrated(database, by_itself=True)
    conn = await asyncpg.connect(database)
    await conn.execute("alter table cases rename column queue_at to queued_at")
    await conn.close()
    with pytest.raises(DoesNotFit, match="queries fail, the first one is"):
        await migrated(database, by_itself=False)
