"""A text as the HTML that Mastodon makes of it."""

import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from hilft.town.spans import LINK, MENTION, Span, find_spans

LINK_SHOWN = 30
_PREFIX = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\n+")

# A mention's name as written (`user` or `user@domain`) to (profile address, user name), None for a stranger.
FindMention = Callable[[str], tuple[str, str] | None]


def to_html(text: str, find_mention: FindMention, origin: str) -> str:
    """Source: Mastodon, app/lib/text_formatter.rb. Everything a person typed is escaped."""
    if not text or text.isspace():
        return ""
    pieces, position = [], 0
    for span in find_spans(text):
        pieces += [_escape(text[position : span.start]), _anchor(span, text, find_mention, origin)]
        position = span.end
    pieces.append(_escape(text[position:]))
    lines = "".join(pieces).replace("\r\n", "\n").replace("\r", "\n")
    return "".join("<p>" + part.replace("\n", "<br />") + "</p>" for part in _PARAGRAPHS.split(lines))


def _escape(text: str) -> str:
    return escape(text).replace("&#x27;", "&#39;")


def _anchor(span: Span, text: str, find_mention: FindMention, origin: str) -> str:
    if span.kind == LINK:
        return _link(span.value)
    if span.kind == MENTION:
        found = find_mention(span.value)
        if found is None:
            return _escape(text[span.start : span.end])
        url, name = (_escape(part) for part in found)
        return (
            f'<span class="h-card" translate="no"><a href="{url}" class="u-url mention">'
            f"@<span>{name}</span></a></span>"
        )
    tag = f"{origin}/tags/{quote(span.value.lower())}"
    return (
        f'<a href="{_escape(tag)}" class="mention hashtag" rel="tag">#<span>{_escape(span.value)}</span></a>'
    )


def _link(url: str) -> str:
    prefix = match[0] if (match := _PREFIX.match(url)) else ""
    rest = url[len(prefix) :]
    shortened = "ellipsis" if len(rest) > LINK_SHOWN else ""
    return (
        f'<a href="{_escape(url)}" target="_blank" rel="nofollow noopener noreferrer" translate="no">'
        f'<span class="invisible">{_escape(prefix)}</span>'
        f'<span class="{shortened}">{_escape(rest[:LINK_SHOWN])}</span>'
        f'<span class="invisible">{_escape(rest[LINK_SHOWN:])}</span></a>'
    )
