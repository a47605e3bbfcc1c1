"""The channel as the house sees it: calls come in, nothing goes out."""

import json
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    EventType,
    Gone,
    Health,
    HttpAnswer,
    HttpRequest,
    InboundEvent,
    MessageRef,
    OutboundMessage,
    Profile,
    RawItem,
    Refused,
    ReplyPolicy,
    Sent,
    Surroundings,
    Visibility,
)
from hilft.channels.phone import signing, told
from hilft.channels.phone.numbers import own_number

_FORM = "application/x-www-form-urlencoded"


class Phone:
    """One hotline number."""

    kind = "phone"
    takes = ("application/json", _FORM)

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:
        self._number = own_number(account.settings.get("number", ""))
        self._sipgate = signing.public_key(account.settings.get("sipgate_key", ""))
        self._key = signing.key_of(account.secrets.get("secret", ""))
        self._now = outside.now

    def __repr__(self) -> str:
        return f"Phone({self._number!r})"

    @property
    def scope(self) -> str:
        """Telephone numbers are the same whoever is called."""
        return "tel"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(text={}, threading="call", names_recipient=False)

    def challenge(self, request: HttpRequest) -> HttpAnswer | None:  # noqa: ARG002 - the contract's
        """Nobody has to prove anything before posting here."""
        return None

    def verify(self, request: HttpRequest) -> None:
        if self._sipgate is not None and signing.SIPGATE_HEADER in request.headers:
            signing.verify_sipgate(self._sipgate, request.headers, request.body)
        else:
            signing.verify(self._key, request.headers, request.body, self._now())

    def receive(self, request: HttpRequest) -> Sequence[RawItem]:
        """Name each step so that the same one has the same key, however often it comes."""
        payload = request.body
        if request.headers.get("content-type", "").startswith(_FORM):
            form = request.body.decode("utf-8", "replace").replace("\0", "")
            payload = json.dumps({"at": self._now().isoformat(), "form": form}).encode()
        found = told.read(told.parsed(payload), self._number)
        if found is None:
            return (RawItem(f"unknown:{request.body.hex()[:120]}", payload),)
        return (RawItem(f"{found.told.step}:{found.told.leg}", payload, found.at),)

    def answer(self, request: HttpRequest, address: str) -> HttpAnswer:
        """Ask sipgate for what it does not tell by itself: who answered, and the end."""
        if not request.headers.get("content-type", "").startswith(_FORM):
            return HttpAnswer(200, b'{"received":1}', "application/json")
        where = quoteattr(address)
        asked = f" onAnswer={where} onHangup={where}" if b"newCall" in request.body else ""
        body = f'<?xml version="1.0" encoding="utf-8"?>\n<Response{asked}/>'
        return HttpAnswer(200, body.encode(), "application/xml")

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        """Read one receipt."""
        found = told.read(told.parsed(payload), self._number)
        if found is None:
            return []
        person = found.told.number
        return [
            InboundEvent(
                type=EventType.CALLED,
                occurred_at=found.at,
                message=MessageRef(f"call:{found.told.leg}:{found.told.step}"),
                author=Profile(person, person),
                visibility=Visibility.PRIVATE,
                network_visibility="call",
                reply=ReplyPolicy(allowed=False, visibilities=(Visibility.PRIVATE,)),
                call=found.told,
            )
        ]

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:  # noqa: ARG002
        """Nothing is written on the telephone; if it were, it would be between two."""
        return "call"

    async def identify(self) -> Profile:
        return Profile(self._number, self._number, self._number)

    async def send(self, message: OutboundMessage) -> Sent:  # noqa: ARG002 - the contract's
        raise Refused(N_("Nothing can be written on the telephone. Call back."))

    async def find_sent(self, message: OutboundMessage) -> Sent | None:  # noqa: ARG002 - the contract's
        """Give None: nothing was ever sent."""
        return None

    async def profile(self, external_id: str) -> Profile:  # noqa: ARG002 - the contract's
        raise Gone(N_("There is no such account any more."))

    async def examine(self) -> Health:
        """Whatever can be wrong here is refused when the account is built; calls come by themselves."""
        return Health(ok=True, profile=await self.identify())

    async def close(self) -> None:
        """Nothing of its own is open."""
