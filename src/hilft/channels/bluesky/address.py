"""Which addresses an account may name: the service it signs in at, its data server, a Jetstream, a page of ours."""

from ipaddress import ip_address

import httpx

from hilft.channels.contract import N_, Refused

USUAL_SERVICE = "https://bsky.social"


def server_address(given: str, *, allow_loopback: bool) -> str:
    """Give the server's origin without a trailing slash. A bare name means https, nothing means Bluesky itself.

    Plain http would show the password to the network, so it is for loopback hosts only, and only where the operator
    allowed those. Raises Refused.
    """
    given = given.strip() or USUAL_SERVICE
    found = _parsed(given if "://" in given else f"https://{given}")
    if found.scheme not in {"https", "http"} or found.query or found.fragment:
        raise Refused(N_("This is not the address of a server."))
    if found.path not in {"", "/"}:
        raise Refused(N_("The address of the server has no path."))
    if found.scheme == "http" and not (allow_loopback and is_loopback(found.host)):
        raise Refused(N_("The address of the server must begin with https."))
    return f"{found.scheme}://{found.netloc.decode('ascii')}"


def stream_address(given: str, *, allow_loopback: bool) -> httpx.URL | None:
    """Give where a Jetstream listens (``wss://host/subscribe``); None when none is wanted. Raises Refused."""
    if not given.strip():
        return None
    found = _parsed(given.strip() if "://" in given else f"wss://{given.strip()}")
    if found.scheme not in {"wss", "ws"}:
        raise Refused(N_("The address of a Jetstream begins with wss."))
    if found.scheme == "ws" and not (allow_loopback and is_loopback(found.host)):
        raise Refused(N_("The address of a Jetstream begins with wss."))
    return found.copy_with(path=found.path if found.path not in {"", "/"} else "/subscribe", query=None)


def page_address(given: str) -> str:
    """Give the address of a web page as it was typed, empty for none. Raises Refused."""
    if not given.strip():
        return ""
    if _parsed(given.strip()).scheme != "https":
        raise Refused(N_("The address of the page must begin with https."))
    return given.strip()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its spelling alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _parsed(given: str) -> httpx.URL:
    try:
        found = httpx.URL(given)
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(N_("This is not the address of a server.")) from error
    if not found.host or found.userinfo:
        raise Refused(N_("This is not the address of a server."))
    return found
