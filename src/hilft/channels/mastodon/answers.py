"""What an HTTP answer of the server means, in the contract's words. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from hilft.channels.contract import N_, ChannelError, Gone, Later, Refused, Unauthorized, Unknown
from hilft.channels.mastodon.rates import reset_at

_SAID_AT_MOST = 300
UNTOLD_WAIT = timedelta(minutes=1)
"After being asked to slow down without a word about how long."
_ACCOUNT_TROUBLE = (
    "scope",
    "token",
    "login",
    "disabled",
    "suspend",
    "confirm",
    "approv",
    "locked out",
    "moved",
)
_WAIT = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_CLIENT_ERRORS, _SERVER_ERRORS = 400, 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, small enough to be read. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:  # noqa: ANN401 - JSON is anything until it is looked at
        """Parse the body. Raises ``ValueError``."""
        try:
            return json.loads(self.body)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def trouble(answer: Answer, now: datetime, *, irrevocable: bool) -> ChannelError | None:
    """Say which error an answer means; None: it went well.

    ``irrevocable``: the request may have done something that cannot be repeated harmlessly, so an error behind
    which the work may have been done is Unknown and not Later.
    """
    if HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
        return None
    if answer.status in _WAIT or not _CLIENT_ERRORS <= answer.status < _SERVER_ERRORS:
        return _not_now(answer, now, irrevocable=irrevocable)
    return _never(answer.status, _said(answer))


def _not_now(answer: Answer, now: datetime, *, irrevocable: bool) -> ChannelError:
    status = answer.status
    wait = reset_at(answer.headers.get("retry-after", ""), now)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wait = reset_at(answer.headers.get("x-ratelimit-reset", ""), now) or wait
        return Later(N_("The network asks us to slow down."), wait or now + UNTOLD_WAIT)
    if irrevocable and status >= _SERVER_ERRORS and status != HTTPStatus.SERVICE_UNAVAILABLE:
        return Unknown(
            N_("The network answered with an error ({status}); it may have been done."), status=status
        )
    return Later(N_("The network is in trouble ({status})."), wait, status=status)


def _never(status: int, said: str) -> ChannelError:
    blames_account = any(word in said.lower() for word in _ACCOUNT_TROUBLE)
    if status == HTTPStatus.UNAUTHORIZED or (status == HTTPStatus.FORBIDDEN and blames_account):
        return Unauthorized(N_("The network does not accept our access token: {said}"), said=said)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Gone(N_("It is not there any more."))
    return Refused(N_("The network refused it: {said}"), said=said)


def unreadable(*, irrevocable: bool) -> ChannelError:
    """Say what a success means whose content is not what the API promises."""
    if irrevocable:
        return Unknown(N_("The network's answer cannot be read; it may have been done."))
    return Later(N_("The network's answer cannot be read."))


def _said(answer: Answer) -> str:
    """Give the server's own sentence, else the number: an HTML page of a proxy is no sentence."""
    try:
        found = answer.json()
    except ValueError:
        return str(answer.status)
    sentence = found.get("error_description") or found.get("error") if isinstance(found, dict) else None
    return " ".join(sentence.split())[:_SAID_AT_MOST] if isinstance(sentence, str) else str(answer.status)
