"""How long Mastodon thinks a text is."""

import regex

from hilft.channels.mastodon.words import LINK, MENTION

_CLUSTER = regex.compile(r"\X")


def measure(text: str, link_length: int = 23) -> int:
    """Count in grapheme clusters, the unit of Mastodon's limit.

    Blanks at both ends are free (the server strips them), a link counts ``link_length``, ``@user@domain`` as
    ``@user``. Pure; ASCII without links or mentions takes the short way.
    """
    text = text.strip()
    if text.isascii() and "@" not in text and "://" not in text:
        return len(text) - text.count("\r\n")
    counted = 0
    rest: list[str] = []
    position = 0
    for start, end, length in _priced(text, link_length):
        if start < position:
            continue
        rest.append(text[position:start])
        counted += length
        position = end
    rest.append(text[position:])
    return counted + sum(len(_CLUSTER.findall(piece)) for piece in rest)


def _priced(text: str, link_length: int) -> list[tuple[int, int, int]]:
    links = [(found.start(), found.end(), link_length) for found in LINK.finditer(text)]
    named = [(found.start(), found.end(), len(found["name"]) + 1) for found in MENTION.finditer(text)]
    return sorted(links + named)
