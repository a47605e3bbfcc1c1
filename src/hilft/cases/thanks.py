"""Tell a short thanks from everything else: it is shown on a solved case and does not reopen it."""

import re

MAX_WORDS = 12
"A longer text may thank, too, but somebody must read it."

_THANKS = re.compile(
    r"\b(dank\w*|merci|thx|thanks?|thank\s+you|ty|cheers|danke\w*|vielen\s+dank|dankeschön|top|super|perfekt|perfect|great)\b",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\?|\b(aber|leider|trotzdem|immer\s+noch|noch\s+immer|nicht|nichts|kein\w*|wieder\s+(weg|aus|kaputt|da|tot)|erneut|schon\s+wieder"
    r"|but|still|not|no|never|again|doesn'?t|isn'?t|won'?t|can'?t|however|unfortunately|broken|down"
    r"|warum|wann|wie|wo|was|why|when|how|where|what|bitte|please|nochmal|außerdem|zusätzlich|also)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"@[\w.-]+(@[\w.:-]+)?")
_HARMLESS = re.compile(
    r"\b(geht|läuft|funktioniert|klappt)\s+(jetzt\s+|nun\s+)?(wieder|alles)\b|\bnot\s+bad\b", re.IGNORECASE
)


def is_short_thanks(text: str) -> bool:
    """Whether the text says thanks and nothing that could want an answer; in doubt it does not."""
    plain = _HARMLESS.sub(" ", _NAMED.sub(" ", text))
    words = re.findall(r"\w+", plain)
    return len(words) <= MAX_WORDS and bool(_THANKS.search(plain)) and not _TROUBLE.search(plain)
