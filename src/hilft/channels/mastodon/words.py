"""Mentions and links as Mastodon finds them in a text that is posted.

Source: Mastodon's documentation ("Posting statuses": a link counts 23, of `@user@domain` only `@user` counts) and its
length check, which counts grapheme clusters. A link needs a scheme that Mastodon knows and a name with a top-level
domain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_NAME = r"[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*"
_DOMAIN = r"[\p{L}\p{N}\p{M}_]+(?:[.-]+[\p{L}\p{N}\p{M}_]+)*"
MENTION = regex.compile(
    rf"(?<![=/\p{{L}}\p{{N}}\p{{M}}_])@(?P<name>{_NAME})(?:@(?P<domain>{_DOMAIN}))?(?!://)", regex.IGNORECASE
)
_LETTER = r"[\p{L}\p{N}\p{M}\p{So}]"
_BELOW = rf"{_LETTER}(?:[\p{{L}}\p{{N}}\p{{M}}\p{{So}}_-]{{0,61}}{_LETTER})?"
_LABEL = rf"(?!xn--[^.]*[^\x00-\x7F]){_LETTER}(?:[\p{{L}}\p{{N}}\p{{M}}\p{{So}}-]{{0,61}}{_LETTER})?"
_TAIL = r"[^\s<>()?\"]*(?:\([^\s<>()?]*(?:\([^\s<>()?]*\)[^\s<>()?]*)*\)[^\s<>()?\"]*)*"
_LAST = r"(?<=[^\s()?!*\"'「」<>;:=,.$%\[\]~&|@/]|\)|/)"
LINK = regex.compile(
    r"(?<![\w@\uFF20$#\uFF03])(?:https?|dat|dweb|ipfs|ipns|ssb|gopher|gemini)://"
    rf"(?:{_BELOW}\.)*{_LABEL}\.(?:xn--[a-z0-9-]+|\p{{L}}{{2,63}})(?![\p{{L}}\p{{N}}@_-])(?::[0-9]+)?"
    rf"(?:/(?:{_TAIL}{_LAST})?)?"
    r"(?:\?[\p{L}\p{N}\p{M}\p{S}!*'();:&=+$/%#\[\]\-_.,~|@^?]*[\p{L}\p{N}\p{M}_&=#/\-])?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One live mention. ``domain`` is empty for the short form, which means the server it is posted on."""

    start: int
    end: int
    name: str
    domain: str

    @property
    def handle(self) -> str:
        return f"@{self.name}@{self.domain}" if self.domain else f"@{self.name}"


def mentions(text: str) -> Iterator[Mention]:
    """Find every mention the network would act upon, also inside what looks like a link: better too many."""
    for found in MENTION.finditer(text):
        yield Mention(found.start(), found.end(), found["name"], found["domain"] or "")
