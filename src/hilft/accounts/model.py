"""Brands and their accounts, as rows and rules. Pure; secrets are not here."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from hilft.accounts.problems import BadBrandName, BadLanguage, BadSlug
from hilft.ids import AccountId, BrandId

BEHIND = timedelta(minutes=2)
"So long after the last complete fetch an account counts as behind: several rounds of its listener."
CAP = 1000
"Counts on the account page stop here."

_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
_LONGEST_NAME = 80
_LONGEST_ERROR = 500


class AccountRole(StrEnum):
    SERVICE = "service"
    MAIN = "main"


class AccountState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Brand:
    """A provider whose customers write: the tenant."""

    id: BrandId
    slug: str
    name: str
    zone: str
    "IANA name; people see times in it."
    language: str
    hosts: list[str]
    "Host names under which the brand's pages are reached, without port."
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """The brand's own presence on one channel."""

    id: AccountId
    brand_id: BrandId
    channel: str
    scope: str
    handle: str
    external_id: str
    display_name: str
    url: str
    role: AccountRole
    settings: dict[str, Any]
    state: AccountState
    reason: str
    "Why it is paused, an English sentence."
    cursor: str | None
    complete_until: datetime | None
    "Up to when everything is known to have been fetched."
    last_ok_at: datetime | None
    last_error: str
    last_error_at: datetime | None
    send_error: str
    "Why an answer did not leave, since the last one that did; an English sentence."
    send_error_at: datetime | None
    fingerprint: str
    "Changes when settings or sealed secrets do; tells nothing about them."

    @property
    def in_trouble(self) -> bool:
        """Whether the last thing heard of it was an error, or answers do not leave."""
        return self.fetching_fails or self.send_error_at is not None

    @property
    def fetching_fails(self) -> bool:
        """Whether the last try to fetch was in vain."""
        if self.last_error_at is None:
            return False
        return self.last_ok_at is None or self.last_error_at > self.last_ok_at


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """How an account is doing; each count stops at ``CAP``."""

    account: Account
    waiting_receipts: int
    failed_receipts: int
    unfinished_deliveries: int

    def missing_since(self, now: datetime) -> datetime | None:
        """Since when messages may be missing that the network has and we do not; None: nothing, or nothing to fetch.

        A network that delivers by itself (webhooks) has no such time: what it was not answered, it delivers again.
        """
        until = self.account.complete_until
        return until if until is not None and now - until > BEHIND else None


def checked_slug(text: str) -> str:
    """Raises ``BadSlug``."""
    slug = text.strip().lower()
    if not _SLUG.fullmatch(slug):
        raise BadSlug
    return slug


def checked_brand_name(text: str) -> str:
    """Raises ``BadBrandName``."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise BadBrandName
    return name


def checked_language(text: str) -> str:
    """Raises ``BadLanguage``."""
    if not _LANGUAGE.fullmatch(text):
        raise BadLanguage(language=text)
    return text


def plain_host(text: str) -> str:
    """Bring a host as sent (``Desk.Example:8480``, ``[::1]:80``) into the form that is kept."""
    host = text.strip().lower().replace("\x00", "")
    bare = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return bare.rstrip(".").encode("utf-8", "replace").decode()


def names_of(handle: str) -> tuple[str, ...]:
    """Give how people may write an account's handle: ``@help@town.test`` as that or as ``help``, both without ``@``."""
    whole = handle.removeprefix("@").lower()
    return (whole, whole.partition("@")[0]) if handle.startswith("@") and "@" in whole else (whole,)


def kept_error(text: str) -> str:
    """Cut an error to what the account page shows; PostgreSQL keeps no NUL and no lone surrogate."""
    return (
        text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()[:_LONGEST_ERROR]
    )
