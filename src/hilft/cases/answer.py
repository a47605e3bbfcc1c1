"""An answer before it leaves: how it is put together, measured, and what speaks against it. Pure."""

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hilft.channels import Addressing, Channel, Profile, Visibility, split
from hilft.customers import Handle
from hilft.ids import ConversationId, DeliveryId, MessageId
from hilft.memory import Key, Wish


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agent asks for when pressing send."""

    text: str
    visibility: Visibility
    conversation_id: ConversationId | None = None
    hold_seconds: int | None = None
    "How long it can be undone; 0: not at all; None: as the brand has it."
    request_key: str | None = None
    "The client's own id of this request: the same again sends nothing twice."
    seen_version: int | None = None
    "`Case.version` as the agent's page showed it; None: do not check."
    anyway: bool = False
    "Send although something new came in."
    attachment_ids: tuple[uuid.UUID, ...] = ()
    drop_handles: bool = False
    "Take other people's handles out of a private text instead of asking."
    split: bool = False
    "Send a text that is too long as a numbered thread."
    cc: tuple[str, ...] = ()
    "Addresses that get it, too; only on networks whose answers can be copied (mail)."
    bcc: tuple[str, ...] = ()
    promises: tuple[Wish, ...] = ()
    "What it promises, as the agent confirmed it."
    personal_data_reason: str = ""
    "Why personal data goes out in public all the same."
    on_purpose: Mapping[Key, str] = field(default_factory=dict)
    "Why something is asked again that is known."

    def fingerprint(self) -> str:
        """Tell whether a repeated request is the same one (the key alone does not say)."""
        body = [
            self.text,
            self.visibility,
            str(self.conversation_id or ""),
            [str(a) for a in self.attachment_ids],
            *([list(self.cc), list(self.bcc)] if self.cc or self.bcc else []),
            *([[each.text, each.due_at.isoformat()] for each in self.promises]),
        ]
        return hashlib.sha256(json.dumps([*body, self.hold_seconds]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer on its way; for a numbered thread the last of its parts."""

    message_id: MessageId
    delivery_id: DeliveryId
    hold_until: datetime | None
    text: str
    again: bool = False
    "Whether this request was made before."


@dataclass(frozen=True, slots=True)
class ComposerFacts:
    """What the composer must say before anybody writes: where this goes, as whom, to whom, how long it may be."""

    account_handle: str
    channel: str
    visibility: Visibility
    allowed: bool
    reason: str
    limit: int
    unit: str
    signature: str
    recipient_handle: str
    conversation_id: ConversationId | None
    may_attach: int
    attachment_types: tuple[str, ...]
    may_copy: bool = False
    "Whether further addresses may be given (CC, BCC)."


@dataclass(frozen=True, slots=True)
class Measured:
    """``used`` counts the handle the network puts in front and the signature."""

    used: int
    limit: int

    @property
    def ok(self) -> bool:
        return self.used <= self.limit


def signed(text: str, signature: str, channel: Channel, visibility: Visibility) -> str:
    """Put the agent's initials under the text where the network's answers carry them, once."""
    text = text.strip()
    if visibility not in channel.capabilities.signature_in or text.endswith(signature):
        return text
    return f"{text} {signature}" if text else signature


def unsigned(text: str, signature: str) -> str:
    """Give back what was typed, for an answer that was undone."""
    return text.removesuffix(signature).rstrip()


def unnumbered(parts: Sequence[str]) -> str:
    """Put the parts of a numbered thread together again."""
    return " ".join(re.sub(r"\s*\(\d+/\d+\)$", "", part) for part in parts)


def full_text(channel: Channel, text: str, recipient: Profile | None) -> str:
    """Give what the network will get: measure this."""
    return channel.full_text(text, recipient) if isinstance(channel, Addressing) else text


def measure(channel: Channel, text: str, visibility: Visibility, recipient: Profile | None) -> Measured:
    """Count a signed text exactly as the network does."""
    limit = channel.capabilities.text[visibility]
    return Measured(limit.measure(full_text(channel, text, recipient)), limit.maximum)


def parts_of(
    channel: Channel, text: str, visibility: Visibility, recipient: Profile | None, signature: str
) -> list[str]:
    """Cut a long text into a numbered thread, each part signed and addressed."""
    limit = channel.capabilities.text[visibility]

    def used(part: str) -> int:
        return limit.measure(full_text(channel, signed(part, signature, channel, visibility), recipient))

    return [
        signed(part, signature, channel, visibility)
        for part in split(unsigned(text, signature), limit.maximum, used)
    ]


def others_named(channel: Channel, text: str, recipient: Profile | None) -> tuple[str, ...]:
    """List whom a private text would show itself to besides its recipient."""
    return channel.others_named(text, recipient) if isinstance(channel, Addressing) else ()


def without_others(channel: Channel, text: str, recipient: Profile | None) -> str:
    """Write other people's handles so that they address nobody."""
    return channel.without_others(text, recipient) if isinstance(channel, Addressing) else text


def profile_of(handle: Handle) -> Profile:
    """Give a customer's handle as the channel knows it."""
    return Profile(
        external_id=handle.external_id,
        handle=handle.handle,
        display_name=handle.display_name,
        avatar_url=handle.avatar_url,
        url=handle.url,
        bot=handle.bot,
        local_id=handle.local_id,
    )


def why_not(policy: Mapping[str, Any], visibility: Visibility, now: datetime) -> str | None:
    """Say what the network has against an answer, None when it has nothing. An empty policy allows everything."""
    if not policy:
        return None
    expires = policy.get("expires_at")
    if not policy.get("allowed", True) or visibility not in policy.get("visibilities", []):
        return str(policy.get("reason") or "not allowed")
    if expires is not None and datetime.fromisoformat(expires) <= now:
        return str(policy.get("reason") or "expired")
    return None
