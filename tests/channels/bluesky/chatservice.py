"""A chat service of our own: none can be had for a test. Every request and every answer is checked by the lexicons."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
from httpx import QueryParams

from tests.channels.bluesky.lexicons import Lexicons

DESK, OTTO = "did:plc:desk", "did:plc:otto"
CONVO = "convo1"
PROXY = "did:web:api.bsky.chat#bsky_chat"
START = 1777881600


@dataclass
class ChatService:
    """One conversation of the desk with Otto behind the desk's data server."""

    lexicons: Lexicons
    messages: list[dict[str, Any]] = field(default_factory=list)
    logs: list[dict[str, Any]] = field(default_factory=list)
    refuses: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    "What is answered instead, by the method's last name."
    others: dict[str, dict[str, Any]] = field(default_factory=dict)
    "What the data server itself answers, by the method's name."
    lose_answers: bool = False
    read_until: str = ""
    unread: int = 0
    faults: list[str] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def say(self, who: str, text: str) -> dict[str, Any]:
        """Have somebody say something."""
        number = next(self.numbers)
        message = {
            "$type": "chat.bsky.convo.defs#messageView", "id": f"m{number}", "rev": f"{number:013}", "text": text,
            "sender": {"did": who}, "sentAt": datetime.fromtimestamp(START + number, UTC).isoformat(),
        }  # fmt: skip
        self.messages.append(message)
        self._log("Create", message)
        return message

    def delete(self, message: dict[str, Any]) -> None:
        self.messages.remove(message)
        gone = {key: message[key] for key in ("id", "rev", "sender", "sentAt")}
        self._log("Delete", {"$type": "chat.bsky.convo.defs#deletedMessageView", **gone})

    def _log(self, what: str, message: dict[str, Any]) -> None:
        kind = f"chat.bsky.convo.defs#log{what}Message"
        self.logs.append(
            {"$type": kind, "rev": f"{len(self.logs) + 1:013}", "convoId": CONVO, "message": message}
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as the data server would, which carries chat requests on."""
        name = request.url.path.rpartition("/")[2]
        if name == "com.atproto.server.createSession":
            told = {"did": DESK, "handle": "desk.example", "accessJwt": "a", "refreshJwt": "r"}
            return httpx.Response(200, json=told)
        if not name.startswith("chat."):
            return httpx.Response(200, json={**_OTHERS.get(name, {}), **self.others.get(name, {})})
        if request.headers.get("atproto-proxy") != PROXY:
            self.faults.append(f"{name} does not name the chat service")
        last = name.rpartition(".")[2]
        if last in self.refuses:
            return httpx.Response(self.refuses[last][0], json=self.refuses[last][1])
        return self._checked(name, last, request)

    def _checked(self, name: str, last: str, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.method == "POST" else None
        asked: dict[str, Any] = body if body is not None else _parameters(request.url.params)
        self.faults += self.lexicons.faults(name, "parameters" if body is None else "input", asked)
        methods: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "listConvos": lambda _: {"convos": [self._convo()]},
            "getConvo": lambda _: {"convo": self._convo()},
            "getConvoForMembers": lambda _: {"convo": self._convo()},
            "getLog": self._get_log,
            "getMessages": lambda _: {"messages": self.messages[::-1]},
            "sendMessage": lambda told: self.say(DESK, told["message"]["text"]),
            "updateRead": self._read,
        }
        answer = methods[last](asked)
        self.faults += self.lexicons.faults(name, "output", answer)
        if last == "sendMessage" and self.lose_answers:
            raise httpx.ReadError("the connection broke", request=request)
        return httpx.Response(200, json=answer)

    def _get_log(self, asked: dict[str, Any]) -> dict[str, Any]:
        logs = [each for each in self.logs if each["rev"] > asked.get("cursor", "")][:2]
        return {"logs": logs, "cursor": logs[-1]["rev"] if logs else asked.get("cursor", "")}

    def _read(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.read_until = asked["messageId"]
        return {"convo": self._convo()}

    def _convo(self) -> dict[str, Any]:
        members = [{"did": DESK, "handle": "desk.example"}, {"did": OTTO, "handle": "otto.example"}]
        convo = {
            "id": CONVO, "rev": f"{len(self.logs):013}", "members": members, "muted": False, "unreadCount": self.unread,
        }  # fmt: skip
        return {**convo, "lastMessage": self.messages[-1]} if self.messages else convo


_OTHERS: dict[str, dict[str, Any]] = {
    "app.bsky.actor.getProfile": {"did": DESK, "handle": "desk.example"},
    "app.bsky.notification.listNotifications": {"notifications": []},
    "com.atproto.repo.listRecords": {"records": []},
    "com.atproto.identity.resolveHandle": {"did": OTTO},
}


def _parameters(query: QueryParams) -> dict[str, Any]:
    """Read a query as its types say: lists and numbers."""
    lists = {name: query.get_list(name) for name in query if name == "members"}
    single = {
        name: int(value) if value.isdecimal() and name == "limit" else value for name, value in query.items()
    }
    return {**single, **lists}
