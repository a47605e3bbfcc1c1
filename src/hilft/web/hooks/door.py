"""The door for webhooks: find the account, read the body, verify, store, answer.

1. Account and channel come from memory.  2. The body is read, bounded.  3. The channel verifies the raw bytes; a forged
one is 401 and looked at no further.  4. The channel takes it apart: what cannot be read is 422 and nothing of it is kept.
5. The receipts share a commit with everything else that comes in; after it, and only then, the answer is 200.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from hilft.accounts import note_ok
from hilft.channels import Forged, HttpRequest
from hilft.db import Transaction
from hilft.intake import Beside
from hilft.problems import NotFound, Problem
from hilft.web.hooks.body import JSON, Left, body_of, check, headers_of, query_of
from hilft.web.hooks.known import Known, KnownAccounts
from hilft.web.hooks.told import pass_on, tell, tell_problem, tell_stored
from hilft.web.house import House

_log = structlog.get_logger(__name__)

PREFIX = "/hooks/"
_PARTS = 2
_NOTE_EVERY = timedelta(seconds=30)
"An account's last contact is written down this often at most."


class Hooks:
    """Answers below ``/hooks/`` itself and hands everything else on."""

    def __init__(self, desk: ASGIApp, house: House) -> None:
        self._desk = desk
        self._house = house
        self._known = KnownAccounts(house)
        self._noted: dict[UUID, datetime] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._desk(scope, receive, send)
            return
        try:
            await self._answer(scope, receive, send)
        except Left:
            return
        except Forged as forged:
            await tell(send, 401, str(forged))
        except Problem as problem:
            await tell_problem(send, problem)
        except Exception:  # noqa: BLE001 - logged, and the sender learns that it has to come again
            _log.exception("a webhook broke", path=scope["path"])
            with suppress(Exception):  # the answer may have begun
                await tell(send, 500, "Something broke on our side, and it was written down. Send it again.")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = await self._find(scope["path"])
        method: str = scope["method"]
        if method == "GET":
            await self._challenge(known, scope, send)
            return
        if method != "POST":
            await tell(send, 405, "Deliveries are posted.", ((b"allow", b"POST"),))
            return
        headers = headers_of(scope)
        talks = known.talks
        check(headers, talks.takes if talks else JSON)
        body = await body_of(receive)
        request = HttpRequest(method, scope["path"], headers, query_of(scope), body)
        known.receiver.verify(request)
        try:
            items = known.receiver.receive(request)
        except ValueError as error:
            await tell(send, 422, str(error))
            return
        await self._house.batcher.keep(known.account, items, self._beside(known))
        if talks:
            await pass_on(send, talks.answer(request, self._house.origin + scope["path"]))
        else:
            await tell_stored(send, len(items))

    async def _find(self, path: str) -> Known:
        parts = path.removeprefix(PREFIX).split("/")
        if len(parts) != _PARTS:
            raise NotFound
        try:
            account_id = UUID(parts[1])
        except ValueError:
            raise NotFound from None
        known = await self._known.find(parts[0], account_id)
        if known is None:
            raise NotFound
        return known

    async def _challenge(self, known: Known, scope: Scope, send: Send) -> None:
        """Let the channel answer a question its network asks before it delivers anything."""
        request = HttpRequest("GET", scope["path"], headers_of(scope), query_of(scope), b"")
        answer = known.receiver.challenge(request)
        if answer is None:
            await tell(send, 405, "Deliveries are posted.", ((b"allow", b"POST"),))
        else:
            await pass_on(send, answer)

    def _beside(self, known: Known) -> Beside | None:
        """Note now and then that the account was heard of, in the commit that is made anyway."""
        now, account = self._house.now(), known.account
        noted = self._noted.get(account.id)
        if noted is not None and now - noted < _NOTE_EVERY:
            return None
        self._noted[account.id] = now

        async def note(tx: Transaction) -> None:
            await note_ok(tx, account, now)

        return note
