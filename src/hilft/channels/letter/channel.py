"""The channel as the house sees it: scans are put in by hand, an answer becomes paper for the mail room."""

import asyncio
from collections.abc import Sequence
from datetime import date

from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    Gone,
    Health,
    InboundEvent,
    MessageRef,
    OutboundMessage,
    Paper,
    Profile,
    Refused,
    Sent,
    Surroundings,
    TextLimit,
    Visibility,
)
from hilft.channels.letter.head import head_of
from hilft.channels.letter.sheet import Content, draw
from hilft.channels.letter.typeface import missing_signs

LONGEST = 20_000
"Characters of an answer: some eight pages."
_SHOWN = 20


class Letter:
    """The postal address of a brand."""

    kind = "letter"
    by_hand = True

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:
        self._head = head_of(account.settings)
        self._outside = outside

    def __repr__(self) -> str:
        return f"Letter({self._head.name!r})"

    @property
    def scope(self) -> str:
        """A postal address is the same whomever somebody writes to."""
        return "post"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            text={Visibility.PRIVATE: TextLimit(LONGEST, "characters", len)},
            private="native",
            threading="parent",
            names_recipient=False,
            signature_in=(),
        )

    def read(self, payload: bytes) -> Sequence[InboundEvent]:  # noqa: ARG002 - the contract's
        """Give nothing: nothing is delivered here."""
        return ()

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:  # noqa: ARG002
        """A letter is between two."""
        return "letter"

    async def identify(self) -> Profile:
        head = self._head
        written = f"{head.name}, {head.street}, {head.place}"
        return Profile(written.casefold(), written, head.name)

    async def send(self, message: OutboundMessage) -> Sent:
        """Write the sheet; nothing leaves here, so the same answer again is the same sheet again.

        Raises Refused for a recipient without a postal address, and for signs the typeface has not.
        """
        lines = message.recipient.local_id.splitlines() if message.recipient else []
        if len(lines) < 2:  # noqa: PLR2004 - a name and where it is
            raise Refused(N_("Nobody knows the postal address of this customer."))
        missing = missing_signs("".join((message.text, *lines)))
        if missing:
            raise Refused(
                N_("A letter cannot show these signs: {signs}. Say it in words."),
                signs=" ".join(missing[:_SHOWN]),
            )
        now = self._outside.now()
        content = Content(
            to=tuple(lines),
            text=message.text,
            signer=message.signer.name if message.signer else "",
            code=message.case_code,
            status_url=f"{self._outside.origin}/status/{message.case_code}" if self._outside.origin else "",
            day=now.astimezone(self._outside.zone).date(),
            answers=_written_on(message),
        )
        pdf, pages = await asyncio.to_thread(draw, self._head, content)
        paper = Paper(pdf, ", ".join(lines), pages)
        return Sent(MessageRef(f"letter:{message.idempotency_key}"), now, paper)

    async def find_sent(self, message: OutboundMessage) -> Sent | None:  # noqa: ARG002 - the contract's
        """Give None: a sheet exists only with the record that it was sent, so without that it was not."""
        return None

    async def profile(self, external_id: str) -> Profile:  # noqa: ARG002 - the contract's
        raise Gone(N_("There is no such account any more."))

    async def examine(self) -> Health:
        """A letterhead that cannot be drawn is refused when the account is built; there is nothing else to look at."""
        return Health(ok=True, profile=await self.identify())

    async def close(self) -> None:
        """Nothing of its own is open."""


def _written_on(message: OutboundMessage) -> date | None:
    """Give the date of the letter that is answered, as the desk noted it."""
    noted = message.in_reply_to.extra.get("written_on") if message.in_reply_to else None
    try:
        return date.fromisoformat(noted) if isinstance(noted, str) else None
    except ValueError:
        return None
