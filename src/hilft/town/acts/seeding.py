"""Accounts that are there from the start, with the same token at every start."""

from hilft.town.acts.joining import SEED_CLIENT, grant, make_app, register
from hilft.town.acts.uploading import keep_picture
from hilft.town.state.accounts import Account
from hilft.town.state.keys import Token
from hilft.town.town import Town

SCOPES = ["read", "write", "follow", "push"]


async def seed(
    town: Town,
    handle: str,
    display_name: str,
    *,
    token: str | None,
    bot: bool,
    note: str,
    avatar: bytes | None,
) -> str:
    """Makes what is missing and changes nothing that is there. Gives the access token."""
    accounts = town.state.accounts
    known = accounts.named(handle)
    if known is None:
        known = register(town, handle, display_name=display_name, note=note, bot=bot)
        if avatar is not None:
            name = await keep_picture(town, avatar)
            town.record("profile", id=known.id, changes={"avatar": name})
    key = _key(town, known, token)
    await town.ledger.settled()
    return key.token


def _key(town: Town, account: Account, token: str | None) -> Token:
    keys = town.state.keys
    app = keys.by_client.get(SEED_CLIENT) or make_app(
        town, "Town square", ["urn:ietf:wg:oauth:2.0:oob"], SCOPES, None, SEED_CLIENT
    )
    if token is not None and token in keys.tokens:
        return keys.tokens[token]
    mine = [key for key in keys.of_account.get(account.id, ()) if key.app == app.id and not key.revoked]
    if token is None and mine:
        return mine[0]
    return grant(town, app, account, SCOPES, token or "")
