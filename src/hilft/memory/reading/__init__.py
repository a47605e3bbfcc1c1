"""Reading a text for facts: pure and deterministic, German and English, some milliseconds a message.

`read` gives what a text says of its writer; questions, suppositions and the words of others are no facts.
"""

from hilft.memory.problems import BadPattern
from hilft.memory.reading.patterns import (
    CHECKS,
    MOST_NUMBERS,
    BrandPatterns,
    NumberPattern,
    checked_settings,
    number_pattern,
    patterns_of,
    refused_numbers,
)
from hilft.memory.reading.read import read

__all__ = [
    "CHECKS",
    "MOST_NUMBERS",
    "BadPattern",
    "BrandPatterns",
    "NumberPattern",
    "checked_settings",
    "number_pattern",
    "patterns_of",
    "read",
    "refused_numbers",
]
