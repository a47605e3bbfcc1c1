"""Who may speak for whom: apps, authorization codes, access tokens."""

from dataclasses import dataclass


@dataclass(slots=True)
class App:
    id: int
    name: str
    website: str | None
    redirect_uris: list[str]
    scopes: list[str]
    client_id: str
    client_secret: str
    at: str


@dataclass(slots=True)
class Token:
    """`account` None: the app speaks for itself."""

    id: int
    token: str
    app: int
    account: int | None
    scopes: list[str]
    at: str
    revoked: bool = False

    def allows(self, *scopes: str) -> bool:
        """Whether one of the scopes, or the family it belongs to, was granted."""
        granted = set(self.scopes)
        return any(scope in granted or scope.partition(":")[0] in granted for scope in scopes)


@dataclass(slots=True)
class Code:
    code: str
    app: int
    account: int
    scopes: list[str]
    redirect_uri: str
    challenge: str | None
    at: str


class Keys:
    def __init__(self) -> None:
        self.apps: dict[int, App] = {}
        self.by_client: dict[str, App] = {}
        self.tokens: dict[str, Token] = {}
        self.of_account: dict[int, list[Token]] = {}
        self.codes: dict[str, Code] = {}

    def add_app(self, app: App) -> None:
        self.apps[app.id] = app
        self.by_client[app.client_id] = app

    def add_token(self, token: Token) -> None:
        self.tokens[token.token] = token
        if token.account is not None:
            self.of_account.setdefault(token.account, []).append(token)

    def revoke(self, token: str) -> None:
        self.tokens[token].revoked = True

    def forget_account(self, account: int) -> None:
        for token in self.of_account.pop(account, []):
            del self.tokens[token.token]
