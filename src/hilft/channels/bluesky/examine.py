"""What an administrator should know about the account, and setting it up so that nothing is held back."""

from typing import Any

from hilft.channels.bluesky.entity import maybe
from hilft.channels.bluesky.home import Home
from hilft.channels.contract import N_, ChannelError, Health, Refused

_NEEDED = ("mention", "reply", "quote", "follow")
_OPEN = {"include": "all", "list": True, "push": False}
_DECLARATION = "chat.bsky.actor.declaration"


async def examine(home: Home, name: str) -> Health:
    """Try the password, what may hide customers from the desk, and whether private messages are there."""
    try:
        me = await home.identify()
        closed = await _closed(home)
    except ChannelError as error:
        return Health(ok=False, findings=(str(error),))
    findings = []
    if closed:
        findings.append(
            N_("The notification settings of the account hide messages of some people from the desk.")
        )
    notes = list(findings)
    if (
        "." in name
        and "@" not in name.removeprefix("@")
        and f"@{name.removeprefix('@').lower()}" != me.handle.lower()
    ):
        notes.append(N_("The account has another handle now; it is known by its DID, so nothing is lost."))
    if not home.chats:
        notes.append(
            N_(
                "Private messages are not offered: for them, the app password needs access to direct messages."
            )
        )
    return Health(ok=not findings, findings=tuple(notes), profile=me)


async def prepare(home: Home) -> None:
    """Let every mention, answer, quote and follow be listed, and let everybody write to us in private."""
    await home.client.write("app.bsky.notification.putPreferencesV2", dict.fromkeys(_NEEDED, _OPEN))
    me = (await home.me()).external_id
    record: dict[str, Any] = {"$type": _DECLARATION, "allowIncoming": "all"}
    body = {"repo": me, "collection": _DECLARATION, "rkey": "self", "record": record}
    try:
        await home.client.write("com.atproto.repo.putRecord", body)
    except Refused:  # a password without the right to private messages; the rest of the account works
        return


async def _closed(home: Home) -> bool:
    try:
        answer = await home.client.read("app.bsky.notification.getPreferences", answering=True)
    except Refused:  # a server that knows no such settings hides nothing
        return False
    told = maybe(answer, "preferences")
    return any(
        maybe(told, each).get("include", "all") != "all" or maybe(told, each).get("list", True) is not True
        for each in _NEEDED
    )
