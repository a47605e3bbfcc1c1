"""Whether HTML is nested as letters are. What a parser makes of some 100 kB can be gigabytes or take minutes. Pure."""

import re
from collections import Counter

MOST_WORK = 3_000_000
"Tags times what is open around each: a long newsletter comes to some 100,000, and this is read within a second."
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
_END_BY_THEMSELVES = {"p", "li", "dd", "dt", "tr", "td", "th", "thead", "tbody", "tfoot", "option"}
_MOST_OF_THESE = 50


def nested_like_a_letter(html: str) -> bool:
    """Count, for each tag, what is open around it: deep nesting and reopened formatting (WHATWG HTML, 13.2.4.3) show."""
    still_open: Counter[str] = Counter()
    depth = work = 0
    for found in _TAG.finditer(html):
        name = found[2].lower()
        work += depth
        if work > MOST_WORK:
            return False
        if found[1]:
            if still_open[name]:
                still_open[name] -= 1
                depth -= 1
        elif name not in _EMPTY and (name not in _END_BY_THEMSELVES or still_open[name] < _MOST_OF_THESE):
            still_open[name] += 1
            depth += 1
    return True
