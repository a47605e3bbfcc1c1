"""A provider's sign-in service: gives access tokens for a refresh token, and tells servers whose a token is."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

REFRESH = "a refresh token"


class Provider(ThreadingHTTPServer):
    """``revoked``: neither refresh nor access tokens are good any more."""

    daemon_threads = True
    revoked = False
    given = 0
    ended = 0
    "Access tokens up to this one are not good any more."
    lasts = 3600
    "Seconds an access token is said to live."
    rotates = False
    "Whether each refresh token is good once, and a new one comes with the access token."
    refresh = REFRESH

    def __init__(self, port: int, user: str) -> None:
        super().__init__(("127.0.0.1", port), _Desk)
        self.user = user


class _Desk(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path == "/introspect":
            number = form.get("token", [""])[0].removeprefix("access-")
            good = number.isdigit() and int(number) > self.server.ended and not self.server.revoked
            self._answer(
                200, {"active": "true" if good else "false", "username": self.server.user if good else ""}
            )
        elif form["refresh_token"] != [self.server.refresh] or self.server.revoked:
            self._answer(400, {"error": "invalid_grant"})
        else:
            self.server.given += 1
            told: dict[str, str | int] = {
                "access_token": f"access-{self.server.given}",
                "expires_in": self.server.lasts,
            }
            if self.server.rotates:
                told["refresh_token"] = self.server.refresh = f"refresh-{self.server.given}"
            self._answer(200, told)

    def _answer(self, status: int, told: dict[str, str | int]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
        """Nobody reads it."""


@contextmanager
def provider(port: int, user: str) -> Iterator[Provider]:
    with Provider(port, user) as opened:
        serving = threading.Thread(target=opened.serve_forever)
        serving.start()
        try:
            yield opened
        finally:
            opened.shutdown()
            serving.join()
