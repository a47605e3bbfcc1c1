"""The channel as the house sees it: receive, read, send; everything that costs thought is done beside."""

from collections.abc import Sequence
from datetime import timedelta

from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    ChannelError,
    Gone,
    Health,
    HttpAnswer,
    HttpRequest,
    InboundEvent,
    OutboundMessage,
    Profile,
    RawItem,
    Sent,
    Surroundings,
    TextLimit,
    Visibility,
)
from hilft.channels.webhook import answer, delivery, event
from hilft.channels.webhook.address import answer_address, program_name
from hilft.channels.webhook.post import Program
from hilft.channels.webhook.signing import key_of, verify

KEY_KEPT = timedelta(days=7)
"How long the other side has to remember an idempotency key (docs/channels/webhook.md)."


class Webhook:
    """One program that speaks to us by webhook."""

    kind = "webhook"

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:
        self._me = program_name(account.settings.get("name", ""))
        url = answer_address(account.settings.get("url", ""), allow_loopback=outside.allow_loopback)
        given = [account.secrets.get("secret", ""), account.secrets.get("old_secret", "")]
        self._keys = tuple(key_of(each) for number, each in enumerate(given) if each or number == 0)
        self._program = Program(url, self._keys, outside)
        self._now = outside.now

    def __repr__(self) -> str:
        return f"Webhook({self._me!r})"

    @property
    def scope(self) -> str:
        """A program's ids are its own."""
        return f"webhook:{self._me}"

    @property
    def capabilities(self) -> Capabilities:
        limit = TextLimit(answer.LONGEST, "character", len)
        return Capabilities(
            text={Visibility.PUBLIC: limit, Visibility.PRIVATE: limit},
            private="native",
            native_idempotency_seconds=int(KEY_KEPT.total_seconds()),
            attachments=answer.FILES,
            attachment_bytes=answer.FILE_BYTES,
            attachment_types=answer.FILE_TYPES,
            alt_text=True,
            names_recipient=False,
        )

    def challenge(self, request: HttpRequest) -> HttpAnswer | None:  # noqa: ARG002 - the contract's
        """Nobody has to prove anything before posting here."""
        return None

    def verify(self, request: HttpRequest) -> None:
        verify(self._keys, request.headers, request.body, self._now())

    def receive(self, request: HttpRequest) -> Sequence[RawItem]:
        return delivery.receive(request.body, self._me)

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        """Read one receipt."""
        whole = event.parsed(payload)
        if not isinstance(whole, dict):
            raise ValueError("not an event of this channel")  # noqa: TRY004 - the contract says ValueError
        found = event.read(whole, self._me)
        return [found] if found else []

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:
        """Give ``private`` unless a public answer was asked for and what it answers is public."""
        open_to_all = visibility is Visibility.PUBLIC and parent_network_visibility in {"", "public"}
        return "public" if open_to_all else "private"

    async def identify(self) -> Profile:
        """Say who we are there: known without asking, because the other side may not have the secret yet."""
        return Profile(self._me, self._me, self._me)

    async def send(self, message: OutboundMessage) -> Sent:
        return await answer.send(self._program, message)

    async def profile(self, external_id: str) -> Profile:  # noqa: ARG002 - the contract's
        """Raise Gone: the other side tells of a person with each message and cannot be asked."""
        raise Gone(N_("There is no such account any more."))

    async def examine(self) -> Health:
        """Post a signed ping, which the other side answers with any 2xx."""
        now = self._now()
        try:
            await self._program.post(f"ping-{int(now.timestamp() * 1000)}", {"type": "ping"})
        except ChannelError as error:
            return Health(ok=False, findings=(str(error),))
        return Health(ok=True, profile=await self.identify())

    async def close(self) -> None:
        """Nothing of its own is open: the HTTP client belongs to the house."""
