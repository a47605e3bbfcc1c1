"""A mail's HTML as plain text: paragraphs, lists, links, and quotes marked with `>` so that they can be told apart. Pure."""

import re
from html.parser import HTMLParser

_SKIPPED = {"head", "style", "script", "title", "noscript", "template", "svg", "object", "iframe"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "pre", "section", "table",
    "tbody", "thead", "tr", "ul", "body",
}  # fmt: skip
_VOID = {"br", "hr", "img", "meta", "link", "input", "base", "col", "wbr", "area", "source", "track"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%|;|$)", re.IGNORECASE
)
_BLANK = re.compile(r"[ \t\r\n\f\xa0]+")
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])")
_LONGEST = 4_000_000
_DEEPEST = 200
_MOST_BLANK_LINES = 2


def plain(html: str) -> str:
    """Give the text of an HTML body; of one longer than any letter the beginning."""
    reader = _Reader()
    reader.feed(_tamed(html[:_LONGEST]))
    reader.close()
    return reader.text()


def _tamed(html: str) -> str:
    """Take out what Python's parser reads in quadratic time or stumbles over.

    Comments, marked sections (``<![x``), and every ``<`` that begins no tag or stands behind the last ``>``.
    """
    kept, position = [], 0
    while (start := html.find("<!--", position)) >= 0:
        kept.append(html[position:start])
        end = html.find("-->", start + 4)
        position = end + 3 if end >= 0 else start + 4
        if end < 0:
            break
    rest = "".join([*kept, html[position:].replace("<!--", "")]).replace("<![", "<!")
    last = rest.rfind(">") + 1
    return _NO_TAG.sub("&lt;", rest[:last]) + rest[last:].replace("<", "&lt;")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._open: list[tuple[str, bool]] = []
        self._skipping = 0
        self._quotes = 0
        self._preformatted = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in _VOID:
            self._void(tag, told)
            return
        if len(self._open) >= _DEEPEST:
            return
        skipped = tag in _SKIPPED or bool(_HIDDEN.search(told.get("style", "")))
        self._open.append((tag, skipped))
        self._skipping += skipped
        if tag in _BLOCKS:
            self._end_line()
        if tag == "p":
            self._paragraph()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "li":
            self._line = "- "
        elif tag in {"td", "th"} and self._line.strip():
            self._line += "  "
        elif tag == "a":
            self._links.append((told.get("href", ""), len(self._line)))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, skipped = self._open.pop()
            self._skipping -= skipped
            self._close(name)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._skipping:
            return
        if self._preformatted:
            first, *more = data.split("\n")
            self._line += first
            for line in more:
                self._end_line(keep_empty=True)
                self._line = line
            return
        text = _BLANK.sub(" ", data)
        if not self._line or self._line.endswith(" "):
            text = text.lstrip(" ")
        self._line += text

    def text(self) -> str:
        self._end_line()
        lines: list[str] = []
        for line in self._lines:
            if line or lines[-_MOST_BLANK_LINES:] != [""] * _MOST_BLANK_LINES:
                lines.append(line)
        return "\n".join(lines).strip("\n")

    def _void(self, tag: str, told: dict[str, str]) -> None:
        if self._skipping:
            return
        if tag == "br":
            self._end_line(keep_empty=True)
        elif tag == "hr":
            self._end_line()
            self._lines.append(self._marked("_" * 20))
        elif tag == "img" and told.get("alt", "").strip():
            self._line += told["alt"].strip()

    def _close(self, tag: str) -> None:
        if tag == "a" and self._links:
            self._name_link(*self._links.pop())
        if tag in _BLOCKS:
            self._end_line()
        if tag == "p":
            self._paragraph()
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag == "pre":
            self._preformatted -= 1

    def _name_link(self, address: str, start: int) -> None:
        """Write a link's address behind its words where they do not show it."""
        words = self._line[start:].strip()
        if not self._skipping and address.startswith(("http://", "https://")) and words:
            shown = words.removeprefix("https://").removeprefix("http://").rstrip("/")
            if shown not in address:
                self._line += f" <{address}>"

    def _paragraph(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._marked(""))

    def _end_line(self, *, keep_empty: bool = False) -> None:
        line = self._line if self._preformatted else self._line.strip()
        if line or keep_empty:
            self._lines.append(self._marked(line))
        self._line = ""

    def _marked(self, line: str) -> str:
        return f"{'> ' * self._quotes}{line}".rstrip() if self._quotes else line
