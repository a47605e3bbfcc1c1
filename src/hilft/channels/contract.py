"""The channel contract: what every network has in common, and how one tells the desk where it differs.

A channel knows this module and nothing else of the house. Frozen dataclasses only; `read` and `measure` are
pure; everything that touches the network is a coroutine and raises one of the `ChannelError`s below.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any, NewType, Protocol, runtime_checkable

import httpx

# A channel imports everything from this module; what it may keep and what can go wrong is written down beside it.
from hilft.channels.calling import CallStep as CallStep  # noqa: PLC0414 - passed on
from hilft.channels.calling import CallTold as CallTold  # noqa: PLC0414
from hilft.channels.filling import Entrance as Entrance  # noqa: PLC0414 - passed on
from hilft.channels.filling import Field as Field  # noqa: PLC0414
from hilft.channels.keeping import Forgetful as Forgetful  # noqa: PLC0414 - passed on
from hilft.channels.keeping import Keeper as Keeper  # noqa: PLC0414
from hilft.channels.keeping import Pocket as Pocket  # noqa: PLC0414
from hilft.channels.posting import Conversing as Conversing  # noqa: PLC0414
from hilft.channels.posting import HttpAnswer as HttpAnswer  # noqa: PLC0414
from hilft.channels.posting import HttpRequest as HttpRequest  # noqa: PLC0414
from hilft.channels.reporting import Fate as Fate  # noqa: PLC0414
from hilft.channels.reporting import Paper as Paper  # noqa: PLC0414
from hilft.channels.reporting import Report as Report  # noqa: PLC0414
from hilft.channels.trouble import ChannelError as ChannelError  # noqa: PLC0414 - passed on
from hilft.channels.trouble import Forged as Forged  # noqa: PLC0414
from hilft.channels.trouble import Gone as Gone  # noqa: PLC0414
from hilft.channels.trouble import Later as Later  # noqa: PLC0414
from hilft.channels.trouble import Refused as Refused  # noqa: PLC0414
from hilft.channels.trouble import Unauthorized as Unauthorized  # noqa: PLC0414
from hilft.channels.trouble import Unknown as Unknown  # noqa: PLC0414

Cursor = NewType("Cursor", str)
"Where the pull stands; opaque to the house, saved only after the page's receipts are committed."


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark an English sentence for the catalogues; whoever shows it translates it."""
    return sentence


class Visibility(StrEnum):
    """The two kinds the desk knows; the network's own word travels beside it."""

    PUBLIC = "public"
    PRIVATE = "private"


class EventType(StrEnum):
    MESSAGE = "message"
    EDITED = "edited"
    DELETED = "deleted"
    FOLLOWED = "followed"
    REPORTED = "reported"
    "What became of an answer of ours after the network took it."
    CALLED = "called"
    "A call rang, was answered or ended: `InboundEvent.call`."


@dataclass(frozen=True, slots=True)
class Profile:
    """Somebody on the network. ``external_id`` is unique and stable in the channel's scope."""

    external_id: str
    handle: str
    "As people write it, e.g. ``@otto@town.test``."
    display_name: str = ""
    avatar_url: str | None = None
    url: str | None = None
    bot: bool = False
    local_id: str = ""
    "The id on the server we talk to, where that differs from ``external_id``."
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message on the network.

    ``external_id`` is the one that is unique in the scope; ``names`` are further ids under which the network may
    speak of the same message (Mastodon: the server's local id), each unique in the scope, too.
    """

    external_id: str
    names: tuple[str, ...] = ()
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    "What the channel needs to answer it, plain JSON (Bluesky: cid and root; mail: Message-ID, References)."
    aliases: tuple[str, ...] = ()
    """Names others may use to refer to it which somebody else's message may bear, too (a mail's Message-ID): found
    as a parent, never taken as proof that two messages are the same."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an inbound message: where it lies on the network, or the bytes themselves where it came along.

    The house fetches an address, guarded. Beside ``content``, ``url`` may say how the message's HTML speaks of the
    file (``cid:…``).
    """

    url: str
    kind: str
    "image | video | audio | file"
    content_type: str = ""
    name: str = ""
    alt: str = ""
    size: int | None = None
    preview_url: str | None = None
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReplyPolicy:
    """Whether and how this message may be answered (X: summoned only; Bluesky: threadgate; 24-hour windows)."""

    allowed: bool = True
    visibilities: tuple[Visibility, ...] = (Visibility.PUBLIC, Visibility.PRIVATE)
    expires_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InboundEvent:
    """One thing that happened, as read from one receipt."""

    type: EventType
    occurred_at: datetime
    message: MessageRef
    author: Profile
    visibility: Visibility = Visibility.PUBLIC
    network_visibility: str = ""
    "The network's own word: public, unlisted, private, direct, …"
    text: str = ""
    html: str = ""
    "The message as HTML, sanitised; kept where `Capabilities.keeps_html`."
    subject: str = ""
    quoted: str = ""
    "What was cut from ``text`` because it repeats or only signs: earlier mails, signatures. Kept, shown folded."
    attachments: tuple[Attachment, ...] = ()
    language: str = ""
    thread_key: str | None = None
    "The network's own id of the whole thread, where it has one."
    parent: str | None = None
    "`external_id`, one of the `names` or one of the `aliases` of the message this one answers."
    ancestors: tuple[str, ...] = ()
    "Further messages above it, the nearest first, for networks that name more than the parent (References)."
    recipients: tuple[Profile, ...] = ()
    "Everybody named or addressed in it."
    edited_at: datetime | None = None
    own: bool = False
    "Whether the account itself wrote it (in the desk or in the network's own app)."
    reply: ReplyPolicy = ReplyPolicy()
    report: Report | None = None
    "For ``REPORTED``: about the answer that ``message`` names."
    call: CallTold | None = None
    "For ``CALLED``."
    automatic: bool = False
    "Written by a machine (absence note, list, bounce): shown, but nobody waits for an answer, and none is given."
    invited: bool = False
    "It proves by a key of ours that its author was given the answer it refers to: may join that case as a participant."
    origin: Mapping[str, str] = field(default_factory=dict)
    "What is known of who really sent it, by check (mail: ``spf``, ``dkim``, ``dmarc``)."


@dataclass(frozen=True, slots=True)
class RawItem:
    """One thing as the network delivered it: becomes a receipt. Same payload, same ``dedupe_key``."""

    dedupe_key: str
    payload: bytes
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One pulled page, oldest first. ``complete``: nothing newer was left at the network when it was read."""

    items: Sequence[RawItem]
    next_cursor: Cursor
    complete: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """Something may have happened. ``changed`` names a message to look at again, empty: pull."""

    changed: str = ""


