"""The channel as the house sees it: the contract's verbs, each done in the module that knows how."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial

from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    ChannelError,
    Cursor,
    Gone,
    Health,
    Hint,
    InboundEvent,
    MessageRef,
    OutboundMessage,
    Page,
    Profile,
    Refused,
    Sent,
    Surroundings,
    TextLimit,
    Unknown,
    Visibility,
)
from hilft.channels.email.compose import compose, recipients
from hilft.channels.email.copies import Copies
from hilft.channels.email.examine import examine, prove
from hilft.channels.email.mailbox import Mailbox
from hilft.channels.email.pull import Ahead, pull
from hilft.channels.email.read import WORD, Reader, own_profile
from hilft.channels.email.session import Session
from hilft.channels.email.smtp import Parcel, hand_over
from hilft.channels.email.stream import stream
from hilft.channels.email.terms import terms

LONGEST = 100_000
"Characters; what a person writes is far shorter, and mail itself knows no limit."
MOST_FILES = 20
FILE_BYTES = 15_000_000
"Together with base64 this stays below the 25 MB most servers take."


class Email:
    """One mailbox, read by IMAP, answered by SMTP."""

    kind = "email"

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:
        self._terms = terms(account, allow_loopback=outside.allow_loopback)
        self._outside = outside
        self._mailbox = Mailbox(self._terms, outside)
        self._reader = Reader(self._terms.keys, self._terms.authserv_id)
        self._copies = Copies(self._mailbox)
        self._ahead: dict[str, Ahead] = {}
        self._handing: set[asyncio.Task[Sent]] = set()

    def __repr__(self) -> str:
        return f"Email({self._terms.address!r})"

    @property
    def scope(self) -> str:
        """A Message-ID is its sender's word: what one mailbox was told says nothing about another one."""
        return f"email:{self._terms.address}"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            text={Visibility.PRIVATE: TextLimit(LONGEST, N_("character"), len)},
            private="native",
            threading="references",
            attachments=MOST_FILES,
            attachment_bytes=FILE_BYTES,
            attachment_types=("*/*",),
            signature_in=(),
            names_recipient=False,
            keeps_html=True,
            copies=True,
        )

    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        return self._reader.read(payload)

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:  # noqa: ARG002
        """A mail is a mail; whatever was asked for, nothing wider comes of it."""
        return WORD

    async def identify(self) -> Profile:
        """Sign in at the mailbox on a connection that is closed again."""
        session = await self._mailbox.connect()
        await asyncio.to_thread(session.close)  # a server may take its time to say goodbye
        return own_profile(self._terms.address)

    async def prepare(self) -> None:
        """Try both servers and every folder before the account is kept."""
        await prove(self._mailbox)

    async def examine(self) -> Health:
        return await examine(self._mailbox)

    async def profile(self, external_id: str) -> Profile:
        """Nobody can be asked who an address is."""
        if "@" not in external_id:
            raise Gone(N_("This is nobody with a mail address."))
        return Profile(external_id=external_id, handle=external_id, url=f"mailto:{external_id}")

    async def pull(self, cursor: Cursor | None, limit: int) -> Page:
        return await pull(self._mailbox, self._ahead, cursor, limit)

    def stream(self) -> AsyncIterator[Hint]:
        return stream(self._mailbox)

    async def send(self, message: OutboundMessage) -> Sent:
        """Hand the mail to the server once; the copy for the folder of sent mails follows by itself."""
        now = self._outside.now()
        self._check(message)
        mail = compose(self._terms, message, now)
        content = mail.as_bytes()
        parcel = Parcel(self._terms.address, recipients(self._terms, message), content)
        if not parcel.recipients:
            raise Refused(N_("The mail names no address that could be answered."))
        handing = asyncio.create_task(
            self._hand_over(parcel, Sent(self._sent(message), now)), name="send a mail"
        )
        self._handing.add(handing)
        handing.add_done_callback(self._handed)
        # Who asked may stop waiting for a slow server. It is heard to the end all the same: then the copy among the
        # sent mails tells whoever looks for it.
        return await asyncio.shield(handing)

    async def _hand_over(self, parcel: Parcel, sent: Sent) -> Sent:
        await self._mailbox.signed(lambda who: hand_over(self._outside, self._terms.smtp, who, parcel))
        if self._terms.keeps_copies:
            self._copies.keep(sent.message.external_id, parcel.content, sent.occurred_at)
        return sent

    def _handed(self, handing: asyncio.Task[Sent]) -> None:
        self._handing.discard(handing)
        if not handing.cancelled():
            handing.exception()  # whoever still waits raises it; nobody else needs to

    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Look for its Message-ID among the sent mails. Not being there proves nothing, so it is never None."""
        ref = self._sent(message)
        try:
            folder = await self._mailbox.sent_folder() or ""
            there = bool(folder) and await self._mailbox.run(partial(_lies_in, folder, ref.external_id))
            if there:
                return Sent(ref, message.first_tried_at or self._outside.now())
        except ChannelError as error:
            raise Unknown(N_("It cannot be told yet whether the mail was sent.")) from error
        raise Unknown(N_("Mail servers do not say afterwards whether they took a mail."))

    async def close(self) -> None:
        for handing in self._handing:
            handing.cancel()
        await asyncio.gather(*self._handing, return_exceptions=True)
        await self._copies.close()
        await self._mailbox.close()

    async def settled(self) -> None:
        """Wait for mails that a slow server still looks at, and for copies that are being put away."""
        await asyncio.gather(*self._handing, return_exceptions=True)
        await self._copies.settled()

    def _check(self, message: OutboundMessage) -> None:
        if message.visibility is not Visibility.PRIVATE:
            raise Refused(N_("A mail is never public."))
        if not message.text.strip() and not message.attachments:
            raise Refused(N_("There is nothing to send."))
        if len(message.text) > LONGEST:
            raise Refused(
                N_("The text is too long: {length} of {limit} characters."),
                length=len(message.text),
                limit=LONGEST,
            )
        if sum(len(file.content) for file in message.attachments) > FILE_BYTES:
            raise Refused(N_("The files are larger than {limit} bytes together."), limit=FILE_BYTES)

    def _sent(self, message: OutboundMessage) -> MessageRef:
        parent = message.in_reply_to.extra if message.in_reply_to else {}
        name = self._terms.keys.message_id(message.idempotency_key)
        answered = parent.get("message_id")
        above = [*(parent.get("references") or []), *([answered] if answered else [])]
        return MessageRef(
            name, extra={"message_id": name, "references": above, "subject": parent.get("subject", "")}
        )


def _lies_in(folder: str, message_id: str, session: Session) -> bool:
    return session.search_id(folder, message_id)
