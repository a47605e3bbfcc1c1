"""The channel as the house sees it: people write down what is said, nothing goes out."""

from collections.abc import Sequence

from hilft.channels.contract import (
    N_,
    AccountConfig,
    Capabilities,
    Gone,
    Health,
    InboundEvent,
    OutboundMessage,
    Profile,
    Refused,
    Sent,
    Surroundings,
    Visibility,
)

_LONGEST = 200


class Counter:
    """One shop."""

    kind = "counter"
    by_hand = True

    def __init__(self, account: AccountConfig, outside: Surroundings) -> None:  # noqa: ARG002 - the contract's
        self._name = _line(account.settings.get("name", ""))
        self._address = _line(account.settings.get("address", ""))
        if not self._name or not self._address:
            raise Refused(N_("A shop needs a name and an address, each on one line."))

    def __repr__(self) -> str:
        return f"Counter({self._name!r})"

    @property
    def scope(self) -> str:
        """Who comes in is the same person in every shop."""
        return "counter"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(text={}, threading="visit", names_recipient=False)

    def read(self, payload: bytes) -> Sequence[InboundEvent]:  # noqa: ARG002 - the contract's
        """Give nothing: nothing is delivered here."""
        return ()

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:  # noqa: ARG002
        """Nothing is written here; if it were, it would be between two."""
        return "visit"

    async def identify(self) -> Profile:
        return Profile(f"{self._name}\n{self._address}".lower(), f"{self._name}, {self._address}", self._name)

    async def send(self, message: OutboundMessage) -> Sent:  # noqa: ARG002 - the contract's
        raise Refused(N_("Nothing can be written at the counter. Choose another way to this customer."))

    async def find_sent(self, message: OutboundMessage) -> Sent | None:  # noqa: ARG002 - the contract's
        """Give None: nothing was ever sent."""
        return None

    async def profile(self, external_id: str) -> Profile:  # noqa: ARG002 - the contract's
        raise Gone(N_("There is no such account any more."))

    async def examine(self) -> Health:
        """A shop without name or address is refused when the account is built; there is nothing else to look at."""
        return Health(ok=True, profile=await self.identify())

    async def close(self) -> None:
        """Nothing of its own is open."""


def _line(given: str) -> str:
    text = " ".join(given.split())
    return text if text.isprintable() and len(text) <= _LONGEST else ""
