"""How long Bluesky thinks a text is: two limits at once, graphemes and bytes (lexicon ``app.bsky.feed.post``)."""

from dataclasses import dataclass

import regex

_CLUSTER = regex.compile(r"\X")


@dataclass(frozen=True, slots=True)
class Room:
    """At most so many grapheme clusters, and at most so many bytes of UTF-8."""

    graphemes: int
    bytes: int

    def measure(self, text: str) -> int:
        """Count in graphemes so that the result is above ``graphemes`` exactly when one of the limits is broken.

        A text within its bytes counts its graphemes; one that needs more bytes than its graphemes have on average
        counts as many graphemes as those bytes would fill. Both limits have the same proportion, so nothing is
        rounded away at the edge.
        """
        each = self.bytes // self.graphemes
        return max(graphemes(text), -(-size(text) // each))

    def fits(self, text: str) -> bool:
        return graphemes(text) <= self.graphemes and size(text) <= self.bytes


POST = Room(300, 3000)
CHAT = Room(1000, 10000)


def graphemes(text: str) -> int:
    """Count grapheme clusters (UAX #29). Pure; ASCII takes the short way."""
    return len(text) - text.count("\r\n") if text.isascii() else len(_CLUSTER.findall(text))


def size(text: str) -> int:
    """Count bytes of UTF-8; a lone surrogate as the three bytes of its replacement."""
    return len(text.encode("utf-8", "surrogatepass"))
