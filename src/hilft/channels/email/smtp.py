"""One answer to the mail server: handed over once (RFC 5321), and known exactly how far it came.

Until the whole mail and its closing dot were sent, nothing has been taken: what fails before is Later or Refused. After
the dot a lost answer means Unknown. Recipients are all taken or none: one that is refused ends the attempt before any
mail was handed over.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from hilft.channels.contract import N_, Later, Refused, Surroundings, Unauthorized, Unknown
from hilft.channels.email.reach import reach
from hilft.channels.email.server import Security, Server
from hilft.channels.email.session import SignIn

SECONDS = 15.0
_CONNECT_SECONDS = 10.0
_READY_SECONDS = 14.0
"Until the mail itself may be handed over; shorter than whoever asked waits, so that no doubt arises before."
_TAKING_SECONDS = 180.0
"Servers look into a mail before they take it; RFC 5321, 4.5.3.2 would wait ten minutes."
_PERMANENT = 500
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail and its envelope."""

    sender: str
    recipients: Sequence[str]
    content: bytes


async def hand_over(outside: Surroundings, where: Server, who: SignIn, parcel: Parcel) -> None:
    """Give a mail to the server. Raises Refused, Later, Unauthorized or Unknown; never tries twice."""
    async with contextlib.AsyncExitStack() as stack:
        try:
            async with asyncio.timeout(_READY_SECONDS):
                client = await stack.enter_async_context(signed_in(outside, where, who))
                await _announce(client, parcel)
        except TimeoutError as error:
            raise Later(N_("The mail server takes too long to get ready.")) from error
        try:
            await client.data(parcel.content, timeout=_TAKING_SECONDS)
        except SMTPResponseException as error:
            raise _answered(error.code, error.message) from error
        except (SMTPException, OSError) as error:
            raise Unknown(N_("The mail server did not say whether it took the mail.")) from error


@contextlib.asynccontextmanager
async def signed_in(outside: Surroundings, where: Server, who: SignIn) -> AsyncIterator[aiosmtplib.SMTP]:
    """Open a signed-in connection. Raises Later, Refused or Unauthorized."""
    client = await _connected(outside, where)
    try:
        await _sign_in(client, where, who)
        yield client
    finally:
        await _leave(client)


async def _connected(outside: Surroundings, where: Server) -> aiosmtplib.SMTP:
    context = where.context()
    client = aiosmtplib.SMTP(
        hostname=where.host,
        sock=await _socket(outside, where),
        use_tls=where.security is Security.TLS,
        start_tls=False,
        tls_context=context,
        timeout=SECONDS,
        local_hostname="localhost",
    )
    try:
        await client.connect()
        if where.security is Security.STARTTLS:
            await client.starttls(tls_context=context, server_hostname=where.host)
    except (SMTPException, OSError) as error:
        client.close()
        raise _not_connected(error) from error
    except BaseException:
        client.close()
        raise
    return client


async def _socket(outside: Surroundings, where: Server) -> socket.socket:
    addresses = await reach(outside, where)
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.setblocking(False)  # noqa: FBT003 - the name of the argument is the method's
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                await asyncio.get_running_loop().sock_connect(plain, (address, where.port))
        except (OSError, TimeoutError):
            plain.close()
        except BaseException:
            plain.close()
            raise
        else:
            return plain
    raise Later(N_("The mail server {host} cannot be reached."), host=where.host)


def _not_connected(error: Exception) -> Later | Refused:
    if isinstance(error, SMTPNotSupported):
        return Refused(N_("The mail server offers no encryption on this port."))
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Later(N_("The certificate of the mail server cannot be trusted."))
        cause = cause.__cause__ or cause.__context__
    return Later(N_("The mail server cannot be reached at the moment."))


async def _sign_in(client: aiosmtplib.SMTP, where: Server, who: SignIn) -> None:
    """A server on this machine may take mail without: then nothing is told that need not be."""
    try:
        await client.ehlo()
        if where.security is Security.NONE and not client.supports_extension("auth"):
            return
        if who.token:
            await client.auth_xoauth2(who.user, who.secret)
        else:
            await client.login(who.user, who.secret)
    except SMTPAuthenticationError as error:
        if error.code < _PERMANENT:
            raise Later(N_("The mail server lets nobody in at the moment.")) from error
        raise Unauthorized(N_("The mail server does not accept the user name or the password.")) from error
    except SMTPNotSupported as error:
        raise Refused(N_("The mail server offers no way to sign in that this desk knows.")) from error
    except SMTPResponseException as error:
        raise _answered(error.code, error.message) from error
    except (SMTPException, OSError) as error:
        raise Later(N_("The connection to the mail server was lost.")) from error


async def _announce(client: aiosmtplib.SMTP, parcel: Parcel) -> None:
    unicode = not all(each.isascii() for each in (parcel.sender, *parcel.recipients))
    if unicode and not client.supports_extension("smtputf8"):
        raise Refused(N_("The mail server cannot send to an address with such letters."))
    options = [f"SIZE={len(parcel.content)}"] if client.supports_extension("size") else []
    options += ["BODY=8BITMIME"] if client.supports_extension("8bitmime") else []
    options += ["SMTPUTF8"] if unicode else []
    encoding = "utf-8" if unicode else "ascii"
    try:
        await client.mail(parcel.sender, options=options, encoding=encoding)
        for recipient in parcel.recipients:
            await client.rcpt(recipient, encoding=encoding)
    except SMTPResponseException as error:
        raise _answered(error.code, error.message) from error
    except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
        raise Later(N_("The connection to the mail server was lost.")) from error
    except (SMTPException, UnicodeError, ValueError) as error:
        raise Refused(N_("The recipient's address cannot be written to.")) from error


def _answered(code: int, said: str) -> Later | Refused:
    """4xx: not now (greylisting, a full disk); 5xx: never (RFC 5321, 4.2.1). The server's sentence is told."""
    sentence = " ".join(said.split())[:_LONGEST_REASON]
    if code >= _PERMANENT:
        return Refused(N_("The mail server refused it: {code} {sentence}"), code=code, sentence=sentence)
    return Later(
        N_("The mail server asked to come again later: {code} {sentence}"), code=code, sentence=sentence
    )


async def _leave(client: aiosmtplib.SMTP) -> None:
    with contextlib.suppress(SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(2):
            await client.quit()
    client.close()