@dataclass(frozen=True, slots=True)
class OutboundFile:
    content: bytes = field(repr=False)
    content_type: str
    name: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """The person who answers, for networks whose answers are signed in full (mail)."""

    name: str
    photo: OutboundFile | None = None


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """An answer on its way. Everything in it was frozen when the agent pressed send."""

    idempotency_key: str
    text: str
    visibility: Visibility
    network_visibility: str = ""
    "The exact word for the network, chosen by `Channel.reply_visibility`."
    in_reply_to: MessageRef | None = None
    recipient: Profile | None = None
    attachments: tuple[OutboundFile, ...] = ()
    language: str = ""
    signer: Signer | None = None
    case_code: str = ""
    "How the customer can name the case, for networks that print it."
    automatic: bool = False
    "Nobody wrote it: say so where the network has a word for that."
    cc: tuple[str, ...] = ()
    "Addresses that get it, too, and are named in it; only where `Capabilities.copies`."
    bcc: tuple[str, ...] = ()
    "Addresses that get it without being named."
    first_tried_at: datetime | None = None
    "When this key was first given to the network; None: never. Decides whether the key is still remembered."


@dataclass(frozen=True, slots=True)
class Sent:
    """The network took it, under this reference."""

    message: MessageRef
    occurred_at: datetime
    paper: Paper | None = None
    "What people have to carry on: it comes into the mail room's list with the record that it was sent."


@dataclass(frozen=True, slots=True)
class TextLimit:
    """How long a text may be. ``measure`` counts in ``unit`` exactly as the network does."""

    maximum: int
    unit: str
    measure: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many requests in so many seconds."""

    requests: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the network can do; rooms ask this and never the channel's name."""

    text: Mapping[Visibility, TextLimit]
    private: str = "none"
    "native | link | none"
    threading: str = "parent"
    "parent | references | room | call"
    publishes: bool = False
    "Whether `send` takes a public message that answers nothing and names nobody: news for everybody who follows."
    edits: bool = False
    deletes: bool = False
    native_idempotency_seconds: int = 0
    "How long the network remembers an idempotency key; 0: never, so reconcile by reading the thread."
    attachments: int = 0
    attachment_bytes: int = 0
    attachment_types: tuple[str, ...] = ()
    alt_text: bool = False
    read_receipts: bool = False
    typing: bool = False
    send_limit: RateLimit | None = None
    signature_in: tuple[Visibility, ...] = (Visibility.PUBLIC, Visibility.PRIVATE)
    "Where an agent's `^xy` belongs into the text."
    names_recipient: bool = True
    "Whether the network puts the recipient's handle into the text (and counts it)."
    keeps_html: bool = False
    "Whether an inbound message's HTML says more than its text."
    copies: bool = False
    "Whether an answer may go to further addresses (CC, BCC)."


@dataclass(frozen=True, slots=True)
class Health:
    """What `examine` found: for the account page and `hilft doctor`."""

    ok: bool
    findings: tuple[str, ...] = ()
    "English sentences of the channel, each a msgid."
    profile: Profile | None = None


