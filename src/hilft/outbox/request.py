"""What is frozen when an agent presses send, and how it is kept as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hilft.channels import MessageRef, OutboundFile, OutboundMessage, Profile, Sent, Signer, Visibility
from hilft.db import storable
from hilft.ids import DeliveryId


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of an answer: where its bytes lie in the store, and what the network is told about it."""

    sha256: str
    content_type: str
    name: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """Recipient, conversation and visibility as they were when the agent pressed send; nothing changes them later.

    ``idempotency_key`` is the same at every attempt and unique in the account.
    """

    text: str
    visibility: Visibility
    idempotency_key: str
    network_visibility: str = ""
    in_reply_to: MessageRef | None = None
    recipient: Profile | None = None
    language: str = ""
    attachments: tuple[FileRef, ...] = ()
    automatic: bool = False
    "Nobody wrote it: networks that can are told so, and machines do not answer it."
    signer: str = ""
    "Who answers, by name, for networks whose answers are signed in full."
    signer_photo: str = ""
    "The file with their photo in the store; empty: none."
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    case_code: str = ""
    "How the customer can name the case, for networks that print it."
    follows: DeliveryId | None = None
    "The part of a numbered thread before this one: it answers that, once the network has given it a name."
    everybody: bool = False
    "Said to everybody: it belongs to no case, and what answers it is somebody's own question."

    def to_json(self) -> dict[str, Any]:
        """Give plain JSON; ``from_json`` reads it back unchanged."""
        return {
            "text": self.text,
            "visibility": self.visibility.value,
            "idempotency_key": self.idempotency_key,
            "network_visibility": self.network_visibility,
            "in_reply_to": keep_ref(self.in_reply_to) if self.in_reply_to else None,
            "recipient": _keep_profile(self.recipient) if self.recipient else None,
            "language": self.language,
            "attachments": [asdict(each) for each in self.attachments],
            "signer": self.signer,
            **({"signer_photo": self.signer_photo} if self.signer_photo else {}),
            "cc": list(self.cc),
            "bcc": list(self.bcc),
            **({"case_code": self.case_code} if self.case_code else {}),
            **({"automatic": True} if self.automatic else {}),
            **({"follows": str(self.follows)} if self.follows else {}),
            **({"everybody": True} if self.everybody else {}),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Request":
        return cls(
            text=kept["text"],
            visibility=Visibility(kept["visibility"]),
            idempotency_key=kept["idempotency_key"],
            network_visibility=kept["network_visibility"],
            in_reply_to=read_ref(kept["in_reply_to"]) if kept["in_reply_to"] else None,
            recipient=Profile(**kept["recipient"]) if kept["recipient"] else None,
            language=kept["language"],
            attachments=tuple(FileRef(**each) for each in kept["attachments"]),
            automatic=bool(kept.get("automatic", False)),
            signer=kept.get("signer", ""),
            signer_photo=kept.get("signer_photo", ""),
            cc=tuple(kept.get("cc", ())),
            bcc=tuple(kept.get("bcc", ())),
            case_code=kept.get("case_code", ""),
            follows=DeliveryId(UUID(kept["follows"])) if "follows" in kept else None,
            everybody=bool(kept.get("everybody", False)),
        )

    def outbound(
        self,
        files: tuple[OutboundFile, ...],
        first_tried_at: datetime | None,
        photo: OutboundFile | None = None,
    ) -> OutboundMessage:
        """Build what the channel gets; ``files`` are the bytes of ``attachments``, in their order."""
        return OutboundMessage(
            idempotency_key=self.idempotency_key,
            text=self.text,
            visibility=self.visibility,
            network_visibility=self.network_visibility,
            in_reply_to=self.in_reply_to,
            recipient=self.recipient,
            attachments=files,
            language=self.language,
            automatic=self.automatic,
            signer=Signer(self.signer, photo) if self.signer else None,
            case_code=self.case_code,
            cc=self.cc,
            bcc=self.bcc,
            first_tried_at=first_tried_at,
        )


def keep_ref(ref: MessageRef) -> dict[str, Any]:
    return {
        "external_id": storable(ref.external_id),
        "names": [storable(name) for name in ref.names],
        "url": storable(ref.url) if ref.url else None,
        "extra": dict(ref.extra),
    }


def read_ref(kept: Mapping[str, Any]) -> MessageRef:
    return MessageRef(kept["external_id"], tuple(kept["names"]), kept["url"], kept["extra"])


def keep_sent(sent: Sent) -> dict[str, Any]:
    """Give the ``ref`` column of a sent delivery: the reference plus ``occurred_at``."""
    return {**keep_ref(sent.message), "occurred_at": sent.occurred_at.isoformat()}


def _keep_profile(profile: Profile) -> dict[str, Any]:
    return {
        "external_id": profile.external_id,
        "handle": profile.handle,
        "display_name": profile.display_name,
        "avatar_url": profile.avatar_url,
        "url": profile.url,
        "bot": profile.bot,
        "local_id": profile.local_id,
        "extra": dict(profile.extra),
    }
