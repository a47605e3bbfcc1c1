"""A PostgreSQL of our own in some folder, for those who know nothing of binaries and supervisors."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from hilft.db.embedded import embedded

_THROWAWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "2GB"}


@contextlib.asynccontextmanager
async def served(
    folder: Path, *, binaries: str = "", run_as: str = "", throwaway: bool = False
) -> AsyncIterator[str]:
    """Run a server in ``folder`` as long as the block lasts, give the DSN of its database; raises ``EmbeddedProblem``.

    ``throwaway``: nothing in it needs to outlive a crash.
    """
    settings = _THROWAWAY if throwaway else None
    async with embedded(
        folder, binaries=binaries or None, run_as=run_as or None, settings=settings
    ) as server:
        yield server.dsn
