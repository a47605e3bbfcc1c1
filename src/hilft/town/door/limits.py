"""Rate limits with Mastodon's headers. Source: docs.joinmastodon.org/api/rate-limits, rack_attack.rb."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hilft.town.door.tokens import bearer
from hilft.town.town import Town

MEDIA = re.compile(r"/api/v[12]/media")
STATUS = re.compile(r"/api/v1/statuses/(\d+|\d+/unreblog)")
MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Throttle:
    """`who` shares a bucket of `limit` requests in each window of `seconds`."""

    who: str
    limit: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Standing:
    limit: int
    remaining: int
    resets_at: float

    def headers(self) -> dict[str, str]:
        reset = datetime.fromtimestamp(self.resets_at, UTC).isoformat(timespec="microseconds")
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self.remaining)),
            "X-RateLimit-Reset": reset.replace("+00:00", "Z"),
        }


class Buckets:
    """Counts in fixed windows that begin at whole multiples of their length."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._counts: dict[tuple[Throttle, int], int] = {}

    def count(self, throttle: Throttle) -> Standing:
        now = self._now().timestamp()
        window = int(now // throttle.seconds)
        if len(self._counts) > MOST_BUCKETS:
            self._counts = {
                key: count for key, count in self._counts.items() if (key[1] + 1) * key[0].seconds > now
            }
        used = self._counts.get((throttle, window), 0) + 1
        self._counts[(throttle, window)] = used
        return Standing(throttle.limit, throttle.limit - used, (window + 1) * throttle.seconds)


class Limits:
    def __init__(self, app: ASGIApp, town: Town) -> None:
        self._app = app
        self._town = town
        self._buckets = Buckets(town.clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _is_limited(scope["path"]):
            await self._app(scope, receive, send)
            return
        standings = [self._buckets.count(throttle) for throttle in self._throttles(scope)]
        tightest = min(standings, key=lambda standing: standing.remaining)
        if tightest.remaining < 0:
            answer = JSONResponse({"error": "Too many requests"}, status_code=429, headers=tightest.headers())
            await answer(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(tightest.headers())
            await send(message)

        await self._app(scope, receive, marked)

    def _throttles(self, scope: Scope) -> Iterator[Throttle]:
        settings = self._town.settings
        client = scope.get("client")
        address = client[0] if client else "unknown"
        yield Throttle(f"address {address}", settings.requests, settings.request_seconds)
        token = self._town.state.keys.tokens.get(bearer(Headers(scope=scope)) or "")
        if token is None or token.account is None:
            return
        who = f"account {token.account}"
        yield Throttle(who, settings.requests, settings.request_seconds)
        if scope["method"] == "POST" and MEDIA.fullmatch(scope["path"]):
            yield Throttle(f"media {who}", settings.media_uploads, settings.media_seconds)
        if scope["method"] in {"DELETE", "POST"} and (match := STATUS.fullmatch(scope["path"])):
            unreblog = match[1].endswith("unreblog")
            if unreblog == (scope["method"] == "POST"):
                yield Throttle(f"deletes {who}", settings.deletes, settings.delete_seconds)


def _is_limited(path: str) -> bool:
    return path.startswith("/api/") and not path.startswith(("/api/v1/streaming", "/api/v1/town/"))
