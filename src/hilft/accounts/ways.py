"""How customers reach an account: its addresses, made from what its channel says of itself. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from hilft.accounts.model import Account, AccountRole, AccountState
from hilft.channels import NoSuchChannel, manifest

_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. ``title``: the network; ``label``: what one does there, an English sentence of the channel."""

    channel: str
    title: str
    handle: str
    label: str
    url: str
    "Empty: an address nobody can click."
    private: bool
    main: bool
    "Whether this is the account at which nobody waits for questions."


def ways_in(accounts: Iterable[Account]) -> tuple[Way, ...]:
    """Give every way to the accounts that work, service accounts first."""
    working = [each for each in accounts if each.state is AccountState.ACTIVE]
    ordered = sorted(working, key=lambda each: each.role is not AccountRole.SERVICE)
    return tuple(way for each in ordered for way in _ways(each))


def _ways(account: Account) -> list[Way]:
    main = account.role is AccountRole.MAIN
    try:
        known = manifest(account.channel)
    except NoSuchChannel:
        return [
            Way(account.channel, account.channel.title(), account.handle, "", "", private=False, main=main)
        ]
    # At the main account nobody waits for questions: one finds it, and is not asked to write there.
    offered = known.entrances[:1] if main else known.entrances
    filled = [(each, _filled(each.url, account)) for each in offered]
    found = [
        Way(account.channel, known.title, account.handle, each.label, url, each.private, main)
        for each, url in filled
        if url
    ]
    if found or not known.entrances:
        return found
    first = known.entrances[0]
    label = "" if first.url else first.label  # without an address by design: one goes there
    return [Way(account.channel, known.title, account.handle, label, "", first.private, main)]


def _filled(pattern: str, account: Account) -> str:
    """Give the address; empty when a piece is missing or it is none that a browser may be sent to."""
    pieces = {name: value for name, value in account.settings.items() if isinstance(value, str)}
    pieces |= {"url": account.url, "handle": account.handle, "bare": account.handle.removeprefix("@")}
    pattern = pattern.replace("{server}", _server(account.url))
    alone = pattern.startswith("{") and pattern.count("{") == 1 and pattern.endswith("}")
    for name, value in pieces.items():
        if f"{{{name}}}" in pattern:
            if not value:
                return ""
            pattern = pattern.replace(
                f"{{{name}}}", value if alone else quote(value.replace(" ", ""), safe="@+.-_")
            )
    if "{" in pattern:
        return ""
    try:
        return pattern if urlsplit(pattern).scheme in _SCHEMES else ""
    except ValueError:
        return ""


def _server(url: str) -> str:
    """Give the address of the server on which a page lies, empty for what is no address."""
    try:
        found = urlsplit(url)
    except ValueError:
        return ""
    return f"{found.scheme}://{found.netloc}" if found.netloc else ""
