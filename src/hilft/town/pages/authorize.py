"""The page on which somebody lets an application act for them. Source: RFC 6749, section 4.1."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hilft.town.acts.passwords import fits
from hilft.town.api.oauth import OUT_OF_BAND, is_within, scopes_of
from hilft.town.api.params import Params, read_params
from hilft.town.pages.visit import Visit, visit
from hilft.town.state.accounts import Account
from hilft.town.state.keys import App
from hilft.town.town import Town


@dataclass(frozen=True, slots=True)
class Asked:
    """What an application asks for; `fields` travel through the form."""

    app: App
    scopes: list[str]
    redirect_uri: str
    state: str
    challenge: str | None

    @property
    def fields(self) -> dict[str, str]:
        return {
            "client_id": self.app.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.scopes),
            "state": self.state,
            "response_type": "code",
            "code_challenge": self.challenge or "",
            "code_challenge_method": "S256" if self.challenge else "",
        }


def routes(town: Town) -> list[Route]:
    async def ask(request: Request) -> Response:
        here = visit(town, request)
        asked = _asked(town, await read_params(request))
        if asked is None:
            return here.paint("notice.html", 400, text=here.words["wrong_app"], code="")
        return here.paint("authorize.html", asked=asked, error="")

    async def decide(request: Request) -> Response:
        here, params = visit(town, request), await read_params(request)
        asked = _asked(town, params)
        if asked is None or here.is_foreign():
            return here.paint("notice.html", 400, text=here.words["wrong_app"], code="")
        return await _decide(here, asked, params)

    async def native(request: Request) -> Response:
        here = visit(town, request)
        code = request.query_params.get("code", "")
        return here.paint("notice.html", text=here.words["code_text"], code=code)

    return [
        Route("/oauth/authorize", ask, methods=["GET"]),
        Route("/oauth/authorize", decide, methods=["POST"]),
        Route("/oauth/authorize/native", native, methods=["GET"]),
    ]


async def _decide(here: Visit, asked: Asked, params: Params) -> Response:
    if params.text("decision") == "deny":
        return _back(asked, error="access_denied")
    account = await _account(here, params)
    if account is None:
        return here.paint("authorize.html", 422, asked=asked, error=here.words["wrong_login"])
    code = secrets.token_urlsafe(32)
    here.town.record(
        "code",
        code=code,
        app=asked.app.id,
        account=account.id,
        scopes=asked.scopes,
        redirect_uri=asked.redirect_uri,
        challenge=asked.challenge,
        at=here.town.now(),
    )
    return _back(asked, code=code)


async def _account(here: Visit, params: Params) -> Account | None:
    """A demo citizen by choice, anybody else by password."""
    name, password = params.text("username"), params.text("password")
    if not name:
        chosen = params.text("citizen")
        return next((account for account in here.citizens if account.username == chosen), None)
    accounts = here.town.state.accounts
    account = accounts.with_email(name) or accounts.named(name)
    return account if account is not None and await fits(password, account.password) else None


def _asked(town: Town, params: Params) -> Asked | None:
    app = town.state.keys.by_client.get(params.text("client_id"))
    scopes = scopes_of(params.text("scope", "read").replace("+", " "))
    redirect_uri = params.text("redirect_uri")
    challenge = params.text("code_challenge") or None
    if app is None or not scopes or not is_within(scopes, app) or redirect_uri not in app.redirect_uris:
        return None
    if params.text("response_type") != "code":
        return None
    if challenge is not None and params.text("code_challenge_method") != "S256":
        return None
    return Asked(app, scopes, redirect_uri, params.text("state"), challenge)


def _back(asked: Asked, **answer: str) -> Response:
    if asked.state:
        answer["state"] = asked.state
    if asked.redirect_uri == OUT_OF_BAND:
        return RedirectResponse("/oauth/authorize/native?" + urlencode(answer), 303)
    joint = "&" if "?" in asked.redirect_uri else "?"
    return RedirectResponse(asked.redirect_uri + joint + urlencode(answer), 303)
