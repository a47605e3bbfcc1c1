"""The demo's people: all invented, the same at every start on the same directory."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hilft.staff import Role

BRAND = "Wattkabel"
SLUG = "wattkabel"
ZONE = "Europe/Berlin"
LANGUAGE = "de"
DOMAIN = "town.test"
SERVICE_ACCOUNT = "wattkabel_hilft"
MAIN_ACCOUNT = "wattkabel"
HOTLINE = "+493023125000"
"Of the numbers that the German regulator keeps free for invented stories."
LETTERHEAD: Mapping[str, str] = {
    "name": "Wattkabel GmbH",
    "street": "Deichstraße 17",
    "place": "25813 Husum",
    "contact": "Telefon 030 23125000 · Husum, Krämerstraße 3",
    "footer": "Wattkabel GmbH · Sitz Husum · eine erfundene Firma",
    "language": "de",
}
MAILBOX = f"hilfe@{SLUG}.test"
OTTOS_MAILBOX = f"otto@{DOMAIN}"
SHOP: Mapping[str, str] = {"name": "Wattkabel-Laden Husum", "address": "Krämerstraße 3, 25813 Husum"}
HOURS: Mapping[str, Any] = {
    "zone": ZONE,
    "weekly": {
        **{day: [["08:00", "20:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
        "sat": [["10:00", "13:00"], ["14:00", "16:00"]],
    },
    "holidays": "DE-SH",
    "half_day_ends": {"12-24": "14:00", "12-31": "14:00"},
}
MEMORY: Mapping[str, Any] = {
    "region": "DE",
    "numbers": [
        {"key": "customer_number", "pattern": r"WK-?\d{8}", "check": "luhn"},
        {"key": "order_number", "pattern": r"A-\d{10}", "check": ""},
    ],
    "devices": ["WattBox 3", "WattBox Mini", "WattRepeater 2"],
    "tariffs": ["Watt Fiber 250", "Watt Fiber 1000", "Watt Mobil"],
}
"How the brand's numbers look; WK-45320157 is one."

_TEAM = (
    ("Hauke", "ha", Role.ADMIN),
    ("Benjamin", "be", Role.AGENT),
    ("Kai", "ka", Role.AGENT),
    ("Tatjana", "ta", Role.AGENT),
    ("Wiebke", "wi", Role.AGENT),
    ("Romina", "ro", Role.LEAD),
    ("Sabrina", "sa", Role.AGENT),
)
_CITIZENS = (
    ("otto", "Otto N.", "Schreibt über alles, was nicht funktioniert."),
    ("mia", "Mia Petersen", "Wohnt am Deich, arbeitet von dort."),
    ("jonas", "Jonas Brandt", "Zockt abends. Braucht Upload."),
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Member:
    """An agent of the demo, with what the sign-in page and the INFO file may show."""

    name: str
    login: str
    initials: str
    role: Role
    password: str
    token_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody on the town square: a citizen, or one of the brand's accounts."""

    handle: str
    name: str
    note: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody; the first member is the administrator."""

    members: tuple[Member, ...]
    citizens: tuple[Resident, ...]
    service: Resident
    main: Resident
    post_password: str = field(repr=False)
    "Opens every letterbox of the town's post office."
    hotline_secret: str = field(repr=False)
    "With it calls may be told of: ``whsec_`` and base64."


def cast_of(folder: Path) -> Cast:
    """Derive everybody's password and token from the secret kept in ``folder`` (made at the first start)."""
    secret = _secret_in(folder)
    return Cast(
        members=tuple(_member(secret, *one) for one in _TEAM),
        citizens=tuple(
            Resident(handle, name, note, _token(secret, handle)) for handle, name, note in _CITIZENS
        ),
        service=Resident(
            SERVICE_ACCOUNT,
            "Wattkabel hilft",
            "Sieben Leute, die zuhören. Störung? Einfach schreiben.",
            _token(secret, SERVICE_ACCOUNT),
        ),
        main=Resident(
            MAIN_ACCOUNT,
            "Wattkabel",
            f"Internet vom Deich. Hilfe gibt es bei @{SERVICE_ACCOUNT}.",
            _token(secret, MAIN_ACCOUNT),
        ),
        post_password=_derived(secret, "post").hex()[:32],
        hotline_secret="whsec_" + base64.b64encode(_derived(secret, "hotline")).decode(),
    )


def _member(secret: bytes, name: str, initials: str, role: Role) -> Member:
    login = name.lower()
    digest = _derived(secret, f"password:{login}")
    password = f"{login}-" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:4])
    return Member(name, login, initials, role, password, _derived(secret, f"api:{login}").hex()[:43])


def _token(secret: bytes, handle: str) -> str:
    return _derived(secret, f"town:{handle}").hex()[:43]


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def _secret_in(folder: Path) -> bytes:
    file = folder / "demo.secret"
    if not file.exists():
        part = file.with_suffix(".part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_hex(32))
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    return bytes.fromhex(file.read_text().strip())
