"""An announcement on one account: what is to stand there, what does, and what follows from both. Pure."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hilft.accounts import Account
from hilft.ids import AccountId, BrandId, DeliveryId
from hilft.news.model import checked_text
from hilft.outbox import Delivery, DeliveryState

_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)


class PostState(StrEnum):
    """Where a post stands, for people."""

    PLANNED = "planned"
    LEAVING = "leaving"
    PUBLISHED = "published"
    CHANGING = "changing"
    "The network still has an earlier text; it is being changed."
    DIFFERS = "differs"
    "The network keeps an earlier text: it cannot be changed there, or the network refused it."
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWING = "withdrawing"
    STUCK = "stuck"
    "It is to be taken down, and the network does not do it."
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What there is to do at the network. Both may be done twice: the second time changes nothing."""

    NONE = "none"
    EDIT = "edit"
    RETRACT = "retract"


@dataclass(frozen=True, slots=True)
class Post:
    """One row: one time an account says an announcement. It never says it twice; saying it anew is another row."""

    brand_id: BrandId
    id: uuid.UUID
    "Also the message of its delivery, and its idempotency key."
    announcement_id: uuid.UUID
    account_id: AccountId
    own_text: str
    "Written for this network; empty: title and text."
    text: str
    "What is to stand there."
    said: str
    "What stands there as far as we know: what was sent, or the last change the network took."
    delivery_id: DeliveryId | None
    "None: its time has not come."
    withdrawn_at: datetime | None
    "Since when it is to be gone."
    gone_at: datetime | None
    "Since when it certainly is."
    tend_at: datetime | None
    "When something is to be done at the network, or somebody's lease on doing it ends; None: nothing is."
    attempts: int
    reason: str
    "Why the network did not do it, an English sentence of the channel."
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A post with everything a page says about it."""

    post: Post
    account: Account
    delivery: Delivery | None
    state: PostState
    reason: str
    edits: bool
    deletes: bool

    @property
    def url(self) -> str:
        """Where it is to be seen, empty when nobody knows."""
        ref = self.delivery.message if self.delivery else None
        return (ref.url if ref else None) or ""


def text_for(own_text: str, title: str, text: str) -> str:
    """Give what an account says: what was written for it, else title and text."""
    return own_text or f"{title}\n\n{text}"


def checked_own(text: str) -> str:
    """Raises ``BadAnnouncement``; nothing is nothing."""
    return checked_text(text) if text.strip() else ""


def next_step(post: Post, delivery: Delivery | None, *, edits: bool, deletes: bool) -> Step:
    """Say what is to be done now; only what the network has under a known name can be changed there."""
    if delivery is None or delivery.state is not DeliveryState.SENT or delivery.message is None:
        return Step.NONE
    if post.withdrawn_at is not None:
        return Step.RETRACT if post.gone_at is None and deletes else Step.NONE
    return Step.EDIT if post.text != post.said and edits else Step.NONE


def state_of(post: Post, delivery: Delivery | None, *, edits: bool, deletes: bool) -> PostState:
    """Say where it stands."""
    if post.gone_at is not None:
        return PostState.WITHDRAWN
    if post.withdrawn_at is not None:
        waits = post.tend_at is not None and deletes
        return PostState.WITHDRAWING if waits else PostState.STUCK
    if delivery is None or delivery.state is not DeliveryState.SENT:
        return _BEFORE[delivery.state if delivery else None]
    if post.text == post.said:
        return PostState.PUBLISHED
    return PostState.CHANGING if post.tend_at is not None and edits else PostState.DIFFERS


_BEFORE = {
    None: PostState.PLANNED,
    DeliveryState.HELD: PostState.LEAVING,
    DeliveryState.QUEUED: PostState.LEAVING,
    DeliveryState.SENDING: PostState.LEAVING,
    DeliveryState.REFUSED: PostState.REFUSED,
    DeliveryState.UNDONE: PostState.REFUSED,
    DeliveryState.UNKNOWN: PostState.UNKNOWN,
}


def pause_before(attempts: int) -> timedelta:
    """Give how long to wait after the n-th vain attempt: from 5 seconds doubling to 10 minutes."""
    return min(_FIRST_PAUSE * (1 << min(max(attempts - 1, 0), 16)), _LONGEST_PAUSE)
