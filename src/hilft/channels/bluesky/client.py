"""XRPC requests with the account's session: renewed when it ran out, errors in the contract's words."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from hilft.channels.bluesky.answers import Answer, is_stale, trouble, unreadable
from hilft.channels.bluesky.session import Session, Sessions
from hilft.channels.bluesky.wire import UPLOAD_TIMES, Wire

CHAT_SERVICE = "did:web:api.bsky.chat#bsky_chat"
"The service to which our data server carries `chat.bsky` requests (atproto: service proxying)."

Query = Sequence[tuple[str, str | int]]


class Client:
    """Asks the account's data server. Every coroutine raises Later, Gone, Refused, Unauthorized, or (writes) Unknown."""

    def __init__(self, wire: Wire, sessions: Sessions) -> None:
        self.wire = wire
        self.outside = wire.outside
        self.sessions = sessions

    def __repr__(self) -> str:
        return f"Client({self.sessions.service!r})"

    async def read(
        self, name: str, query: Query = (), *, answering: bool = False, chat: bool = False
    ) -> dict[str, Any]:
        """Query. Leaves a reserve of the allowance for answers unless this is part of ``answering``."""
        answer = await self._ask(
            "GET", name, "read", chat=chat, leave_reserve=not answering, params=httpx.QueryParams(list(query))
        )
        return self._parsed(answer, irrevocable=False)

    async def write(
        self, name: str, body: Mapping[str, object], *, irrevocable: bool = False, chat: bool = False
    ) -> dict[str, Any]:
        """Call a procedure. ``irrevocable``: doing it twice would show."""
        answer = await self.try_writing(name, body, irrevocable=irrevocable, chat=chat)
        return self._parsed(answer, irrevocable=irrevocable)

    async def try_writing(
        self, name: str, body: Mapping[str, object], *, irrevocable: bool, chat: bool = False
    ) -> Answer:
        """Call a procedure and give the answer with whatever status it has."""
        return await self._ask("POST", name, "write", chat=chat, irrevocable=irrevocable, json=body)

    async def upload(self, content: bytes, content_type: str) -> dict[str, Any]:
        """Put a blob there: one that got lost is uploaded again and has the same name, so nothing is Unknown."""
        answer = await self._ask(
            "POST",
            "com.atproto.repo.uploadBlob",
            "write",
            content=content,
            headers={"Content-Type": content_type},
            timeout=UPLOAD_TIMES,
        )
        return self._parsed(answer, irrevocable=False)

    def parsed(self, answer: Answer) -> dict[str, Any]:
        """Read the answer to a write."""
        return self._parsed(answer, irrevocable=True)

    async def _ask(
        self,
        method: str,
        name: str,
        bucket: str,
        *,
        chat: bool = False,
        **request: Any,  # noqa: ANN401 - what Wire.ask takes
    ) -> Answer:
        session = await self.sessions.current()
        answer = await self._with(session, method, name, bucket, chat=chat, **request)
        # Without the right to private messages a chat is refused by 401, too: only a token that ran out is renewed.
        if answer.error == "ExpiredToken" or (is_stale(answer) and not chat):
            session = await self.sessions.renewed(session)
            answer = await self._with(session, method, name, bucket, chat=chat, **request)
        return answer

    async def _with(
        self,
        session: Session,
        method: str,
        name: str,
        bucket: str,
        *,
        chat: bool,
        headers: Mapping[str, str] | None = None,
        **request: Any,  # noqa: ANN401
    ) -> Answer:
        sent = {"Authorization": f"Bearer {session.access}", "Accept": "application/json", **(headers or {})}
        if chat:
            sent["Atproto-Proxy"] = CHAT_SERVICE
            bucket = f"chat {bucket}"
        return await self.wire.ask(method, f"{session.server}/xrpc/{name}", bucket, headers=sent, **request)

    def _parsed(self, answer: Answer, *, irrevocable: bool) -> dict[str, Any]:
        failed = trouble(answer, self.outside.now(), irrevocable=irrevocable)
        if failed is not None:
            raise failed
        try:
            found = answer.json() if answer.body else {}
        except ValueError as error:
            raise unreadable(irrevocable=irrevocable) from error
        if not isinstance(found, dict):
            raise unreadable(irrevocable=irrevocable)
        return found
