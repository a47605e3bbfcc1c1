"""Everything a text says, in the order of its words."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from hilft.memory.model import Found
from hilft.memory.reading import devices, identity, tone, tried, trouble, when, wishes
from hilft.memory.reading.guessed import guessed
from hilft.memory.reading.patterns import BrandPatterns
from hilft.memory.reading.text import Text

_PLAIN = BrandPatterns()


def read(text: str, said_at: datetime, zone: ZoneInfo, patterns: BrandPatterns = _PLAIN) -> list[Found]:
    """Give the facts of a text: each value once, in the order of their places.

    ``said_at``: when it was said, aware; with ``zone`` it says what "yesterday" was. A text of two languages is read
    in both. Takes some milliseconds, whatever the text: only its first 4,000 characters are read.
    """
    ready = Text(text)
    if not ready.low.strip():
        return []
    found: dict[tuple[str, str, str], Found] = {}
    by_rule = ruled(ready, said_at.astimezone(zone), patterns)
    for each in (*by_rule, *guessed(ready, by_rule, patterns)):
        found.setdefault((each.key, each.kind, each.value.casefold()), each)
    return sorted(found.values(), key=lambda each: (each.start, each.end, each.key))


def ruled(text: Text, local: datetime, patterns: BrandPatterns = _PLAIN) -> list[Found]:
    """Give what the rules read, in no order; ``local``: when it was said, in the zone of the brand."""
    return list(_all(text, local, patterns))


def _all(text: Text, local: datetime, patterns: BrandPatterns) -> Iterator[Found]:
    numbers = list(identity.numbers(text, patterns))
    yield from numbers
    yield from identity.mail(text)
    yield from identity.phone(text, patterns, [(each.start, each.end) for each in numbers])
    yield from identity.address(text)
    yield from identity.name(text)
    yield from identity.owner(text)
    yield from devices.devices(text, patterns)
    yield from devices.tariffs(text, patterns)
    yield from when.since(text, local)
    yield from when.appointments(text, local)
    yield from when.contact(text, local)
    yield from trouble.symptoms(text)
    yield from trouble.lamps(text)
    yield from trouble.error_codes(text)
    yield from trouble.scope(text)
    yield from tried.tried(text)
    yield from wishes.wanted(text)
    yield from tone.language(text)
    yield from tone.mood(text)
    yield from tone.urgency(text)
