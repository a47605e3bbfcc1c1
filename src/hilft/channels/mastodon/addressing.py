"""Who reads a text because it names them: the recipient's mention, and everybody else's."""

from hilft.channels.contract import Profile
from hilft.channels.mastodon.words import Mention, mentions


def short_handle(recipient: Profile) -> str:
    """Give the mention as one writes it on our server: ``@otto`` for a neighbour, ``@otto@far.example`` else."""
    acct = recipient.extra.get("acct")
    return f"@{acct}" if isinstance(acct, str) and acct else recipient.handle


def full_text(text: str, recipient: Profile | None) -> str:
    """Put the recipient's mention in front unless the text names them already. What `send` posts, what counts."""
    text = text.strip()
    if recipient is None or any(_means(named, recipient) for named in mentions(text)):
        return text
    return f"{short_handle(recipient)} {text}".rstrip()


def others_named(text: str, recipient: Profile | None) -> tuple[str, ...]:
    """List the handles, besides the recipient's, to which a direct message with this text would be shown."""
    return tuple(
        dict.fromkeys(
            named.handle for named in mentions(text) if recipient is None or not _means(named, recipient)
        )
    )


def without_others(text: str, recipient: Profile | None) -> str:
    """Take the first ``@`` off every handle but the recipient's, so that it is read and addresses nobody."""
    for named in reversed(list(mentions(text))):
        if recipient is None or not _means(named, recipient):
            plain = f"{named.name} ({named.domain})" if named.domain else named.name
            text = text[: named.start] + plain + text[named.end :]
    return text


def _means(named: Mention, recipient: Profile) -> bool:
    """Compare with both forms; the short one means our own server, so only a neighbour may be called by it."""
    accepted = {recipient.handle.lower(), short_handle(recipient).lower()}
    return named.handle.lower() in accepted
