"""Who reads a text because it names them: the recipient's mention, and everybody else's.

``home`` is the domain of the server the text is posted on, which the short form ``@otto`` means; empty while the
server has not told it, when a short form is nobody's for certain.
"""

from hilft.channels.contract import Profile
from hilft.channels.mastodon.words import Mention, mentions


def full_text(text: str, recipient: Profile | None, home: str) -> str:
    """Put the recipient's mention in front unless the text names them already. What `send` posts, what counts.

    Always with its domain: a profile may have been read on another server, where the short form means another
    person, and the domain counts nothing.
    """
    text = text.strip()
    if recipient is None or any(_means(named, recipient, home) for named in mentions(text)):
        return text
    return f"{recipient.handle} {text}".rstrip()


def others_named(text: str, recipient: Profile | None, home: str) -> tuple[str, ...]:
    """List the handles, besides the recipient's, to which a direct message with this text would be shown."""
    others = (named.handle for named in mentions(text) if not _means(named, recipient, home))
    return tuple(dict.fromkeys(others))


def without_others(text: str, recipient: Profile | None, home: str) -> str:
    """Take the first ``@`` off every handle but the recipient's, so that it is read and addresses nobody."""
    while others_named(text, recipient, home):
        for named in reversed(list(mentions(text))):
            if not _means(named, recipient, home):
                plain = f"{named.name} ({named.domain})" if named.domain else named.name
                text = text[: named.start] + plain + text[named.end :]
    return text


def _means(named: Mention, recipient: Profile | None, home: str) -> bool:
    if recipient is None or not (named.domain or home):
        return False
    return f"@{named.name}@{named.domain or home}".lower() == recipient.handle.lower()
