"""What an account says of its mailbox, read once and checked. Pure."""

import re
from dataclasses import dataclass, field

from hilft.channels.contract import N_, AccountConfig, Refused
from hilft.channels.email.keys import Keys
from hilft.channels.email.server import Server, server

_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*/=?^_`{|}~-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*")
_YES = {"yes", "ja", "true", "1", "on"}
NO_FOLDER = "-"
KEEP_SENT_THEMSELVES = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")
"Providers that put what is sent through them into the folder of sent mails."


@dataclass(frozen=True, slots=True)
class Terms:
    """One mailbox: where it is, who signs in, what is read, how answers look."""

    address: str
    name: str
    imap: Server
    smtp: Server
    user: str
    secret: str = field(repr=False)
    "A password; with ``oauth`` the refresh token."
    oauth: str
    "Where access tokens are given: empty, ``google``, ``microsoft`` or an address."
    client_id: str
    client_secret: str = field(repr=False)
    folders: tuple[str, ...]
    sent: str
    "The folder of sent mails; empty: the one the server marks; ``-``: none."
    everything: bool
    "Whether mails that lie there already are taken in at the first start."
    authserv_id: str
    keys: Keys

    @property
    def keeps_copies(self) -> bool:
        """Whether a copy of what was sent must be put into the folder of sent mails by us."""
        return self.sent != NO_FOLDER and not self.smtp.host.endswith(KEEP_SENT_THEMSELVES)


def terms(account: AccountConfig, *, allow_loopback: bool) -> Terms:
    """Read an account's settings. Raises Refused with what is wrong."""
    told = {name: value.strip() for name, value in account.settings.items()}
    address = told.get("address", "").lower()
    if not _ADDRESS.fullmatch(address):
        raise Refused(N_("This is not a mail address: {address}"), address=address)
    secret = account.secrets.get("password", "").strip()
    if not secret:
        raise Refused(N_("The password is missing."))
    authority = told.get("ca", "")
    start = told.get("start", "") or "all"
    if start not in {"all", "new"}:
        raise Refused(N_("Where to start must be all or new, not {start}."), start=start)
    folders = tuple(each.strip() for each in told.get("folders", "").split(",") if each.strip())
    key = account.secrets.get("reply_key", "").strip() or secret
    plus = told.get("plus", "").lower() in _YES
    return Terms(
        address=address,
        name=told.get("name", ""),
        imap=server("imap", told.get("imap", ""), authority, allow_loopback=allow_loopback),
        smtp=server("smtp", told.get("smtp", ""), authority, allow_loopback=allow_loopback),
        user=told.get("user", "") or address,
        secret=secret,
        oauth=told.get("oauth", ""),
        client_id=told.get("client_id", ""),
        client_secret=account.secrets.get("client_secret", "").strip(),
        folders=folders or ("INBOX",),
        sent=told.get("sent", ""),
        everything=start == "all",
        authserv_id=told.get("authserv_id", ""),
        keys=Keys(f"hilft mail {key}".encode(), address, plus),
    )
