"""Which addresses of a server may be connected to."""

from collections.abc import Sequence

from hilft.channels.contract import N_, Later, Surroundings
from hilft.channels.email.server import Server


async def reach(outside: Surroundings, where: Server) -> Sequence[str]:
    """Resolve and judge a server's name. Raises Refused for an address that may not be used, Later for an unknown name."""
    if outside.pin is None:
        return [where.host]
    try:
        return await outside.pin(where.host, where.port)
    except OSError as error:
        raise Later(N_("The mail server {host} cannot be found."), host=where.host) from error
