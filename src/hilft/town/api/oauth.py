"""Apps and tokens. Source: docs.joinmastodon.org/methods/apps and /oauth; RFC 6749, RFC 7636."""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hilft.town.acts.joining import grant, make_app, revoke
from hilft.town.acts.passwords import fits
from hilft.town.api.call import Call, Json, Who, method
from hilft.town.api.params import Params, read_params
from hilft.town.moments import parse
from hilft.town.state.keys import App, Token
from hilft.town.town import Town
from hilft.town.trouble import Trouble, invalid

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
CODE_LIFE = timedelta(minutes=10)
FAMILIES = ("read", "write", "follow", "push", "profile", "crypto")
CLIENT_WRONG = "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method."
GRANT_WRONG = "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client."


def routes(town: Town) -> list[Route]:
    async def token(request: Request) -> Response:
        params = await read_params(request)
        return JSONResponse(await _token(town, request, params), headers={"Cache-Control": "no-store"})

    async def end(request: Request) -> Response:
        return JSONResponse(_revoke(town, request, await read_params(request)))

    return [
        method(town, "/api/v1/apps", "POST", create_app, Who.ANYONE),
        method(town, "/api/v1/apps/verify_credentials", "GET", verify_app, Who.APP),
        Route("/oauth/token", token, methods=["POST"]),
        Route("/oauth/revoke", end, methods=["POST"]),
    ]


def create_app(call: Call) -> Json:
    params = call.params
    name = params.text("client_name").strip()
    addresses = [address for text in params.many("redirect_uris") for address in text.split()]
    if not name:
        raise invalid("Application name can't be blank")
    if not addresses or any(not _is_redirect(address) for address in addresses):
        raise invalid("Redirect URI must be an absolute URI.")
    scopes = scopes_of(params.text("scopes") or "read")
    if scopes is None:
        raise invalid("Scopes doesn't match configured on the server.")
    app = make_app(call.town, name, addresses, scopes, params.text("website") or None)
    return {
        "id": str(app.id),
        **_app_json(app),
        "redirect_uri": "\n".join(app.redirect_uris),
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "client_secret_expires_at": 0,
    }


def verify_app(call: Call) -> Json:
    assert call.token is not None
    app = call.town.state.keys.apps[call.token.app]
    return {"id": str(app.id), **_app_json(app), "redirect_uri": "\n".join(app.redirect_uris)}


def token_json(token: Token) -> dict[str, Any]:
    return {
        "access_token": token.token,
        "token_type": "Bearer",
        "scope": " ".join(token.scopes),
        "created_at": int(parse(token.at).timestamp()),
    }


def scopes_of(text: str) -> list[str] | None:
    """None where a scope is of no known family."""
    scopes = text.split()
    return scopes if all(scope.split(":")[0] in FAMILIES for scope in scopes) else None


def is_within(scopes: list[str], app: App) -> bool:
    return all(scope in app.scopes or scope.partition(":")[0] in app.scopes for scope in scopes)


def refusal(status: int, error: str, description: str) -> Trouble:
    return Trouble(status, error, error_description=description)


async def _token(town: Town, request: Request, params: Params) -> Json:
    kind = params.text("grant_type")
    if not kind:
        raise refusal(400, "invalid_request", "Missing required parameter: grant_type.")
    app = _client(town, request, params)
    if app is None:
        raise refusal(401, "invalid_client", CLIENT_WRONG)
    if kind == "authorization_code":
        return token_json(_by_code(town, app, params))
    scopes = scopes_of(params.text("scope") or ("read" if "read" in app.scopes else app.scopes[0]))
    if not scopes or not is_within(scopes, app):
        raise refusal(400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.")
    if kind == "client_credentials":
        return token_json(grant(town, app, None, scopes))
    if kind == "password":
        return token_json(await _by_password(town, app, params, scopes))
    raise refusal(
        400,
        "unsupported_grant_type",
        "The authorization grant type is not supported by the authorization server.",
    )


def _by_code(town: Town, app: App, params: Params) -> Token:
    code = town.state.keys.codes.get(params.text("code"))
    if (
        code is None
        or code.app != app.id
        or town.age(code.at) > CODE_LIFE
        or code.account not in town.state.accounts.by_id
        or code.redirect_uri != params.text("redirect_uri")
        or (code.challenge is not None and not _proves(params.text("code_verifier"), code.challenge))
    ):
        raise refusal(400, "invalid_grant", GRANT_WRONG)
    town.record("code used", code=code.code)
    return grant(town, app, town.state.accounts.by_id[code.account], code.scopes)


async def _by_password(town: Town, app: App, params: Params, scopes: list[str]) -> Token:
    name = params.text("username")
    account = town.state.accounts.with_email(name) or town.state.accounts.named(name)
    if account is None or not await fits(params.text("password"), account.password):
        raise refusal(400, "invalid_grant", GRANT_WRONG)
    return grant(town, app, account, scopes)


def _revoke(town: Town, request: Request, params: Params) -> Json:
    app = _client(town, request, params)
    token = town.state.keys.tokens.get(params.text("token"))
    if app is None or (token is not None and token.app != app.id):
        raise refusal(403, "unauthorized_client", "You are not authorized to revoke this token")
    if token is not None:
        revoke(town, token)
    return {}


def _client(town: Town, request: Request, params: Params) -> App | None:
    name, secret = params.text("client_id"), params.text("client_secret")
    header = request.headers.get("authorization", "")
    if header.lower().startswith("basic "):
        try:
            name, _, secret = base64.b64decode(header[6:], validate=True).decode().partition(":")
        except ValueError:
            return None
    app = town.state.keys.by_client.get(name)
    return (
        app if app is not None and hmac.compare_digest(app.client_secret.encode(), secret.encode()) else None
    )


def _proves(verifier: str, challenge: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    return hmac.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)


def _is_redirect(address: str) -> bool:
    return address == OUT_OF_BAND or (
        ":" in address and not address.lower().startswith(("javascript:", "data:", "vbscript:"))
    )


def _app_json(app: App) -> dict[str, Any]:
    return {
        "name": app.name,
        "website": app.website,
        "scopes": app.scopes,
        "redirect_uris": app.redirect_uris,
        "vapid_key": "",
    }
