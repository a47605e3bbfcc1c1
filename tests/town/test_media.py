"""Uploads: shape, limits, serving."""

import struct
from pathlib import Path

import pytest

from hilft.town.acts.picture import look
from tests.town.square import Square, opened
from tests.town.test_people import PNG

pytestmark = pytest.mark.anyio


async def test_a_picture_is_uploaded_described_and_posted(square: Square) -> None:
    form = {"description": "Die Lampe", "focus": "0.5,-2"}
    answer = await square.by("otto").post(
        "/api/v2/media", data=form, files={"file": ("x.png", PNG, "image/png")}
    )
    media = answer.json()
    assert answer.status_code == 200
    assert (media["type"], media["description"], media["meta"]["focus"]) == (
        "image",
        "Die Lampe",
        {"x": 0.5, "y": -1.0},
    )
    assert media["meta"]["original"]["size"] == "1x1"
    served = await square.by("").get(media["url"])
    assert (served.content, served.headers["content-type"]) == (PNG, "image/png")
    assert served.headers["x-content-type-options"] == "nosniff"
    path = f"/api/v1/media/{media['id']}"
    assert (await square.by("otto").put(path, json={"description": "Sie blinkt"})).json()[
        "description"
    ] == "Sie blinkt"
    assert (await square.by("mia").get(path)).status_code == 404
    status = await square.say("otto", "", media_ids=[media["id"]])
    assert [each["description"] for each in status["media_attachments"]] == ["Sie blinkt"]
    twice = await square.by("otto").post("/api/v1/statuses", json={"status": "a", "media_ids": [media["id"]]})
    assert twice.status_code == 422
    assert (await square.by("otto").delete(path)).status_code == 422
    await square.by("otto").delete(f"/api/v1/statuses/{status['id']}")
    assert (await square.by("").get(media["url"])).status_code == 404


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"", b"\x89PNG"]
)
async def test_what_is_no_picture_is_refused(square: Square, content: bytes) -> None:
    answer = await square.by("otto").post("/api/v2/media", files={"file": ("x.png", content, "image/png")})
    assert answer.status_code == 422
    assert answer.json() == {"error": "Validation failed: File content type is invalid, File is invalid"}


async def test_no_file_and_no_token(square: Square) -> None:
    answer = await square.by("otto").post("/api/v2/media")
    assert (answer.status_code, answer.json()["error"]) == (422, "Validation failed: File can't be blank")
    assert (await square.by("").post("/api/v2/media")).status_code == 401


async def test_media_come_back_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as square:
        answer = await square.by("otto").post("/api/v1/media", files={"file": ("x.png", PNG, "image/png")})
        path = answer.json()["url"].removeprefix(square.origin)
    async with opened(tmp_path) as square:
        assert (await square.by("").get(path)).content == PNG


@pytest.mark.parametrize(
    ("content", "mime", "size"),
    [
        (b"GIF89a" + struct.pack("<HH", 3, 4) + b"\0\0", "image/gif", (3, 4)),
        (
            b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08" + struct.pack(">HH", 4, 3) + b"\x01\x01\x11\0",
            "image/jpeg",
            (3, 4),
        ),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x02\0\0\x03\0\0", "image/webp", (3, 4)),
        (b"ID3\x03", "audio/mpeg", (0, 0)),
        (b"\0\0\0\x18ftypmp42", "video/mp4", (0, 0)),
    ],
)
def test_first_bytes_tell(content: bytes, mime: str, size: tuple[int, int]) -> None:
    seen = look(content)
    assert seen is not None
    assert (seen.mime, (seen.width, seen.height)) == (mime, size)
