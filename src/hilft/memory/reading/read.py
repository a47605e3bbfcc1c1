"""Everything a text says, in the order of its words."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from hilft.memory.model import Found
from hilft.memory.reading import identity
from hilft.memory.reading.patterns import BrandPatterns
from hilft.memory.reading.text import Text

_PLAIN = BrandPatterns()


def read(text: str, said_at: datetime, zone: ZoneInfo, patterns: BrandPatterns = _PLAIN) -> list[Found]:
    """Give the facts of a text: each value once, in the order of their places.

    ``said_at``: when it was said, aware; with ``zone`` it says what "yesterday" was.
    """
    ready = Text(text)
    found = {
        (each.key, each.kind, each.value): each for each in _all(ready, said_at.astimezone(zone), patterns)
    }
    return sorted(found.values(), key=lambda each: (each.start, each.end, each.key))


def _all(text: Text, _local: datetime, patterns: BrandPatterns) -> Iterator[Found]:
    numbers = list(identity.numbers(text, patterns))
    yield from numbers
    yield from identity.mail(text)
    yield from identity.phone(text, patterns, [(each.start, each.end) for each in numbers])
    yield from identity.address(text)
    yield from identity.name(text)
    yield from identity.owner(text)
