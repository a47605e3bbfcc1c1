"""What an XRPC answer means, in the contract's words. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from hilft.channels.bluesky.rates import reset_at
from hilft.channels.contract import N_, ChannelError, Gone, Later, Refused, Unauthorized, Unknown

UNTOLD_WAIT = timedelta(minutes=1)
"After being asked to slow down without a word about how long."
_SAID_AT_MOST = 300
_WAIT = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_CLIENT_ERRORS, _SERVER_ERRORS = 400, 500
_STALE = {"ExpiredToken", "InvalidToken", "AuthenticationRequired", "AuthMissing"}
_SWITCHED_OFF = {
    "AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoTakendown", "RepoDeactivated", "RepoSuspended",
}  # fmt: skip
"With 401 about us, with 400 about whoever was asked for."
_GONE = {"RecordNotFound", "NotFound", "HandleNotFound", "RecipientNotFound", "RepoNotFound", "InvalidConvo"}
_SENTENCES = {
    "BlockedActor": N_("We and this person have blocked each other."),
    "BlockedSubject": N_("We and this person have blocked each other."),
    "BlockedByActor": N_("This person has blocked us."),
    "MessagesDisabled": N_("This person takes no private messages."),
    "NotFollowedBySender": N_("This person takes private messages only from those they follow."),
    "ConvoLocked": N_("This private conversation is closed."),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, small enough to be read. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def good(self) -> bool:
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def error(self) -> str:
        """The error's name (`InvalidSwap`), empty when there is none."""
        try:
            found = self.json()
        except ValueError:
            return ""
        name = found.get("error") if isinstance(found, dict) and not self.good else None
        return name if isinstance(name, str) else ""

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything until it is looked at
        """Parse the body. Raises ``ValueError``."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def is_stale(answer: Answer) -> bool:
    """Whether the server did nothing because the access token is not valid (any more)."""
    return answer.status == HTTPStatus.UNAUTHORIZED or (
        answer.status == HTTPStatus.BAD_REQUEST and answer.error in _STALE
    )


def trouble(answer: Answer, now: datetime, *, irrevocable: bool) -> ChannelError | None:
    """Say which error an answer means; None: it went well.

    ``irrevocable``: the request may have done something that cannot be repeated harmlessly, so an error behind
    which the work may have been done is Unknown and not Later.
    """
    if answer.good:
        return None
    if answer.status in _WAIT or not _CLIENT_ERRORS <= answer.status < _SERVER_ERRORS:
        return _not_now(answer, now, irrevocable=irrevocable)
    return _never(answer)


def _not_now(answer: Answer, now: datetime, *, irrevocable: bool) -> ChannelError:
    status, headers = answer.status, answer.headers
    wait = reset_at(headers.get("retry-after", ""), now)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = reset_at(headers.get("ratelimit-reset", ""), now) or wait
        return Later(N_("The network asks us to slow down."), wait or now + UNTOLD_WAIT)
    if irrevocable and status >= _SERVER_ERRORS and status != HTTPStatus.SERVICE_UNAVAILABLE:
        return Unknown(
            N_("The network answered with an error ({status}); it may have been done."), status=status
        )
    return Later(N_("The network is in trouble ({status})."), wait, status=status)


def _never(answer: Answer) -> ChannelError:
    name, said = answer.error, said_by(answer)
    if answer.status == HTTPStatus.UNAUTHORIZED or name in _STALE:
        return Unauthorized(N_("The network does not let us in: {said}"), said=said)
    if (
        name in _GONE
        or answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
        or "not found" in said.lower()
    ):
        return Gone(N_("It is not there any more."))
    if name in _SWITCHED_OFF:
        return Refused(N_("This account is switched off on the network."))
    if name in _SENTENCES:
        return Refused(_SENTENCES[name])
    return Refused(N_("The network refused it: {said}"), said=said)


def unreadable(*, irrevocable: bool) -> ChannelError:
    """Say what a success means whose content is not what the API promises."""
    if irrevocable:
        return Unknown(N_("The network's answer cannot be read; it may have been done."))
    return Later(N_("The network's answer cannot be read."))


def said_by(answer: Answer) -> str:
    """Give the server's own sentence, else the number: an HTML page of a proxy is no sentence."""
    try:
        found = answer.json()
    except ValueError:
        return str(answer.status)
    sentence = found.get("message") or found.get("error") if isinstance(found, dict) else None
    return " ".join(sentence.split())[:_SAID_AT_MOST] if isinstance(sentence, str) else str(answer.status)
