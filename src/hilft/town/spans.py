"""Links, mentions and hashtags in a text."""

import re
from dataclasses import dataclass

LINK, MENTION, TAG = "link", "mention", "tag"

# Source: Mastodon, config/initializers/twitter_regex.rb; any letters pass as top-level domain, as no list is kept.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_PARENS = r"\([^\s()<>?]*(?:\([^\s()<>?]*\)[^\s()<>?]*)*\)"
_PATH_CHARACTER = rf"[^\s<>()?{_INVISIBLE}]"
_PATH_END = rf"[^\s()?!*\"'「」『』<>;:=,.$%\[\]~&|@{_INVISIBLE}]"
_PATH = (
    rf"(?:{_PATH_CHARACTER}*(?:{_PARENS}{_PATH_CHARACTER}*)*(?:{_PATH_END}|{_PARENS})|{_PATH_CHARACTER}+/)"
)
_NAME = rf"[a-z0-9]|[^\x00-\x7f\s{_INVISIBLE}]"
_DOMAIN = (
    rf"(?:(?:{_NAME})(?:(?:{_NAME}|[_-]){{0,61}}(?:{_NAME}))?\.)*"
    rf"(?:{_NAME})(?:(?:{_NAME}|-){{0,61}}(?:{_NAME}))?\."
    r"(?:(?:xn--[0-9a-z-]+|[a-z]{2,63})(?![0-9a-z_@+-])|[^\x00-\x7f\W\d]{2,63})"
)
_QUERY = rf"\?(?:[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^]|[^\x00-\x7f\s{_INVISIBLE}])*(?:[a-z0-9_&=#/\-]|[^\x00-\x7f\s{_INVISIBLE}])"
_LINK = re.compile(
    rf"(?<![a-z0-9@＠$#＃\u202a-\u202e])https?://{_DOMAIN}(?::[0-9]+)?(?:/{_PATH}*)?(?:{_QUERY})?",  # noqa: RUF001
    re.IGNORECASE,
)
# Source: Mastodon, Account::MENTION_RE and Tag::HASHTAG_RE.
_MENTION = re.compile(r"(?<![=/\w])@([A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*(?:@\w+(?:[.-]+\w+)*)?)")
_TAG = re.compile(r"(?<![=/)\w])#(\w*[^\W\d]\w*)")


@dataclass(frozen=True, slots=True)
class Span:
    """`value`: the link, `user` or `user@domain`, the tag without its sign."""

    start: int
    end: int
    kind: str
    value: str


def find_spans(text: str) -> list[Span]:
    """In text order, never overlapping; of two that overlap the link wins, then the mention."""
    found = [Span(*match.span(), LINK, match[0]) for match in _LINK.finditer(text)] if "://" in text else []
    for sign, pattern, kind in (("@", _MENTION, MENTION), ("#", _TAG, TAG)):
        if sign not in text:
            continue
        taken = list(found)
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < other.end and other.start < end for other in taken):
                found.append(Span(start, end, kind, match[1]))
    return sorted(found, key=lambda span: span.start)
