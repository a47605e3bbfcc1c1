"""What an administrator should know about the account, and setting it up so that nothing is held back."""

from hilft.channels.contract import N_, ChannelError, Gone, Health, Unauthorized
from hilft.channels.mastodon.home import Home

_POLICY = "/api/v2/notifications/policy"
_GATES = (
    "for_not_following",
    "for_not_followers",
    "for_new_accounts",
    "for_private_mentions",
    "for_limited_accounts",
)
_NEEDED = ("read", "write")


async def examine(home: Home) -> Health:
    """Try the token, its rights, and the notification policy, which may hide customers from the desk."""
    try:
        me = await home.identify()
    except ChannelError as error:
        return Health(ok=False, findings=(str(error),))
    findings = [*await _missing_rights(home), *await _closed_gates(home)]
    return Health(ok=not findings, findings=tuple(findings), profile=me.profile)


async def prepare(home: Home) -> None:
    """Let every notification through (Mastodon 4.3). A server without a policy holds nothing back."""
    try:
        await home.client.change("PATCH", _POLICY, dict.fromkeys(_GATES, "accept"))
    except Gone:
        return


async def _missing_rights(home: Home) -> list[str]:
    """Only newer servers tell an app its scopes; the others show it at the first use."""
    try:
        app = await home.client.read_one("/api/v1/apps/verify_credentials", answering=True)
    except Unauthorized:
        return []
    except ChannelError:
        return []
    scopes = app.get("scopes")
    if isinstance(scopes, list) and scopes and not {*_NEEDED} <= {str(each) for each in scopes}:
        return [
            N_("The access token may not read and write everything; make one with the rights read and write.")
        ]
    return []


async def _closed_gates(home: Home) -> list[str]:
    try:
        policy = await home.client.read_one(_POLICY, answering=True)
    except Gone:
        return []
    except ChannelError as error:
        return [str(error)]
    if any(policy.get(gate, "accept") != "accept" for gate in _GATES):
        return [N_("The notification policy of the account hides messages of some people from the desk.")]
    return []
