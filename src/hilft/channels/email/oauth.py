"""Access tokens for mailboxes that take no password (RFC 6749, 6): kept until shortly before they end."""

import asyncio
from datetime import datetime, timedelta

import httpx

from hilft.channels.contract import N_, Later, Refused, Surroundings, Unauthorized
from hilft.channels.email.terms import Terms

_PROVIDERS = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
}
_MARGIN = timedelta(minutes=2)
_HOUR = 3600
_KEPT = "refresh_token"


class Tokens:
    """Gives the access token of one mailbox, a new one when the old one is about to end."""

    def __init__(self, terms: Terms, outside: Surroundings) -> None:
        self._terms = terms
        self._outside = outside
        self._token = ""
        self._until: datetime | None = None
        self._asking = asyncio.Lock()

    async def access_token(self) -> str:
        """Raises Unauthorized when the refresh token is not accepted any more, Later when nobody answers."""
        async with self._asking:
            now = self._outside.now()
            if self._until is None or now >= self._until - _MARGIN:
                token, seconds = await self._ask()
                self._token, self._until = token, now + timedelta(seconds=seconds)
            return self._token

    def forget(self) -> None:
        """The server refused the token: ask for another one next time."""
        self._until = None

    async def _ask(self) -> tuple[str, int]:
        kept = await self._outside.keeper.recall()
        refresh = kept.get(_KEPT) or self._terms.secret
        address = _PROVIDERS.get(self._terms.oauth, self._terms.oauth)
        form = {
            "grant_type": "refresh_token",
            "refresh_token": refresh,
            "client_id": self._terms.client_id,
            **({"client_secret": self._terms.client_secret} if self._terms.client_secret else {}),
        }
        try:
            answer = await self._outside.http.post(address, data=form)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise Refused(N_("The address for access tokens is not one.")) from error
        except httpx.HTTPError as error:
            raise Later(N_("The sign-in service of the mail provider cannot be reached.")) from error
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise Later(N_("The sign-in service of the mail provider is in trouble."))
        try:
            told = answer.json()
            if answer.status_code == httpx.codes.OK:
                # Some providers give a new refresh token with each access token (RFC 6749, 6); the old one ends.
                following = str(told.get("refresh_token") or refresh)
                if following != refresh:
                    await self._outside.keeper.keep({_KEPT: following})
                return str(told["access_token"]), int(told.get("expires_in", _HOUR))
        except (ValueError, KeyError, TypeError) as error:
            raise Later(N_("The sign-in service of the mail provider is in trouble.")) from error
        raise Unauthorized(N_("The mail provider does not accept the sign-in any more; sign in again."))
