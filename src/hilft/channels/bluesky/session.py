"""The session: signed in once, kept sealed between starts, refreshed when it runs out.

A server allows 300 sign-ins a day and account, so nobody signs in who can refresh, and nobody refreshes whom another
process has already refreshed for. A refresh token that was used a moment ago gives the same new session again (the
server's grace time), so two processes at once do no harm.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

import anyio

from hilft.channels.bluesky.address import server_address
from hilft.channels.bluesky.answers import Answer, said_by, trouble, unreadable
from hilft.channels.bluesky.wire import Wire
from hilft.channels.contract import N_, Refused, Unauthorized

_KEY = "session"
_SECOND_FACTOR = "AuthFactorTokenRequired"


@dataclass(frozen=True, slots=True)
class Session:
    """Who we are and what proves it. ``server``: the data server of the account, where requests go."""

    did: str
    handle: str
    server: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


class Sessions:
    """The session of one account. Every coroutine raises Later, Refused or Unauthorized."""

    def __init__(self, wire: Wire, service: str, name: str, password: str) -> None:
        self.service = service
        self._wire = wire
        self._name, self._password = name, password
        self._session: Session | None = None
        self._lock = anyio.Lock()

    def __repr__(self) -> str:
        return f"Sessions({self.service!r})"

    async def current(self) -> Session:
        """Give the session at hand: known, kept by an earlier start, or made by signing in."""
        if self._session is not None:
            return self._session
        async with self._lock:
            if self._session is None:
                self._session = await self._recalled() or await self._sign_in()
            return self._session

    async def renewed(self, stale: Session) -> Session:
        """Give a session in place of one the server did not accept any more."""
        async with self._lock:
            if self._session is not None and self._session.access != stale.access:
                return self._session
            others = await self._recalled()
            if others is not None and others.access != stale.access:
                self._session = others
            else:
                self._session = await self._refreshed(stale) or await self._sign_in()
            return self._session

    async def _recalled(self) -> Session | None:
        kept = await self._wire.outside.keeper.recall()
        try:
            found = json.loads(kept.get(_KEY, ""))
            if found.pop("of") != self._belongs():
                return None
            return Session(**found)
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    async def _keep(self, session: Session) -> Session:
        whole = json.dumps({**asdict(session), "of": self._belongs()})
        await self._wire.outside.keeper.keep({_KEY: whole})
        return session

    def _belongs(self) -> str:
        """Bind what is kept to what was told: another password must not find the session of the old one."""
        told = f"{self.service}\0{self._name}\0{self._password}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()

    async def _sign_in(self) -> Session:
        body = {"identifier": self._name, "password": self._password}
        answer = await self._wire.ask("POST", _url(self.service, "createSession"), "session", json=body)
        if answer.error == _SECOND_FACTOR:
            raise Unauthorized(
                N_("This account asks for a second factor. Make an app password and give that one.")
            )
        failed = trouble(answer, self._wire.outside.now(), irrevocable=False)
        if isinstance(failed, Refused):  # a name that does not exist is refused like a wrong password
            raise Unauthorized(N_("The network does not let us in: {said}"), said=said_by(answer))
        if failed is not None:
            raise failed
        return await self._keep(self._made(answer))

    async def _refreshed(self, stale: Session) -> Session | None:
        """None: the server does not know the session any more (revoked, too old)."""
        answer = await self._wire.ask(
            "POST",
            _url(stale.server, "refreshSession"),
            "session",
            headers={"Authorization": f"Bearer {stale.refresh}"},
        )
        failed = trouble(answer, self._wire.outside.now(), irrevocable=False)
        if isinstance(failed, Refused | Unauthorized):
            return None
        if failed is not None:
            raise failed
        return await self._keep(self._made(answer))

    def _made(self, answer: Answer) -> Session:
        try:
            found: Mapping[str, Any] = answer.json()
            did, handle = str(found["did"]), str(found["handle"])
            access, refresh = str(found["accessJwt"]), str(found["refreshJwt"])
            active = found.get("active", True)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise unreadable(irrevocable=False) from error
        if not all(token.isascii() and token.isprintable() for token in (access, refresh)):
            raise unreadable(irrevocable=False)
        if active is False:
            raise Unauthorized(N_("The network has switched this account off."))
        return Session(did, handle, self._server_in(found.get("didDoc")), access, refresh)

    def _server_in(self, document: object) -> str:
        """Give the account's data server as its DID document names it, else the service we signed in at."""
        listed = document.get("service") if isinstance(document, Mapping) else None
        for each in listed if isinstance(listed, list) else []:
            if isinstance(each, Mapping) and str(each.get("id", "")).endswith("#atproto_pds"):
                try:
                    named = str(each.get("serviceEndpoint", ""))
                    return server_address(named, allow_loopback=self._wire.outside.allow_loopback)
                except Refused:
                    break
        return self.service


def _url(server: str, name: str) -> str:
    return f"{server}/xrpc/com.atproto.server.{name}"
