"""Receipts that could not be read, in the hands of an administrator."""

import pytest

from hilft.db import transaction
from hilft.ids import new_id
from tests.api.conftest import EIGHT, Office
from tests.web.conftest import Visitor

pytestmark = pytest.mark.anyio

FORGED = b"<script>alert(1)</script>"


async def test_what_could_not_be_read_is_shown_given_out_and_tried_again(
    office: Office, romina: Visitor
) -> None:
    receipt = new_id()
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute(
            "insert into receipts (brand_id, id, account_id, scope, dedupe_key, payload, received_at, state, run_at,"
            " attempts, error) values ($1, $2, $3, 'x', 'k<b>', $4, $5, 'failed', $5, 5, 'not JSON <i>')",
            office.brand.id, receipt, office.account.id, FORGED, EIGHT,
        )  # fmt: skip
    assert (await romina.get("/desk/receipts")).status_code == 403
    assert (await romina.get(f"/desk/receipts/{receipt}/raw")).status_code == 403
    async with transaction(office.house.pool) as tx:
        await tx.conn.execute("update agents set role = 'admin'")
    assert 'href="/desk/receipts">1</a>' in await romina.page("/desk/accounts")
    page = await romina.page("/desk/receipts")
    assert "not JSON &lt;i&gt;" in page
    assert "5 Versuche" in page
    raw = await romina.get(f"/desk/receipts/{receipt}/raw")
    assert raw.content == FORGED
    assert raw.headers["content-type"] == "application/octet-stream"
    assert raw.headers["content-disposition"].startswith("attachment")
    assert (await romina.ask(f"/desk/receipts/{receipt}/retry")).status_code == 200
    assert "Alles war lesbar" in await romina.page("/desk/receipts")
    assert (await romina.ask(f"/desk/receipts/{new_id()}/retry")).status_code == 404
