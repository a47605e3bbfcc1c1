"""Take the desk's answers: python receive.py 8090. Needs nothing but Python.

SECRET comes from the environment. Each answer is printed once, however often it is posted: the keys are remembered in
the file named by KEYS (answers.sqlite).
"""  # noqa: INP001 - an example, no package

import base64
import hmac
import json
import os
import sqlite3
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


def is_right(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Whether one of the signatures is ours and younger than five minutes."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "0")
    if not stamp.isdecimal() or abs(time.time() - int(stamp)) > 300:  # noqa: PLR2004 - five minutes
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    right = base64.b64encode(hmac.digest(key, f"{message_id}.{stamp}.".encode() + body, "sha256")).decode()
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(each, f"v1,{right}") for each in given if each.isascii())


class Answers(BaseHTTPRequestHandler):
    """One POST is one answer of an agent, or a ping."""

    def do_POST(self) -> None:
        """Check, tell it to the customer once, answer with its id."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_right(os.environ["SECRET"], headers, body):
            self.answer(401, {"reason": "The signature is not right."})
            return
        told = json.loads(body)
        if told["type"] == "answer":
            with sqlite3.connect(os.environ.get("KEYS", "answers.sqlite")) as known:
                known.execute("create table if not exists keys (key text primary key)")
                new = known.execute("insert or ignore into keys values (?)", (told["key"],)).rowcount
            if new:
                sys.stdout.write(f"to {told['to']['id']}: {told['text']}\n")
                sys.stdout.flush()
            self.answer(200, {"id": f"answer-{told['key']}"})
        else:
            self.answer(200, {})

    def answer(self, status: int, content: dict[str, str]) -> None:
        """Answer with JSON."""
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print answers only."""


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
