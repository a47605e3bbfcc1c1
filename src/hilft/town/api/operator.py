"""The operator's door for tests: history as it was, and faults on demand. Closed without an operator token."""

import hmac
from collections.abc import Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hilft.town.acts.joining import register
from hilft.town.acts.posting import SPACE, add, words_of
from hilft.town.acts.seeding import seed
from hilft.town.api.params import Params, read_params
from hilft.town.door.faults import Fault
from hilft.town.door.tokens import bearer
from hilft.town.entities.account import account_json, find_mention
from hilft.town.entities.status import status_json
from hilft.town.moments import iso, parse
from hilft.town.seeing import to_id
from hilft.town.state.statuses import VISIBILITIES
from hilft.town.town import Town
from hilft.town.trouble import Trouble, invalid, not_found

USERNAME_LENGTH = 30


def routes(town: Town, switched_on: list[Fault]) -> list[Route]:
    async def import_status(request: Request) -> Response:
        return JSONResponse(_import_status(town, await _enter(town, request)))

    async def import_account(request: Request) -> Response:
        params = await _enter(town, request)
        username = params.text("username")
        if not username or len(username) > USERNAME_LENGTH:
            raise invalid("Username is invalid")
        name = params.text("display_name")
        token = await seed(town, username, name, token=None, bot=params.flag("bot"), note="", avatar=None)
        account = town.state.accounts.named(username)
        assert account is not None
        return JSONResponse({"account": account_json(town, account), "access_token": token})

    async def faults(request: Request) -> Response:
        params = await _enter(town, request)
        if request.method == "POST":
            switched_on.append(_fault(params))
        elif request.method == "DELETE":
            switched_on.clear()
        return JSONResponse([asdict(fault) for fault in switched_on])

    return [
        Route("/api/v1/town/import_status", import_status, methods=["POST"]),
        Route("/api/v1/town/import_account", import_account, methods=["POST"]),
        Route("/api/v1/town/faults", faults, methods=["GET", "POST", "DELETE"]),
    ]


async def _enter(town: Town, request: Request) -> Params:
    expected, given = town.settings.operator_token, bearer(request.headers)
    if expected is None:
        raise not_found()
    if given is None or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Trouble(401, "The access token is invalid")
    return await read_params(request)


def _import_status(town: Town, params: Params) -> dict[str, object]:
    """Of any length and any time; `in_reply_to_id` stays as given even where nothing has that id."""
    handle = params.text("account").removeprefix("@")
    author = town.state.accounts.by_id.get(to_id(handle)) or find_mention(town, handle)
    if author is None:
        author = register(town, handle)
    text, visibility = params.text("text").strip(SPACE), params.text("visibility", "public")
    if not text or visibility not in VISIBILITIES:
        raise invalid("Text can't be blank" if not text else "Visibility is not included in the list")
    answered = params.text("in_reply_to_id")
    parent = town.state.statuses.by_id.get(to_id(answered))
    number = town.ids.new()
    mentions, tags = words_of(town, text)
    row: dict[str, object] = {
        "id": number,
        "account": author.id,
        "at": _time(params.text("created_at"), town.now),
        "uri": f"{author.uri}/statuses/{number}",
        "text": text,
        "visibility": visibility,
        "language": params.text("language") or None,
        "conversation": number if parent is None else parent.conversation,
        "reply_to": None if not answered else to_id(answered),
        "reply_to_account": None if parent is None else parent.account,
        "reply": bool(answered),
        "mentions": [each for each in mentions if each != author.id],
        "tags": tags,
    }
    return status_json(town, add(town, author, row), author)


def _time(text: str, now: Callable[[], str]) -> str:
    try:
        return iso(parse(text)) if text else now()
    except ValueError as wrong:
        raise invalid("Created at is not a time") from wrong


def _fault(params: Params) -> Fault:
    try:
        status, delay = int(params.text("status", "0")), float(params.text("delay", "0"))
        times = int(params.text("times", "1"))
    except ValueError as wrong:
        raise invalid("Status, delay and times are numbers") from wrong
    headers = params.inner("headers").tree
    return Fault(
        path=params.text("path", "/api/"),
        method=params.text("method").upper() or None,
        times=times,
        when=params.text("when", "before"),
        status=status or None,
        body=params.tree.get("body"),
        headers={str(name): str(value) for name, value in headers.items()},
        close=params.flag("close"),
        delay=delay,
    )
