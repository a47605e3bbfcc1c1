"""One request, with who asks and what they may."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from inspect import isawaitable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hilft.town.api.params import Params, read_params
from hilft.town.door.tokens import bearer
from hilft.town.seeing import to_id
from hilft.town.state.accounts import Account
from hilft.town.state.keys import Token
from hilft.town.state.paging import Window
from hilft.town.town import Town
from hilft.town.trouble import Trouble

Json = dict[str, Any] | list[Any]
Handler = Callable[["Call"], Json | Response | Awaitable[Json | Response]]
PAGING = frozenset({"max_id", "since_id", "min_id"})


class Who(Enum):
    """Whose token a method asks for."""

    ANYONE = "anyone"
    APP = "app"
    USER = "user"


@dataclass(slots=True)
class Call:
    town: Town
    request: Request
    params: Params
    token: Token | None
    viewer: Account | None

    @property
    def me(self) -> Account:
        assert self.viewer is not None
        return self.viewer

    def part(self, name: str = "id") -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def limit(self, usual: int, most: int | None = None) -> int:
        text = self.params.text("limit")
        return min(abs(int(text)), most or usual * 2) if _is_number(text) else usual

    def window(self, usual: int, most: int | None = None) -> Window:
        def bound(name: str) -> int | None:
            text = self.params.text(name)
            return to_id(text) if text else None

        return Window(self.limit(usual, most), bound("max_id"), bound("since_id"), bound("min_id"))

    def listing(self, entities: list[Any], ids: Sequence[int], *, following: bool = True) -> Response:
        """A page with its Link header; `following` False where no older page can be."""
        links = []
        if ids and following:
            links.append(f'<{self._address(max_id=ids[-1])}>; rel="next"')
        if ids:
            links.append(f'<{self._address(min_id=ids[0])}>; rel="prev"')
        return JSONResponse(entities, headers={"Link": ", ".join(links)} if links else None)

    def _address(self, **bounds: int) -> str:
        kept = [(key, value) for key, value in self.request.query_params.multi_items() if key not in PAGING]
        return f"{self.town.origin}{self.request.url.path}?{urlencode([*kept, *bounds.items()])}"


def method(
    town: Town, path: str, verb: str, handler: Handler, who: Who, scopes: tuple[str, ...] = ()
) -> Route:
    """A route of the API; raises Trouble as Mastodon's doorkeeper does."""

    async def endpoint(request: Request) -> Response:
        token = town.state.keys.tokens.get(bearer(request.headers) or "")
        if who is not Who.ANYONE or token is not None:
            check(token, scopes)
        viewer = None
        if token is not None and token.account is not None:
            viewer = town.state.accounts.by_id[token.account]
        if who is Who.USER and viewer is None:
            raise Trouble(422, "This method requires an authenticated user")
        try:
            params = await read_params(request)
            answer = handler(Call(town, request, params, token, viewer))
            if isawaitable(answer):
                answer = await answer
        finally:
            await request.close()
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    return Route(path, endpoint, methods=[verb])


def check(token: Token | None, scopes: tuple[str, ...]) -> None:
    if token is None:
        raise Trouble(401, "The access token is invalid")
    if token.revoked:
        raise Trouble(401, "The access token was revoked")
    if scopes and not token.allows(*scopes):
        raise Trouble(403, "This action is outside the authorized scopes")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,9}", text) is not None
