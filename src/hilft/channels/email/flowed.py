"""Text that was wrapped by the sender's program, put together again (RFC 3676). Pure."""

import re

_QUOTES = re.compile(r"^>+")


def unflow(text: str, *, delete_space: bool) -> str:
    """Join lines that end in a blank with the next one of the same quote depth; a signature's dashes stay alone."""
    lines: list[tuple[str, list[str]]] = []
    open_line = False
    for line in text.split("\n"):
        found = _QUOTES.match(line)
        quotes = found[0] if found else ""
        body = line[len(quotes) :].removeprefix(" ")
        flows = body.endswith(" ") and body != "-- "
        joined = body[:-1] if flows and delete_space else body
        if open_line and lines[-1][0] == quotes and body != "-- ":
            lines[-1][1].append(joined)
        else:
            lines.append((quotes, [joined]))
        open_line = flows
    return "\n".join(
        f"{quotes} {''.join(parts)}".rstrip() if quotes else "".join(parts).rstrip()
        for quotes, parts in lines
    )
