"""A status's HTML as text: what its author typed, with links whole, mentions full, and lines where they were.

Mastodon shows contents with ``white-space: pre-wrap``, so blanks are kept; other servers of the fediverse send
lists, quotes, headings and code, and line breaks between their blocks that mean nothing.
"""

from collections.abc import Callable, Mapping
from html.parser import HTMLParser

import httpx

_PARAGRAPHS = {"p", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "figure"}
_LINES = {"div", "li", "tr", "dt", "dd", "article", "section", "header", "footer"}
_SILENT = {"script", "style", "template", "title", "head", "noscript", "iframe", "object"}
_TEXT_BLOCKS = {"p", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "a", "span"}
_EMPTY = {"br", "img", "hr", "wbr", "input", "meta", "link"}
_NOWHERE = {"", "#"}
_DEEPEST_QUOTE = 8
_DEEPEST = 100


def plain(html: str, mentioned: Mapping[str, str]) -> str:
    """Turn a status's HTML into text. Pure, never raises, whatever the markup.

    ``mentioned`` maps the address of a mentioned profile to its ``acct`` (``otto``, or ``otto@far.example``).
    """
    reader = _Reader(mentioned)
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self, mentioned: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._mentioned = mentioned
        self._out: list[str] = []
        self._open: list[str] = []
        self._silent = 0
        self._quotes = 0
        self._lists: list[int | None] = []
        self._break = 0
        self._marker = False
        self._link: tuple[str, str, int] | None = None

    def text(self) -> str:
        self._end_link()
        return "".join(self._out).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._say("\n" + self._margin())
        elif tag == "img":
            self._say(given.get("alt", ""))
        elif tag == "a":
            self._end_link()
            self._say("")
            self._link = (given.get("href", ""), given.get("class", ""), len(self._out))
        self._enter_block(tag)
        if tag not in _EMPTY and len(self._open) < _DEEPEST:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open and self._open.pop() != tag:
                pass
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "a":
            self._end_link()
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        self._want_break(tag)

    def handle_data(self, data: str) -> None:
        between_blocks = data.isspace() and "\n" in data and not (set(self._open) & _TEXT_BLOCKS)
        if not between_blocks:
            self._say(data.replace("\r\n", "\n"))

    def _enter_block(self, tag: str) -> None:
        self._want_break(tag)
        if tag == "blockquote":
            self._quotes = min(_DEEPEST_QUOTE, self._quotes + 1)
        elif tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            if number is not None:
                self._lists[-1] = number = number + 1
            self._say("  " * (len(self._lists) - 1) + (f"{number}. " if number is not None else "- "))
            self._marker = True

    def _want_break(self, tag: str) -> None:
        if tag in _PARAGRAPHS and not (self._lists and tag in {"p", "ul", "ol"}):
            self._break = max(self._break, 2)
        elif tag in _LINES or tag in _PARAGRAPHS:
            self._break = max(self._break, 1)

    def _say(self, data: str) -> None:
        if not self._silent:
            self._flush()
            self._out.append(data)

    def _flush(self) -> None:
        """Write the pending break only once something follows it; a list's marker wants none after it."""
        if self._break and self._out and not self._marker:
            self._out.append("\n" * self._break + self._margin())
        elif not self._out:
            self._out.append(self._margin())
        self._break = 0
        self._marker = False

    def _margin(self) -> str:
        return "> " * self._quotes

    def _end_link(self) -> None:
        if self._link is None:
            return
        href, kind, since = self._link
        self._link = None
        shown = "".join(self._out[since:])
        del self._out[since:]
        self._out.append(_link(shown, href, kind.split(), self._mentioned.get))


def _link(shown: str, href: str, kinds: list[str], mentioned: Callable[[str], str | None]) -> str:
    if "mention" in kinds or href in _NOWHERE or not href.lower().startswith(("http:", "https:", "mailto:")):
        acct = mentioned(href) if shown.startswith("@") else None
        return f"@{acct}" if acct else shown
    if not shown.strip():
        return href
    if shown.startswith("#") or shown == href or _same_place(shown, href):
        return shown
    return f"{shown} ({href})"


def _same_place(shown: str, href: str) -> bool:
    """Whether the shown address is the real one, up to spelling (IDNA, percent signs, a missing scheme)."""
    if href in {f"https://{shown}", f"http://{shown}", f"mailto:{shown}"}:
        return True
    try:
        return httpx.URL(shown) == httpx.URL(href)
    except (httpx.InvalidURL, ValueError, TypeError):
        return False
