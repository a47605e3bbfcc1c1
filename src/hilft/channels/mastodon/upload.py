"""Media of an answer: checked against what the server takes, uploaded, waited for."""

from collections.abc import Sequence

import anyio

from hilft.channels.contract import N_, Later, OutboundFile, Refused
from hilft.channels.mastodon.facts import Facts
from hilft.channels.mastodon.home import Home

_PATIENCE = 60.0
_FIRST_PAUSE = 0.25
_DEFAULT_NAME = "file"


def check(files: Sequence[OutboundFile], known: Facts) -> None:
    """Refuse what the server will not take, before anything is sent."""
    if len(files) > known.attachments:
        raise Refused(N_("The network takes at most {limit} files."), limit=known.attachments)
    for file in files:
        name = file.name or _DEFAULT_NAME
        if file.content_type not in known.types:
            raise Refused(N_("The network does not take files like {name}."), name=name)
        limit = known.image_bytes if file.content_type.startswith("image/") else known.video_bytes
        if len(file.content) > limit:
            raise Refused(N_("The file {name} is larger than {limit} bytes."), name=name, limit=limit)


async def upload(home: Home, files: Sequence[OutboundFile]) -> list[str]:
    """Upload each file with its description and give the media ids. Raises Later, Refused or Unauthorized."""
    return [await _upload(home, file) for file in files]


async def _upload(home: Home, file: OutboundFile) -> str:
    named = (file.name or _DEFAULT_NAME, file.content, file.content_type)
    form = {"description": file.alt} if file.alt else {}
    media = await home.client.upload("/api/v2/media", named, form)
    media_id = str(media.get("id", ""))
    try:
        with anyio.fail_after(_PATIENCE):
            pause = _FIRST_PAUSE
            while not media.get("url"):
                await anyio.sleep(pause)
                pause = min(pause * 2, 4.0)
                media = await home.client.read_one(f"/api/v1/media/{media_id}", answering=True)
    except TimeoutError as error:
        raise Later(N_("The network is still working on the file.")) from error
    return media_id
