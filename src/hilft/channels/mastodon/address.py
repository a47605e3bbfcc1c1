"""Which server address an account may name."""

from ipaddress import ip_address

import httpx

from hilft.channels.contract import N_, Refused


def server_address(given: str, *, allow_loopback: bool) -> str:
    """Give the server's origin without a trailing slash. A bare name means https. Raises Refused.

    Plain http would show the token to the network, so it is for loopback hosts only, and only where the operator
    allowed those.
    """
    try:
        found = httpx.URL(given.strip() if "://" in given else f"https://{given.strip()}")
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(N_("This is not the address of a server.")) from error
    if (
        found.scheme not in {"https", "http"}
        or not found.host
        or found.userinfo
        or found.query
        or found.fragment
    ):
        raise Refused(N_("This is not the address of a server."))
    if found.path not in {"", "/"}:
        raise Refused(N_("The address of the server has no path."))
    if found.scheme == "http" and not (allow_loopback and is_loopback(found.host)):
        raise Refused(N_("The address of the server must begin with https."))
    return f"{found.scheme}://{found.netloc.decode('ascii')}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its spelling alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