class Channel(Protocol):
    """Required of every channel. Built by its manifest for one account."""

    @property
    def kind(self) -> str: ...
    @property
    def scope(self) -> str:
        """In which the ids of this account's messages and people are unique: the network, else the account."""
        ...

    @property
    def capabilities(self) -> Capabilities: ...
    def read(self, payload: bytes) -> Sequence[InboundEvent]:
        """Pure. An unknown kind gives an empty list; bytes that cannot be read raise ``ValueError``."""
        ...

    def reply_visibility(self, visibility: Visibility, parent_network_visibility: str) -> str:
        """Give the network's word for an answer of this class, never wider than its parent's."""
        ...

    async def identify(self) -> Profile: ...
    async def send(self, message: OutboundMessage) -> Sent:
        """Send once, never retry. Raises Refused, Later, Unknown or Unauthorized."""
        ...

    async def profile(self, external_id: str) -> Profile: ...
    async def examine(self) -> Health: ...
    async def close(self) -> None: ...


@runtime_checkable
class Pullable(Protocol):
    async def pull(self, cursor: Cursor | None, limit: int) -> Page:
        """Read what came after ``cursor``. None: start where the account is now told to start."""
        ...


@runtime_checkable
class ByHand(Protocol):
    """What comes in is written down in the desk by people: nothing is pulled or delivered, ``read`` has nothing to read."""

    by_hand: bool


@runtime_checkable
class Streamable(Protocol):
    def stream(self) -> AsyncIterator[Hint]:
        """Wake the pull. Ends or raises when the connection is lost; the house connects again."""
        ...


@runtime_checkable
class ThreadReader(Protocol):
    async def thread(self, message: MessageRef) -> Sequence[RawItem]:
        """Read the ancestors and descendants of a message that we may see: context, healing, reconciliation."""
        ...


@runtime_checkable
class Rereader(Protocol):
    async def look_again(self, messages: Sequence[MessageRef]) -> Sequence[RawItem]:
        """Re-read messages for edits and deletions the network does not announce; only what changed comes back."""
        ...


@runtime_checkable
class Reconcilable(Protocol):
    async def find_sent(self, message: OutboundMessage) -> Sent | None:
        """Look whether the network already has this message. None: certainly not. Unknown: cannot be told."""
        ...


@runtime_checkable
class Retractable(Protocol):
    """What `Capabilities.edits` and `deletes` promise. Doing either twice is doing it once, so both may be repeated."""

    async def retract(self, message: MessageRef) -> None:
        """Delete a message of ours; one that is gone already is as it should be."""
        ...

    async def edit(self, message: MessageRef, text: str) -> None:
        """Put another text into a message of ours. Raises Refused, Gone, Later, Unknown or Unauthorized."""
        ...


@runtime_checkable
class Addressing(Protocol):
    """Networks that name the recipient in the text itself (`Capabilities.names_recipient`). Pure."""

    def full_text(self, text: str, recipient: Profile | None) -> str:
        """Give what `send` will hand to the network for this text: measure this, not the draft."""
        ...

    def others_named(self, text: str, recipient: Profile | None) -> tuple[str, ...]:
        """List the handles besides the recipient's that would see a private message with this text."""
        ...

    def without_others(self, text: str, recipient: Profile | None) -> str:
        """Write those handles so that they stay readable and address nobody."""
        ...


@runtime_checkable
class Preparable(Protocol):
    async def prepare(self) -> None:
        """Set the account up once so that every message reaches us (Mastodon: the notification policy)."""
        ...


@runtime_checkable
class PrivateLink(Protocol):
    def private_link(self, profile: Profile, text: str) -> str | None: ...


@runtime_checkable
class ReadMarker(Protocol):
    async def mark_read(self, message: MessageRef) -> None: ...


@runtime_checkable
class WebhookReceiver(Protocol):
    def challenge(self, request: HttpRequest) -> HttpAnswer | None: ...
    def verify(self, request: HttpRequest) -> None:
        """Raise Forged unless the raw bytes carry a right signature."""
        ...

    def receive(self, request: HttpRequest) -> Sequence[RawItem]:
        """Take a verified delivery apart. ``ValueError`` carries a sentence for its sender; nothing is kept then."""
        ...


@dataclass(frozen=True, slots=True)
class AccountConfig:
    """What a channel gets of its account. ``secrets`` never shows in ``repr``."""

    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    account_key: str = ""
    "Stable id of the account in the house: the scope of networks whose ids are not global."


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The outside world, given to a channel: one HTTP client, a clock, a place for what it must not lose.

    ``pin`` gives the addresses to which a host and port may be connected, or raises Refused; for protocols that
    do not go through ``http`` (websockets). The house passes ``guard.pin``.
    """

    http: httpx.AsyncClient
    now: Callable[[], datetime]
    allow_loopback: bool = False
    pin: Callable[[str, int], Awaitable[Sequence[str]]] | None = None
    origin: str = ""
    "Where the desk is reached from outside: scheme and host."
    zone: tzinfo = UTC
    "Where the brand is: the day that is today for its customers."
    keeper: Keeper = field(default_factory=Forgetful, repr=False)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The entry point of a channel: its name, what an account needs, and how to build one."""

    kind: str
    title: str
    "In English; `N_` marks what is translated, names of networks are not."
    fields: tuple[Field, ...]
    build: Callable[[AccountConfig, Surroundings], Channel]
    entrances: tuple[Entrance, ...] = (Entrance(N_("Profile"), "{url}"),)
    "How customers get there, the usual one first."
