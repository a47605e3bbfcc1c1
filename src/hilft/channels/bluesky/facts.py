"""What Bluesky takes, in the contract's words: the lexicons' limits."""

from hilft.channels.bluesky import pictures
from hilft.channels.bluesky.counting import CHAT, POST, Room
from hilft.channels.contract import Capabilities, RateLimit, TextLimit, Visibility

_POINTS_AN_HOUR, _POINTS_TO_CREATE = 5000, 3


def capabilities(*, chats: bool, page: str) -> Capabilities:
    """``chats``: private messages are offered to this account. ``page``: where customers can write in private."""
    text = {Visibility.PUBLIC: _limit(POST)}
    if chats:
        text[Visibility.PRIVATE] = _limit(CHAT)
    return Capabilities(
        text=text,
        private="native" if chats else "link" if page else "none",
        threading="parent",
        publishes=True,
        deletes=True,
        attachments=pictures.MOST,
        attachment_bytes=pictures.LARGEST,
        attachment_types=pictures.TYPES,
        alt_text=True,
        send_limit=RateLimit(requests=_POINTS_AN_HOUR // _POINTS_TO_CREATE, seconds=3600),
        names_recipient=False,
    )


def _limit(room: Room) -> TextLimit:
    return TextLimit(room.graphemes, "grapheme", room.measure)
