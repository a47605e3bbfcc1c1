"""Agents, their sessions and tokens, and the rules about them. Pure."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from hilft.ids import AgentId, BrandId
from hilft.problems import Problem
from hilft.staff.problems import (
    BadInitials,
    BadLogin,
    BadName,
    LeadsOnly,
    PasswordTooLong,
    PasswordTooShort,
    UnknownSetting,
)

IDLE = timedelta(hours=12)
"A session ends after so long without a request."
TOTAL = timedelta(days=7)
"A session ends after so long whatever happens."
SEEN_EVERY = timedelta(minutes=5)
"How often at most the use of a session or token is written down."
MINIMUM = 10
"Characters of a password, at least (longer than NIST SP 800-63B's 8; no rules of composition, as it advises)."
MAXIMUM = 1024
"Characters of a password, at most: hashing must not become a lever."

_LOGIN = re.compile(r"[\w.@+-]{1,64}")
_INITIALS = re.compile(r"[a-z]{2}")
_LANGUAGE = re.compile(r"(?:[a-z]{2}(?:-[A-Z]{2})?)?")
_THEMES = frozenset({"auto", "light", "dark"})
_LONGEST_NAME = 80
_LONGEST_TOKEN = 200


class Role(StrEnum):
    ADMIN = "admin"
    LEAD = "lead"
    AGENT = "agent"


class Presence(StrEnum):
    HERE = "here"
    AWAY = "away"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Agent:
    """A named member of the team."""

    id: AgentId
    brand_id: BrandId
    login: str
    name: str
    initials: str
    role: Role
    language: str
    "Of the pages, e.g. ``de``; empty: as the browser asks."
    theme: str
    "auto | light | dark"
    single_keys: bool
    presence: Presence
    photo: str
    "Address of the photo: empty, or ``/faces/BRAND/SHA256`` for a file of our store."
    shown: bool
    "Whether the public page may show them."

    @property
    def first_name(self) -> str:
        """How customers and colleagues call them."""
        return self.name.split()[0]

    @property
    def signature(self) -> str:
        """What stands under their answers: ``^ro``."""
        return f"^{self.initials}"

    @property
    def photo_file(self) -> str:
        """Under which name the photo lies in the store; empty: there is none."""
        return self.photo.rpartition("/")[2] if self.photo.startswith("/faces/") else ""

    @property
    def is_admin(self) -> bool:
        """Whether they may change accounts and staff."""
        return self.role is Role.ADMIN

    @property
    def leads(self) -> bool:
        """Whether they may change how the desk works: opening hours, what it says by itself."""
        return self.role in {Role.ADMIN, Role.LEAD}

    def check_leads(self) -> None:
        """Raises ``LeadsOnly``."""
        if not self.leads:
            raise LeadsOnly


@dataclass(frozen=True, slots=True)
class Team:
    """A named group of agents; an agent is in one at most."""

    id: UUID
    name: str
    members: list[AgentId]


@dataclass(frozen=True, slots=True)
class TeamName:
    """In which team an agent is, or was when they left."""

    agent_id: AgentId
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in, as found by the token of their cookie."""

    agent: Agent
    csrf: str = field(repr=False)
    token_hash: bytes = field(repr=False)
    expires_at: datetime
    active_at: datetime | None = None
    "When they last did something, to half a minute."
    away_by_itself: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The only time the session's token is known in the clear."""

    agent: Agent
    session_token: str = field(repr=False)
    csrf: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sign-in that did not happen, and why. The attempt is counted once the transaction is committed."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as listed; the token itself is not kept."""

    token_hash: bytes
    label: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def session_token(brand_id: BrandId, secret: str) -> str:
    """Spell a session's token: ``<brand>.<secret>``."""
    return f"{brand_id.hex}.{secret}"


def api_token(brand_id: BrandId, secret: str) -> str:
    """Spell an API token: ``ht_<brand>_<secret>``, so that leaks are found by scanners."""
    return f"ht_{brand_id.hex}_{secret}"


def brand_of_session(token: str) -> BrandId | None:
    """Read the brand from a session's token; None: this is no such token."""
    brand, dot, secret = token[: _LONGEST_TOKEN + 1].partition(".")
    return _brand(brand) if dot and secret and len(token) <= _LONGEST_TOKEN else None


def brand_of_api_token(token: str) -> BrandId | None:
    """Read the brand from an API token; None: this is no such token."""
    prefix, _, rest = token[: _LONGEST_TOKEN + 1].partition("_")
    brand, _, secret = rest.partition("_")
    return _brand(brand) if prefix == "ht" and secret and len(token) <= _LONGEST_TOKEN else None


def _brand(text: str) -> BrandId | None:
    return BrandId(UUID(hex=text)) if re.fullmatch(r"[0-9a-f]{32}", text) else None


def hash_of(token: str) -> bytes:
    """SHA-256 is enough for 256 random bits; no token is ever kept in the clear."""
    return sha256(token.encode("utf-8", "replace")).digest()


def expiry(created_at: datetime, now: datetime) -> datetime:
    """Until when a session used now is good."""
    return min(now + IDLE, created_at + TOTAL)


def plain_login(text: str) -> str:
    """Bring a typed login into the form that is kept; empty when nobody can have it."""
    login = unicodedata.normalize("NFC", text.strip()).lower()
    return login if _LOGIN.fullmatch(login) else ""


def checked_login(text: str) -> str:
    """Raises ``BadLogin``."""
    login = plain_login(text)
    if not login:
        raise BadLogin
    return login


def checked_name(text: str) -> str:
    """Raises ``BadName``."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= _LONGEST_NAME or not name.isprintable():
        raise BadName
    return name


def checked_initials(text: str) -> str:
    """Raises ``BadInitials``; a typed ``^`` is forgiven."""
    initials = text.strip().removeprefix("^").lower()
    if not _INITIALS.fullmatch(initials):
        raise BadInitials
    return initials


def check_password(password: str, login: str, *, weak: bool = False) -> None:
    """Raises ``PasswordTooShort`` or ``PasswordTooLong``; ``weak`` is for the demo's well-known passwords."""
    if len(password) > MAXIMUM:
        raise PasswordTooLong(maximum=MAXIMUM)
    if not weak and (len(password) < MINIMUM or plain_login(password) == login):
        raise PasswordTooShort(minimum=MINIMUM)


def check_settings(language: str, theme: str) -> None:
    """Raises ``UnknownSetting``. Whether a catalogue for the language exists is the doors' matter."""
    if theme not in _THEMES:
        raise UnknownSetting(value=theme)
    if not _LANGUAGE.fullmatch(language):
        raise UnknownSetting(value=language)
