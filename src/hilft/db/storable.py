"""What PostgreSQL can keep of a text."""


def storable(text: str) -> str:
    """Replace what PostgreSQL's ``text`` cannot hold: NUL and lone surrogates, which only broken senders write."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
