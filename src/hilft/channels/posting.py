"""A delivery of a network that posts, and what it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A delivery as it arrived at the door: raw bytes, for signatures."""

    method: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    status: int
    body: bytes = b""
    content_type: str = "text/plain"


@runtime_checkable
class Conversing(Protocol):
    """A `WebhookReceiver` whose network posts forms, or reads what it is answered."""

    takes: tuple[str, ...]
    "The content types it posts."

    def answer(self, request: HttpRequest, address: str) -> HttpAnswer:
        """Say what a stored delivery is answered; ``address``: where it was posted, in full."""
        ...
