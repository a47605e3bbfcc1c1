"""The page of automatic answers."""

import pytest

from hilft import rules
from hilft.channels import Visibility
from hilft.db import transaction
from tests.api.conftest import Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio


async def lead(office: Office) -> None:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'lead' where login = 'romina'")


async def test_an_answer_is_written_and_switched_on(office: Office, romina: Visitor) -> None:
    await lead(office)
    page = await romina.page("/desk/auto-replies?lang=en")
    assert "@wattkabel_hilft@town.test" in page
    form = {
        "account": str(office.account.id), "visibility": "public", "on": "on", "way": "private", "before": "15",
        "closed_de": "Wir sind ab {opens} wieder da.", "closing_de": "Noch {minutes} Minuten, dann ab {opens}.",
        "closed_en": "Back {opens}.", "closing_en": "Back {opens}.",
    }  # fmt: skip
    assert (await romina.post("/desk/auto-replies", form)).status_code == 303
    async with transaction(office.house.pool) as tx:
        rule = (await rules.auto_replies(tx.conn, office.brand.id))[(office.account.id, Visibility.PUBLIC)]
    assert rule.switched_on
    assert rule.way is Visibility.PRIVATE
    assert rule.before_minutes == 15
    assert rule.texts["de"].closed == "Wir sind ab {opens} wieder da."
    assert "Wir sind ab {opens} wieder da." in await romina.page("/desk/auto-replies")
    wrong = await romina.post("/desk/auto-replies", form | {"closed_en": "Sorry", "before": "bald"})
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    assert ">Sorry</textarea>" in wrong.text


async def test_agents_read_only(office: Office, romina: Visitor) -> None:
    assert "readonly" in await romina.page("/desk/auto-replies")
    form = {"account": str(office.account.id), "visibility": "public"}
    assert (await romina.post("/desk/auto-replies", form)).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"account": "x"}, {"visibility": "loud"}, {"account": "0197aaaa-0000-7000-8000-000000000000"}]
)
async def test_whose_answer_is_somebodys(office: Office, romina: Visitor, wrong: dict[str, str]) -> None:
    await lead(office)
    form = {"account": str(office.account.id), "visibility": "public"} | wrong
    assert (await romina.post("/desk/auto-replies", form)).status_code == 404
