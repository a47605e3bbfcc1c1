"""An agent's photo: given in the settings, shown to everybody, taken back."""

import re

import pytest

from hilft.ids import new_id
from tests.api.conftest import Office
from tests.staff.test_photo import PICTURE
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio
PHOTO = "/desk/settings/photo"


async def give(visitor: Visitor, content: bytes) -> int:
    files = {"photo": ("romina.png", content, "image/png")}
    answer = await visitor.client.post(PHOTO, data={"csrf": visitor.csrf}, files=files)
    return answer.status_code


async def test_a_photo_is_given_shown_and_taken_back(
    office: Office, romina: Visitor, stranger: Visitor
) -> None:
    assert await give(romina, PICTURE) == 303
    found = re.search(r'src="(/faces/[^"]+)"', await romina.page("/desk/settings"))
    assert found is not None
    shown = await stranger.get(found[1])
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/png")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert (await romina.post(PHOTO)).status_code == 303
    assert "/faces/" not in await romina.page("/desk/settings")
    assert (await stranger.get(found[1])).status_code == 404
    assert office.romina.photo == ""


async def test_what_is_no_photo_is_refused_with_a_sentence(romina: Visitor) -> None:
    assert await give(romina, b"<svg onload='alert(1)'/>") == 422
    assert await give(romina, b"\x89PNG\r\n\x1a\n" + b"x" * 400_000) == 422
    assert "/faces/" not in await romina.page("/desk/settings")


async def test_no_other_file_is_given_out_as_a_face(office: Office, stranger: Visitor) -> None:
    secret = await office.house.files.put(b"a customer's letter")
    for path in (f"{office.brand.id}/{secret}", f"{new_id()}/{secret}", "x/y", f"{office.brand.id}/%00"):
        assert (await stranger.get(f"/faces/{path}")).status_code == 404
