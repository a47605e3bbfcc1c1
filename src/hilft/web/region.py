"""A live part of a page: its HTML, and the event that carries it, made once for all streams."""

import json
from dataclasses import dataclass, field
from hashlib import blake2b

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Region:
    """``frame``: the event of the HTML standard's server-sent events; ``digest`` tells two contents apart."""

    html: Markup
    digest: bytes = field(repr=False)
    frame: bytes = field(repr=False)

    def __html__(self) -> str:
        return self.html


def region(name: str, html: str) -> Region:
    """Make the region of this name."""
    digest = blake2b(html.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    return Region(Markup(html), digest, event("region", {"region": name, "html": html}))  # noqa: S704 - painted


def event(name: str, facts: dict[str, str]) -> bytes:
    """Write one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(facts)}\n\n".encode()
