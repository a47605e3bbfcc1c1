"""Coming to town: registration, the people who are there from the start, and leaving."""

import re
import secrets

from hilft.town.acts.telling import hearing_of_end, tell_gone
from hilft.town.state.accounts import Account
from hilft.town.state.keys import App, Token
from hilft.town.town import Town
from hilft.town.trouble import Trouble

USERNAME = re.compile(r"[A-Za-z0-9_]+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[^@\s]+@localhost")
MOST_USERNAME = 30
LEAST_PASSWORD = 8
MOST_PASSWORD = 72
SEED_CLIENT = "seed"
BLANK = [("ERR_BLANK", "can't be blank")]

Complaints = dict[str, list[dict[str, str]]]


def check(town: Town, username: str, email: str, password: str, *, agreement: bool) -> None:
    """Raises Trouble with `details` by field. Source: Mastodon, methods/accounts#create."""
    wrong: Complaints = {}
    for name, value in (("username", username), ("email", email), ("password", password)):
        found = BLANK if not value else [rule for rule, fits in _rules(town, name, value) if not fits]
        if found:
            wrong[name] = [{"error": code, "description": description} for code, description in found]
    if not agreement:
        wrong["agreement"] = [{"error": "ERR_ACCEPTED", "description": "must be accepted"}]
    if wrong:
        sentences = [
            f"{_title(name)} {one['description']}" for name, complaints in wrong.items() for one in complaints
        ]
        raise Trouble(422, "Validation failed: " + ", ".join(sentences), details=wrong)


def _rules(town: Town, name: str, value: str) -> list[tuple[tuple[str, str], bool]]:
    accounts = town.state.accounts
    taken = ("ERR_TAKEN", "has already been taken")
    if name == "username":
        letters = ("ERR_INVALID", "must contain only letters, numbers and underscores")
        long = ("ERR_TOO_LONG", f"is too long (maximum is {MOST_USERNAME} characters)")
        return [
            (letters, USERNAME.fullmatch(value) is not None),
            (long, len(value) <= MOST_USERNAME),
            (taken, not accounts.is_taken(value)),
        ]
    if name == "email":
        return [
            (("ERR_INVALID", "is invalid"), EMAIL.fullmatch(value) is not None),
            (taken, accounts.with_email(value) is None),
        ]
    short = ("ERR_TOO_SHORT", f"is too short (minimum is {LEAST_PASSWORD} characters)")
    long = ("ERR_TOO_LONG", f"is too long (maximum is {MOST_PASSWORD} characters)")
    return [(short, len(value) >= LEAST_PASSWORD), (long, len(value.encode()) <= MOST_PASSWORD)]


def register(
    town: Town,
    username: str,
    *,
    email: str = "",
    password: str = "",
    display_name: str = "",
    note: str = "",
    bot: bool = False,
    locale: str = "en",
) -> Account:
    """A new account; `password` is sealed already. The name must be free."""
    number = town.ids.new()
    town.record(
        "account",
        id=number,
        username=username,
        uri=f"https://{town.settings.domain}/users/{username}",
        at=town.now(),
        email=email,
        password=password,
        display_name=display_name,
        note=note,
        bot=bot,
        locale=locale,
    )
    return town.state.accounts.by_id[number]


def make_app(
    town: Town, name: str, redirect_uris: list[str], scopes: list[str], website: str | None, client: str = ""
) -> App:
    client = client or secrets.token_urlsafe(32)
    town.record(
        "app",
        id=town.ids.new(),
        name=name,
        website=website,
        redirect_uris=redirect_uris,
        scopes=scopes,
        client_id=client,
        client_secret=secrets.token_urlsafe(32),
        at=town.now(),
    )
    return town.state.keys.by_client[client]


def grant(town: Town, app: App, account: Account | None, scopes: list[str], token: str = "") -> Token:
    token = token or secrets.token_urlsafe(32)
    town.record(
        "token",
        id=town.ids.new(),
        token=token,
        app=app.id,
        account=None if account is None else account.id,
        scopes=scopes,
        at=town.now(),
    )
    return town.state.keys.tokens[token]


def revoke(town: Town, token: Token) -> None:
    if not token.revoked:
        town.record("revoke", token=token.token)
        town.hub.hang_up(token.token)


def leave(town: Town, account: Account) -> None:
    """The account and everything of it goes; its name stays taken."""
    statuses = [
        town.state.statuses.by_id[each] for each in town.state.statuses.of_account.get(account.id, ())
    ]
    hearing = [(status, hearing_of_end(town, status)) for status in statuses]
    tokens = [token.token for token in town.state.keys.of_account.get(account.id, ())]
    town.record("account gone", id=account.id)
    for status, channels in hearing:
        tell_gone(town, status, channels)
    for token in tokens:
        town.hub.hang_up(token)


def _title(name: str) -> str:
    return {"email": "E-mail address", "agreement": "Service agreement"}.get(name, name.capitalize())
