"""Passwords, salted and slow."""

import asyncio
import hashlib
import hmac
import secrets

COST = {"n": 2**13, "r": 8, "p": 1}


async def seal(password: str) -> str:
    salt = secrets.token_bytes(16)
    return salt.hex() + ":" + (await _derive(password, salt)).hex()


async def fits(password: str, sealed: str) -> bool:
    """False also for accounts without a password."""
    salt, _, expected = sealed.partition(":")
    if not expected:
        return False
    return hmac.compare_digest(await _derive(password, bytes.fromhex(salt)), bytes.fromhex(expected))


async def _derive(password: str, salt: bytes) -> bytes:
    return await asyncio.to_thread(hashlib.scrypt, password.encode(), salt=salt, dklen=32, **COST)
