"""Hash and compare passwords: argon2id, beside the event loop, a bounded number at a time."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hilft.staff.model import MAXIMUM

# OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Two threads bound memory at 38 MiB.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")

OF_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$yYrKVeWNZybQsPXUuJgWdQ$OstXBZXi/BtIrCMzLbg2qcnTnff2I3d1OZYe9fPIfF0"
)
"What an unknown login is compared with, so that it takes the same time as a known one."


async def hashed(password: str) -> str:
    """Hash with a random salt; about 25 ms in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, _bytes(password))


async def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one of the hash; a hash that cannot be read matches nothing."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _matches, password_hash, password)


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _matches(password_hash: str, password: str) -> bool:
    try:
        _HASHER.verify(password_hash, _bytes(password[:MAXIMUM]))
    except (VerificationError, InvalidHashError):
        return False
    return len(password) <= MAXIMUM


def _bytes(password: str) -> bytes:
    # RFC 8265, 4.2.2: composed and decomposed umlauts are one password, whatever the keyboard sends.
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
