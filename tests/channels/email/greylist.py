"""A greylisting policy service as postfix asks one (SMTPD_POLICY_README): a stranger is turned away once, then let in."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Greylist(socketserver.ThreadingTCPServer):
    """Knows the pairs of sender and recipient it has seen; ``patient``: whoever comes again may pass."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Asked)
        self.turned_away: list[tuple[str, str]] = []
        self.let_in: list[tuple[str, str]] = []


class _Asked(socketserver.StreamRequestHandler):
    server: Greylist

    def handle(self) -> None:
        told: dict[str, str] = {}
        while line := self.rfile.readline().decode():
            name, _, value = line.strip().partition("=")
            if name:
                told[name] = value
                continue
            pair = told.get("sender", ""), told.get("recipient", "")
            known = pair in self.server.turned_away
            (self.server.let_in if known else self.server.turned_away).append(pair)
            action = "dunno" if known else "defer_if_permit 4.2.0 Greylisted, come again"
            self.wfile.write(f"action={action}\n\n".encode())
            told = {}


@contextmanager
def greylist(port: int) -> Iterator[Greylist]:
    with Greylist(port) as opened:
        serving = threading.Thread(target=opened.serve_forever)
        serving.start()
        try:
            yield opened
        finally:
            opened.shutdown()
            serving.join()
