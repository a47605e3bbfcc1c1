"""What in a text is a mention, a link, a tag: found as Bluesky's own clients do, placed in bytes of UTF-8.

A network of plain texts: nothing is a link and nobody is told unless the record's facets say so.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_MENTION = regex.compile(
    r"(?<![^\s(\[{„“\"'])@([a-zA-Z0-9][a-zA-Z0-9-]*(?:\.[a-zA-Z0-9-]+)+)(?![a-zA-Z0-9-])"
)
_LINK = regex.compile(
    r"(?<![^\s(\[{<„“\"'])(https?://[^\s<>]+|www\.[a-zA-Z0-9-]+\.[^\s<>]+)", regex.IGNORECASE
)
_TAG = regex.compile(
    r"(?<!\S)[#＃](?!\ufe0f)([^\s\u00ad\u2060\u200a-\u200d\u20e2]+)"  # noqa: RUF001 - the full-width number sign counts, too
)
_LONGEST_TAG = 64
_ENDS = ".,;:!?…\"'”“’»*_"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_ONLY_DIGITS = regex.compile(r"[\d\p{P}\p{S}]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One of them. ``start`` and ``end``: offsets in bytes of the text's UTF-8. ``value``: handle, address, tag."""

    kind: str
    "mention | link | tag"
    value: str
    start: int
    end: int


def found_in(text: str) -> list[Found]:
    """Give everything that would become a facet, by its place, without overlaps: what comes first wins. Pure."""
    chosen: list[tuple[int, int, str, str]] = []
    for start, end, kind, value in sorted([*_links(text), *_mentions(text), *_tags(text)]):
        if not chosen or start >= chosen[-1][1]:
            chosen.append((start, end, kind, value))
    return [
        Found(kind, value, _bytes(text[:start]), _bytes(text[:end])) for start, end, kind, value in chosen
    ]


def _mentions(text: str) -> Iterator[tuple[int, int, str, str]]:
    for each in _MENTION.finditer(text):
        handle = each[1].rstrip("-")
        if handle.rpartition(".")[2][:1].isalpha():
            yield each.start(), each.start(1) + len(handle), "mention", handle.lower()


def _links(text: str) -> Iterator[tuple[int, int, str, str]]:
    for each in _LINK.finditer(text):
        shown = _trimmed(each[1])
        address = shown if "://" in shown else f"https://{shown}"
        if len(address.partition("://")[2]) > 1:
            yield each.start(1), each.start(1) + len(shown), "link", address


def _tags(text: str) -> Iterator[tuple[int, int, str, str]]:
    for each in _TAG.finditer(text):
        tag = regex.sub(r"\p{P}+$", "", each[1])
        if tag and not _ONLY_DIGITS.fullmatch(tag) and len(tag) <= _LONGEST_TAG:
            yield each.start(), each.start(1) + len(tag), "tag", tag


def _trimmed(link: str) -> str:
    """Leave out what ends the sentence, and a bracket that was opened before the link."""
    while link and (
        link[-1] in _ENDS
        or (link[-1] in _BRACKETS and link.count(link[-1]) > link.count(_BRACKETS[link[-1]]))
    ):
        link = link[:-1]
    return link


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
