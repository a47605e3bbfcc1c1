"""What PostgreSQL can keep of a text."""


def storable(text: str) -> str:
    """Replace what PostgreSQL's ``text`` cannot hold: NUL and lone surrogates, which only broken senders write."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")
