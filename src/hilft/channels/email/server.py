"""Where a mail server is and how it is spoken to: always encrypted, except on this very machine. Pure."""

import re
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from hilft.channels.contract import N_, Refused

_PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
_TLS_PORTS = {993, 465}
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """One server. ``authority``: certificates (PEM) of an authority of the operator's own, else the machine's."""

    host: str
    port: int
    security: Security
    authority: str = field(default="", repr=False)

    def context(self) -> ssl.SSLContext:
        """Give what checks the server's certificate. Raises Refused when ``authority`` is no certificate."""
        try:
            return ssl.create_default_context(cadata=self.authority or None)
        except (ssl.SSLError, ValueError) as error:
            raise Refused(N_("The certificate is not one in PEM form.")) from error


def server(protocol: str, written: str, authority: str = "", *, allow_loopback: bool = False) -> Server:
    """Read ``imaps://host``, ``imap://host:143``, ``host``, ``smtp+insecure://127.0.0.1:25``; ``protocol``: imap or smtp.

    Without a scheme the protocol's usual encrypted way is taken; ``imap://`` and ``smtp://`` demand STARTTLS; without any
    encryption only this machine is spoken to. Raises Refused.
    """
    secure, plain = f"{protocol}s", protocol
    text = written.strip()
    scheme, found, rest = text.partition("://")
    if not found:
        scheme, rest = (secure if protocol == "imap" else plain), text
    try:
        parts = urlsplit(f"//{rest.rstrip('/')}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if scheme not in {secure, plain, f"{plain}+insecure"} or not _HOST.fullmatch(host) or port == 0:
        raise Refused(N_("This is not the address of a mail server: {address}"), address=text)
    if scheme.endswith("+insecure"):
        if host not in _LOOPBACK or not allow_loopback:
            raise Refused(N_("Without encryption only a server on this machine can be used."))
        return Server(host, port or _PORTS[plain], Security.NONE)
    if not found and port is not None:
        scheme = secure if port in _TLS_PORTS else plain
    way = Security.TLS if scheme == secure else Security.STARTTLS
    return Server(host, port or _PORTS[scheme], way, authority.strip())
