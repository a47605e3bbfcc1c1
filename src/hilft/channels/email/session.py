"""One IMAP connection (RFC 3501), synchronous: it lives in its mailbox's own thread."""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from imap_tools.errors import ImapToolsError, MailboxLoginError
from imap_tools.mailbox import BaseMailBox

from hilft.channels.contract import N_, ChannelError, Later, Refused, Unauthorized
from hilft.channels.email.server import Security, Server

SECONDS = 60.0
_CONNECT_SECONDS = 15.0
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_BUSY = re.compile(
    r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|ALERT)\]|too many|temporar|try again|rate limit", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it lies on the server; ``received`` is when the server got it."""

    uid: int
    received: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to get in: a password, or an access token for XOAUTH2."""

    user: str
    secret: str
    token: bool

    def __repr__(self) -> str:
        return f"SignIn({self.user!r})"


class Session:
    """A signed-in connection. Every method raises Later when the connection is lost, and is of no use afterwards."""

    def __init__(self, where: Server, addresses: Sequence[str], who: SignIn) -> None:
        """Connect and sign in. Raises Later, Unauthorized, or Refused when the server cannot encrypt."""
        with translated():
            self._box = _Box(where, addresses)
        try:
            with translated(signing_in=True):
                if who.token:
                    self._box.xoauth2(who.user, who.secret, None)
                else:
                    self._box.login_utf8(who.user, who.secret, None)
        except BaseException:
            self.close()
            raise

    @property
    def box(self) -> BaseMailBox:
        return self._box

    def can(self, ability: str) -> bool:
        """Whether the server offers an extension; asked anew after signing in, when more may be offered."""
        with translated():
            kind, told = self._box.client.capability()
        return kind == "OK" and ability in str(told[-1], "ascii", "replace").upper().split()

    def open(self, folder: str) -> tuple[int, int]:
        """Look into a folder without changing anything in it; give UIDVALIDITY and UIDNEXT (RFC 3501, 2.3.1.1)."""
        with translated(folder):
            self._box.folder.set(folder, readonly=True)
            told = self._box.client.untagged_responses
            validity = int(_last(told.get("UIDVALIDITY")))
            following = _last(told.get("UIDNEXT"))
            if following:
                return validity, int(following)
            return validity, int(self._box.folder.status(folder, ["UIDNEXT"])["UIDNEXT"])

    def uids_after(self, last: int) -> list[int]:
        """List the UIDs in the open folder that came after one, ascending."""
        with translated():
            kind, told = self._box.client.uid("SEARCH", "UID", f"{last + 1}:*")
            _expect(kind, told)
        # `n:*` always names the newest mail, also when its UID is below n (RFC 3501, 6.4.8).
        return sorted(uid for part in told if part for uid in map(int, part.split()) if uid > last)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Give the bytes of mails by UID; one that was removed meanwhile is missing."""
        found = {}
        for head, _ in self._fetch(uids, "(UID RFC822.SIZE)"):
            uid, size = _UID.search(head), _SIZE.search(head)
            if uid and size:
                found[int(uid[1])] = int(size[1])
        return found

    def fetch(self, uids: Sequence[int]) -> list[Mail]:
        """Give mails, ascending, without marking them as read."""
        found = []
        with translated():
            for head, content in self._fetch(uids, "(UID INTERNALDATE BODY.PEEK[])"):
                uid = _UID.search(head)
                if uid and content is not None:
                    found.append(Mail(int(uid[1]), _received(head), content))
        return sorted(found, key=lambda mail: mail.uid)

    def search_id(self, folder: str, message_id: str) -> bool:
        """Whether a mail with this Message-ID lies in a folder."""
        self.open(folder)
        with translated():
            kind, told = self._box.client.uid("SEARCH", "HEADER", "Message-ID", f'"{message_id}"')
            _expect(kind, told)
        return any(part.split() for part in told if part)

    def append(self, folder: str, mail: bytes, at: datetime) -> None:
        """Put a mail into a folder, marked as read."""
        with translated(folder):
            self._box.append(mail, folder, dt=at, flag_set=["\\Seen"])

    def sent_folder(self) -> str | None:
        """Give the folder the server marks as that of sent mails (RFC 6154), else one of its usual names."""
        with translated():
            known = self._box.folder.list()
        marked = next(
            (each.name for each in known if "\\sent" in {flag.lower() for flag in each.flags}), None
        )
        usual = {
            "sent",
            "sent items",
            "sent mail",
            "inbox.sent",
            "gesendet",
            "gesendete elemente",
            "gesendete objekte",
        }
        return marked or next((each.name for each in known if each.name.lower() in usual), None)

    def close(self) -> None:
        """Leave; a connection that is gone already is left, too."""
        try:
            self._box.client.logout()
        except (imaplib.IMAP4.error, OSError, ImapToolsError, ValueError):
            self.drop()

    def drop(self) -> None:
        """Let go of a connection that is of no use any more."""
        with suppress(OSError, ValueError):
            self._box.client.shutdown()

    def cut(self) -> None:
        """Break the connection off, from any thread: whoever waits on it wakes with an error, and drops it."""
        with suppress(OSError, AttributeError):
            self._box.client.sock.shutdown(socket.SHUT_RDWR)

    def _fetch(self, uids: Sequence[int], parts: str) -> Iterator[tuple[bytes, bytes | None]]:
        if not uids:
            return
        with translated():
            kind, told = self._box.client.uid("FETCH", ",".join(map(str, uids)), parts)
            _expect(kind, told)
        for number, part in enumerate(told):
            if isinstance(part, tuple):
                tail = told[number + 1] if number + 1 < len(told) else b""
                yield part[0] + b" " + (tail if isinstance(tail, bytes) else b""), part[1]
            elif isinstance(part, bytes) and part != b")":
                yield part, None


