"""Adding an account in the desk: chosen, tried at the real network, said what is wrong, kept."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hilft import accounts
from hilft.accounts import Account, AccountState
from hilft.channels import manifests
from hilft.db import transaction
from hilft.town import TownSettings
from tests.api.conftest import Office
from tests.channels.square import OPERATOR, SEEDS, Square, open_square
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

ADD = "/desk/accounts/add"


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    async with open_square(tmp_path / "town", TownSettings(operator_token=OPERATOR, seeds=SEEDS)) as opened:
        yield opened


@pytest.fixture
async def admin(office: Office, romina: Visitor) -> Visitor:
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'admin' where login = 'romina'")
    return romina


async def known(office: Office) -> list[Account]:
    async with office.house.pool.acquire() as conn:
        return await accounts.accounts(conn, office.brand.id)


async def test_only_administrators_add_accounts(office: Office, kai: Visitor, stranger: Visitor) -> None:
    for path in (ADD, f"{ADD}/webhook"):
        assert (await kai.get(path)).status_code == 403
    answer = await kai.post(f"{ADD}/webhook", {"name": "portal", "url": "https://portal.example/x"})
    assert answer.status_code == 403
    assert (await stranger.post(f"{ADD}/webhook", {})).status_code in {401, 403}
    assert ADD not in await kai.page("/desk/accounts")
    assert len(await known(office)) == 1


async def test_every_channel_can_be_chosen_and_shows_its_fields(admin: Visitor) -> None:
    assert f'href="{ADD}"' in await admin.page("/desk/accounts")
    page = await admin.page(ADD)
    for kind, manifest in manifests().items():
        assert f'href="{ADD}/{kind}"' in page
        form = await admin.page(f"{ADD}/{kind}")
        for field in manifest.fields:
            assert f'name="{field.name}"' in form
    assert (await admin.get(f"{ADD}/pigeon_post")).status_code == 404
    assert (await admin.post(f"{ADD}/pigeon_post")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"url": "http://127.0.0.1:9", "token": "geheim-1"}, "nicht erreichbar"),
        ({"url": "{town}", "token": "geheim-2"}, "nicht"),
        ({"url": "http://social.example", "token": "geheim-3"}, "https"),
        ({"url": "", "token": "geheim-4"}, "Es fehlt noch: Adresse des Servers"),
        ({"url": "http://127.0.0.1:9", "token": " "}, "Es fehlt noch: Zugangsschlüssel"),
        ({"url": 'ht\x00tp://"><script>', "token": "geheim-5"}, "keine Adresse eines Servers"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    office: Office, admin: Visitor, square: Square, typed: dict[str, str], sentence: str
) -> None:
    typed = typed | {"url": typed["url"].format(town=square.url), "role": "main"}
    answer = await admin.post(f"{ADD}/mastodon", typed)
    assert answer.status_code == 422
    wrong = re.search(r'role="alert">([^<]+)<', answer.text)
    assert wrong is not None
    assert sentence in wrong[1], wrong[1]
    assert "geheim" not in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]
    if typed["url"].startswith("http://") and "\x00" not in typed["url"]:
        assert f'value="{typed["url"]}"' in answer.text
    assert re.search(r'value="main"\s+selected', answer.text)
    assert len(await known(office)) == 1


async def test_an_account_is_tried_added_and_renewed(office: Office, admin: Visitor, square: Square) -> None:
    typed = {"url": square.url, "token": "wattkabel-token", "role": "main"}
    tried = await admin.post(f"{ADD}/mastodon", typed | {"only": "try"})
    assert "Es funktioniert: @wattkabel@town.test" in tried.text
    assert len(await known(office)) == 1
    added = await admin.post(f"{ADD}/mastodon", typed)
    assert (added.status_code, added.headers["location"]) == (303, "/desk/accounts")
    [account] = [each for each in await known(office) if each.handle == "@wattkabel@town.test"]
    assert (account.role.value, account.state) == ("main", AccountState.ACTIVE)
    async with transaction(office.house.pool) as tx:
        await accounts.pause(tx, account, "The token was taken back.", office.clock())
    assert f"{ADD}/mastodon?renew={account.id}" in await admin.page("/desk/accounts")
    form = await admin.page(f"{ADD}/mastodon?renew={account.id}")
    assert f'value="{square.url}"' in form
    assert "wattkabel-token" not in form
    assert (await admin.post(f"{ADD}/mastodon", typed)).status_code == 303
    [renewed] = [each for each in await known(office) if each.id == account.id]
    assert renewed.state is AccountState.ACTIVE
    assert len(await known(office)) == 2


async def test_a_secret_of_ours_is_shown_once_and_stays_the_same(office: Office, admin: Visitor) -> None:
    typed = {"name": "portal", "url": "http://127.0.0.1:9/hilft"}
    added = await admin.post(f"{ADD}/webhook", typed)
    assert added.status_code == 200
    assert added.headers["cache-control"] == "no-store"
    [account] = [each for each in await known(office) if each.channel == "webhook"]
    assert f'value="http://desk.test/hooks/webhook/{account.id}"' in added.text
    secret = re.search(r'value="(whsec_[^"]+)"', added.text)
    assert secret is not None
    again = await admin.post(f"{ADD}/webhook", typed)
    assert "whsec_" not in again.text.partition("<main")[2]
    async with office.house.pool.acquire() as conn:
        config = await accounts.config_of(conn, office.house.vault, account)
    assert config.secrets["secret"] == secret[1]
    for page in ("/desk/accounts", f"{ADD}/webhook?renew={account.id}"):
        assert "whsec_" not in (await admin.page(page)).partition("<main")[2].replace("whsec_ ", "")


async def test_nothing_is_added_without_proof_that_it_came_from_our_page(
    office: Office, admin: Visitor
) -> None:
    admin.csrf = "forged"
    answer = await admin.post(f"{ADD}/webhook", {"name": "portal", "url": "http://127.0.0.1:9/x"})
    assert answer.status_code == 403
    assert len(await known(office)) == 1


async def test_another_brands_account_is_not_filled_in(office: Office, admin: Visitor) -> None:
    for renew in (office.brand.id, "x"):
        assert (await admin.get(f"{ADD}/mastodon?renew={renew}")).status_code == 404
    assert (await admin.get(f"{ADD}/webhook?renew={office.account.id}")).status_code == 404
