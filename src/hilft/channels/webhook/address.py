"""Which name and which address an account may have."""

import re
from ipaddress import ip_address

import httpx

from hilft.channels.contract import N_, Refused

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def program_name(given: str) -> str:
    """Give the program's short name. Raises Refused."""
    name = given.strip().lower()
    if not _NAME.fullmatch(name):
        raise Refused(N_("The short name has 1 to 40 small letters, digits or hyphens."))
    return name


def answer_address(given: str, *, allow_loopback: bool) -> str:
    """Give the address that takes answers. Raises Refused.

    Plain http would show what customers are told to the network, so it is for loopback hosts only.
    """
    try:
        found = httpx.URL(given.strip())
        port = found.port
    except (httpx.InvalidURL, ValueError) as error:
        raise Refused(N_("This is not an address that can take answers.")) from error
    if found.scheme not in {"https", "http"} or not found.host or found.userinfo or port == 0:
        raise Refused(N_("This is not an address that can take answers."))
    if found.scheme == "http" and not (allow_loopback and _is_loopback(found.host)):
        raise Refused(N_("The address that takes answers must begin with https."))
    return str(found.copy_with(fragment=None))


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