class translated:  # noqa: N801 - reads as a word where it is used
    """Turn the errors of IMAP into the contract's. ``folder``: what a refusal is about."""

    def __init__(self, folder: str = "", *, signing_in: bool = False) -> None:
        self._folder = folder
        self._signing_in = signing_in

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, ChannelError):
            return
        if isinstance(error, ssl.SSLCertVerificationError):
            raise Later(N_("The certificate of the mail server cannot be trusted.")) from error
        refused = isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort)
        if isinstance(error, MailboxLoginError) or (refused and self._signing_in):
            if _BUSY.search(str(error)):
                raise Later(N_("The mail server lets nobody in at the moment.")) from error
            raise Unauthorized(
                N_("The mail server does not accept the user name or the password.")
            ) from error
        if isinstance(error, imaplib.IMAP4.abort | OSError | EOFError | ValueError):
            raise Later(N_("The connection to the mail server was lost.")) from error
        if isinstance(error, imaplib.IMAP4.error | ImapToolsError):
            if self._folder:
                sentence = N_("The mail server refused the folder {folder}.")
                raise Refused(sentence, folder=self._folder) from error
            raise Later(N_("The mail server did not do what it was asked.")) from error


class _Box(BaseMailBox):
    def __init__(self, where: Server, addresses: Sequence[str]) -> None:
        self._where = where
        self._addresses = addresses
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = _Client(self._where, self._addresses)
        if self._where.security is Security.STARTTLS:
            try:
                _encrypt(client, self._where)
            except BaseException:
                client.shutdown()
                raise
        return client


def _encrypt(client: imaplib.IMAP4, where: Server) -> None:
    if "STARTTLS" not in client.capabilities:
        raise Refused(N_("The mail server offers no encryption on this port."))
    client.starttls(where.context())


class _Client(imaplib.IMAP4):
    """Connects to the addresses that were judged, and checks the certificate of the name."""

    def __init__(self, where: Server, addresses: Sequence[str]) -> None:
        self._where = where
        self._judged = addresses
        super().__init__(where.host, where.port, SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        last: OSError | None = None
        for address in self._judged:
            try:
                plain = socket.create_connection((address, self._where.port), _CONNECT_SECONDS)
            except OSError as error:
                last = error
                continue
            plain.settimeout(timeout)
            if self._where.security is not Security.TLS:
                return plain
            with _closed_on_error(plain):
                return self._where.context().wrap_socket(plain, server_hostname=self._where.host)
        raise last or OSError("no address")


@contextmanager
def _closed_on_error(opened: socket.socket) -> Iterator[None]:
    try:
        yield
    except BaseException:
        opened.close()
        raise


def _expect(kind: str, told: object) -> None:
    if kind != "OK":
        raise imaplib.IMAP4.error(str(told))


def _last(values: Sequence[object] | None) -> bytes:
    return next((value for value in reversed(values or []) if isinstance(value, bytes) and value), b"")


_DATE = re.compile(
    rb'INTERNALDATE "\s?(\d{1,2}-[A-Za-z]{3}-\d{4} \d{2}:\d{2}:\d{2} [+-]\d{4})"',
)


def _received(head: bytes) -> datetime:
    found = _DATE.search(head)
    if found is None:
        raise imaplib.IMAP4.abort("no INTERNALDATE")  # RFC 3501 makes every server tell it
    return datetime.strptime(found[1].decode("ascii"), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
