"""Pictures and sounds: looked at, kept under their hash, never executed."""

import asyncio
import hashlib
import os
import secrets
from pathlib import Path

from hilft.town.acts.picture import Look, look
from hilft.town.entities.media import SUFFIXES
from hilft.town.state.accounts import Account
from hilft.town.state.media import Media
from hilft.town.town import Town
from hilft.town.trouble import invalid

MOST_IMAGE_BYTES = 16_777_216
MOST_VIDEO_BYTES = 103_809_024
MOST_DESCRIPTION = 1_500


async def upload(
    town: Town, owner: Account, content: bytes, description: str | None, focus: tuple[float, float]
) -> Media:
    """Raises Trouble for what is no picture, film or sound, or too big."""
    seen = look(content)
    if seen is None:
        raise invalid("File content type is invalid", "File is invalid")
    most = MOST_IMAGE_BYTES if seen.kind in {"image", "gifv"} else MOST_VIDEO_BYTES
    if len(content) > most:
        raise invalid(f"File file size must be less than {most // 1_048_576} MB")
    check_description(description)
    sha = await keep(town.media_folder, content)
    number = town.ids.new()
    town.record(
        "media",
        id=number,
        account=owner.id,
        sha=sha,
        mime=seen.mime,
        kind=seen.kind,
        at=town.now(),
        size=len(content),
        width=seen.width,
        height=seen.height,
        description=description,
        focus=list(focus),
    )
    return town.state.media.by_id[number]


def check_description(description: str | None) -> None:
    if description is not None and len(description) > MOST_DESCRIPTION:
        raise invalid(f"Description is too long (maximum is {MOST_DESCRIPTION} characters)")


async def keep_picture(town: Town, content: bytes) -> str:
    """A profile picture's file name. Raises Trouble for what is no picture."""
    seen: Look | None = look(content)
    if seen is None or seen.kind != "image":
        raise invalid("Avatar content type is invalid", "Avatar is invalid")
    return f"{await keep(town.media_folder, content)}.{SUFFIXES[seen.mime]}"


async def keep(folder: Path, content: bytes) -> str:
    """Writes the bytes once, durably, under their SHA-256. Gives the hash."""
    return await asyncio.to_thread(_write, folder, content)


def path_of(folder: Path, sha: str) -> Path:
    return folder / sha[:2] / sha


def _write(folder: Path, content: bytes) -> str:
    sha = hashlib.sha256(content).hexdigest()
    target = path_of(folder, sha)
    if target.exists():
        return sha
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{sha}.{secrets.token_hex(4)}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(target)
    for changed in (target.parent, folder):
        handle = os.open(changed, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return sha
