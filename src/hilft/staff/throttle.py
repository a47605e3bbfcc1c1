"""How often somebody may guess a password. Pure.

Failures are counted per login and per origin. So many within ``WINDOW`` close the door for one minute, each further
failure for twice as long, up to ``LONGEST``. An attempt at a closed door is not counted, so nobody can be kept out
for ever by others. What was counted is forgotten after ``WINDOW``, after ``MEMORY`` once the door had closed.
"""

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

LOGIN_FAILURES = 5
ORIGIN_FAILURES = 30
WINDOW = timedelta(minutes=15)
LONGEST = timedelta(minutes=15)
MEMORY = timedelta(hours=24)

_SHORTEST = timedelta(minutes=1)
_IPV6 = 6


@dataclass(frozen=True, slots=True)
class Attempts:
    """The failures of one key, as counted so far."""

    failures: int
    first_at: datetime
    last_at: datetime


def login_key(login: str) -> str:
    """Name the counter of a login; one that nobody can have shares the empty one."""
    return f"login:{login}"


def origin_key(address: str) -> str:
    """Name the counter of an address; an IPv6 customer owns a whole /64."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "ip:?"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return f"ip:{ipaddress.ip_network((ip, 64), strict=False) if ip.version == _IPV6 else ip}"


def wait(attempts: Attempts, limit: int, now: datetime) -> timedelta:
    """How long the door stays closed from now; zero: it is open."""
    if attempts.failures < limit or _forgotten(attempts, limit, now):
        return timedelta()
    doublings = min(attempts.failures - limit, 10)
    return max(attempts.last_at + min(_SHORTEST * (1 << doublings), LONGEST) - now, timedelta())


def failed(attempts: Attempts, limit: int, now: datetime) -> Attempts:
    """Count one more failure."""
    if attempts.failures == 0 or _forgotten(attempts, limit, now):
        return Attempts(1, now, now)
    return Attempts(attempts.failures + 1, attempts.first_at, now)


def minutes(left: timedelta) -> int:
    """Round up to whole minutes, for the sentence."""
    return max(1, math.ceil(left / timedelta(minutes=1)))


def _forgotten(attempts: Attempts, limit: int, now: datetime) -> bool:
    if attempts.failures < limit:
        return now - attempts.first_at >= WINDOW
    return now - attempts.last_at >= MEMORY
